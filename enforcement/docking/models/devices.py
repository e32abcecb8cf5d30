from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from enforcement.kernel.db import Base, Identified


class Device(Identified, Base):
    """设备台账: one recorder of one unit."""

    __tablename__ = "device"
    __table_args__ = (CheckConstraint("number <> '' AND model <> ''", name="described"),)

    number: Mapped[str] = mapped_column(String(60), unique=True)
    model: Mapped[str] = mapped_column(String(100))
    note: Mapped[str] = mapped_column(String(300))
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    registered_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    registered_at: Mapped[datetime]


class DeviceHolding(Identified, Base):
    """领用: from a day until it was given back; one holder at a time."""

    __tablename__ = "device_holding"
    __table_args__ = (
        CheckConstraint("until IS NULL OR until >= since", name="order"),
        Index(
            "uq_device_holding_standing",
            "device_id",
            unique=True,
            sqlite_where=text("until IS NULL"),
            postgresql_where=text("until IS NULL"),
        ),
    )

    device_id: Mapped[UUID] = mapped_column(ForeignKey("device.id"), index=True)
    holder_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    since: Mapped[date]
    until: Mapped[date | None]
    handed_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    handed_at: Mapped[datetime]


class DeviceClock(Identified, Base):
    """One measurement: what the slate said, what the device's own clock said at that moment of the film."""

    __tablename__ = "device_clock"

    device_no: Mapped[str] = mapped_column(String(60), index=True)
    finding_id: Mapped[UUID] = mapped_column(ForeignKey("slate_finding.id"), unique=True)
    slate_at: Mapped[datetime]
    device_at: Mapped[datetime]
    drift_seconds: Mapped[int]
    measured_at: Mapped[datetime]
