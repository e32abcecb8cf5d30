"""Days on which one body differs from the State Council's arrangement, each resting on somebody's written word."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, kw_only=True)
class OwnDay:
    """A closure (`is_off`) or an extra working day. `basis` names the notice it rests on."""

    day: date
    is_off: bool
    name: str
    basis: str

    @property
    def reason(self) -> str:
        return f"{self.name}，本机关{'停止办公，不计为工作日' if self.is_off else '照常办公，计为工作日'}"
