"""Form fields with their Chinese labels. One schema serves the HTML form, the JSON API and its OpenAPI text."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from enum import Enum
from typing import Any, TypeVar

from marshmallow import RAISE, Schema, ValidationError, fields, validate

from enforcement.kernel.clock import SHANGHAI

MESSAGES: dict[str, Any] = {
    "required": "这一项必须填写。",
    "null": "这一项必须填写。",
    "invalid": "填写的内容格式不正确。",
    "invalid_uuid": "请从列表中选择。",
    "too_large": "数值过大。",
    "format": "格式不正确。",
    "unknown": "请从列表中选择。",
    "invalid_utf8": "文字编码不正确。",
}
LONGEST_LINE, LONGEST_TEXT = 300, 20_000
Choice = TypeVar("Choice", bound=Enum)


class Form(Schema):
    """Refuses fields nobody asked for, so no server-owned value can be smuggled in."""

    class Meta:
        unknown = RAISE
        ordered = True

    error_messages = {"unknown": "不认识的内容。", "type": "提交的格式不正确。"}  # noqa: RUF012 -- marshmallow's protocol


class _Text(fields.String):
    """Trimmed; characters that would lie in print are refused."""

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> str:
        text = str(super()._deserialize(value, attr, data, **kwargs)).strip().replace("\r\n", "\n")
        if any(_lies(letter) for letter in text):
            raise self.make_error("invalid")
        if self.required and not text:
            raise self.make_error("required")
        return text


def _lies(letter: str) -> bool:
    """Control characters, direction overrides and lone surrogates would read differently than they are stored."""
    return (letter < " " and letter not in "\n\t") or letter in BIDI or "\ud800" <= letter <= "\udfff"


BIDI = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def _common(label: str, hint: str, **extra: object) -> dict[str, Any]:
    return {
        "error_messages": MESSAGES,
        "metadata": {"label": label, "description": hint or label, "hint": hint} | extra,
    }


def line(label: str, *, required: bool = True, hint: str = "", longest: int = LONGEST_LINE) -> fields.Field[Any]:
    return _text(label, required=required, hint=hint, longest=longest, widget="line")


def paragraph(label: str, *, required: bool = True, hint: str = "", longest: int = LONGEST_TEXT) -> fields.Field[Any]:
    return _text(label, required=required, hint=hint, longest=longest, widget="paragraph")


def _text(label: str, *, required: bool, hint: str, longest: int, widget: str) -> fields.Field[Any]:
    absent: dict[str, Any] = {} if required else {"load_default": ""}
    length = validate.Length(max=longest, error=f"最多 {longest} 个字。")
    return _Text(required=required, validate=length, **absent, **_common(label, hint, widget=widget))


def choice(label: str, names: Mapping[Choice, str], *, required: bool = True, hint: str = "") -> fields.Field[Any]:
    """One of an enumeration, shown by its Chinese names."""
    kind = type(next(iter(names)))
    absent: dict[str, Any] = {} if required else {"load_default": None}
    shown = [(str(member.value), name) for member, name in names.items()]
    common = _common(label, hint, widget="select", choices=shown)
    return fields.Enum(kind, by_value=True, required=required, **absent, **common)


def pick(label: str, *, required: bool = True, hint: str = "") -> fields.Field[Any]:
    """A row chosen by id; the page supplies the list when it shows the form."""
    absent: dict[str, Any] = {} if required else {"load_default": None}
    common = _common(label, hint, widget="select", choices=[])
    return fields.UUID(required=required, allow_none=not required, **absent, **common)


def pick_code(label: str, *, required: bool = True, hint: str = "") -> fields.Field[Any]:
    """A row chosen by its public code (case cause, document kind)."""
    absent: dict[str, Any] = {} if required else {"load_default": ""}
    return _Text(required=required, **absent, **_common(label, hint, widget="select", choices=[]))


def pick_many(label: str, *, required: bool = True, hint: str = "") -> fields.Field[Any]:
    length = validate.Length(min=1 if required else 0, error="请至少选择一项。")
    common = _common(label, hint, widget="checks", choices=[])
    return fields.List(fields.UUID(error_messages=MESSAGES), required=required, validate=length, **common)


def day(label: str, *, required: bool = True, hint: str = "") -> fields.Field[Any]:
    absent: dict[str, Any] = {} if required else {"load_default": None}
    return fields.Date(required=required, allow_none=not required, **absent, **_common(label, hint, widget="day"))


class _Moment(fields.DateTime):
    """A wall-clock time in Shanghai unless it carries its own zone."""

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> datetime:
        moment: datetime = super()._deserialize(value, attr, data, **kwargs)
        return moment if moment.tzinfo else moment.replace(tzinfo=SHANGHAI)


def moment(label: str, *, required: bool = True, hint: str = "") -> fields.Field[Any]:
    absent: dict[str, Any] = {} if required else {"load_default": None}
    return _Moment(required=required, allow_none=not required, **absent, **_common(label, hint, widget="moment"))


def whole(label: str, *, required: bool = True, hint: str = "", least: int = 0) -> fields.Field[Any]:
    absent: dict[str, Any] = {} if required else {"load_default": None}
    bounds = validate.Range(min=least, max=10**12, error=f"不能小于 {least}，也不能过大。")
    common = _common(label, hint, widget="whole")
    return fields.Integer(required=required, allow_none=not required, strict=False, validate=bounds, **absent, **common)


def flag(label: str, *, hint: str = "") -> fields.Field[Any]:
    return fields.Boolean(load_default=False, **_common(label, hint, widget="flag"))


def rows(label: str, form: type[Form], *, hint: str = "", least: int = 0, blank: int = 1) -> fields.Field[Any]:
    """A table of small forms; the page shows `blank` empty rows beyond those filled."""
    length = validate.Length(min=least, error=f"至少填写 {least} 行。")
    common = _common(label, hint, widget="rows", blank=blank)
    return fields.List(fields.Nested(form), required=least > 0, validate=length, **common)


def names_of(enumeration: Iterable[Choice], names: Mapping[Choice, str]) -> dict[Choice, str]:
    """A part of an enumeration, for forms that offer only some of it."""
    return {member: names[member] for member in enumeration}


def secret(label: str, *, hint: str = "") -> fields.Field[Any]:
    """A password: not trimmed, never shown again."""
    checks: list[Callable[[str], Any]] = [validate.Length(min=1, max=200, error="请填写口令。"), _has_bytes]
    return fields.String(required=True, load_only=True, validate=checks, **_common(label, hint, widget="password"))


def _has_bytes(text: str) -> None:
    """Half of a surrogate pair can be sent in JSON, yet no keyboard types it and no hash can take it."""
    if any("\ud800" <= letter <= "\udfff" for letter in text):
        raise ValidationError(MESSAGES["invalid_utf8"])
