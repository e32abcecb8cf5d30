"""Issued documents. A row is final: a correction is a new version with its own number."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from enforcement.kernel.db import Base, Identified


class Document(Identified, Base):
    """`number_word` is the word of the kind (告, 罚, 审): the sequence runs per word and year (NUM-1, NUM-2)."""

    __tablename__ = "document"
    __table_args__ = (
        UniqueConstraint("number_word", "number_year", "number_seq"),
        UniqueConstraint("case_id", "kind", "version"),
        CheckConstraint(
            "(number IS NULL) = (number_word IS NULL) AND (number IS NULL) = (number_year IS NULL) "
            "AND (number IS NULL) = (number_seq IS NULL)",
            name="number_whole",
        ),
        CheckConstraint("version >= 1", name="version_from_one"),
        CheckConstraint(
            "length(data_sha256) = 64 AND length(pdf_sha256) = 64 AND length(docx_sha256) = 64", name="whole_digests"
        ),
    )

    case_id: Mapped[UUID] = mapped_column(ForeignKey("enforcement_case.id"))
    kind: Mapped[str] = mapped_column(String(40))
    title: Mapped[str] = mapped_column(String(100))
    version: Mapped[int]
    number: Mapped[str | None] = mapped_column(String(60), unique=True)
    number_word: Mapped[str | None] = mapped_column(String(10))
    number_year: Mapped[int | None]
    number_seq: Mapped[int | None]
    data: Mapped[str] = mapped_column(Text)
    data_sha256: Mapped[str] = mapped_column(String(64))
    pdf_key: Mapped[str] = mapped_column(String(120))
    pdf_sha256: Mapped[str] = mapped_column(String(64))
    docx_key: Mapped[str] = mapped_column(String(120))
    docx_sha256: Mapped[str] = mapped_column(String(64))
    issued_on: Mapped[date]
    issued_by: Mapped[UUID]
    issued_at: Mapped[datetime]


class DocumentCorrection(Identified, Base):
    """`document_id` takes the place of `corrects`, which stays in the file as it was issued."""

    __tablename__ = "document_correction"
    __table_args__ = (CheckConstraint("length(trim(reason)) > 0", name="states_why"),)

    case_id: Mapped[UUID] = mapped_column(ForeignKey("enforcement_case.id"), index=True)
    document_id: Mapped[UUID] = mapped_column(ForeignKey("document.id"), unique=True)
    corrects: Mapped[UUID] = mapped_column(ForeignKey("document.id"), unique=True)
    reason: Mapped[str] = mapped_column(Text)
