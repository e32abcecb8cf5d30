"""A letter dropped in as the board does it."""

from uuid import UUID

from enforcement.letterbox import intake
from enforcement.letterbox.rules import Letter, digest_of
from tests.bureau import Bureau

WORDS = "罚款金额应为十五万元，页面写成了一万五千元。"


def dropped(
    bureau: Bureau, *, subject: str = "other", contact: str = "", notice_id: UUID | None = None
) -> tuple[UUID, str]:
    letter = Letter(subject=subject, words=WORDS, contact=contact)
    with bureau.runtime.board.begin() as session:
        code = intake.drop(session, letter, notice_id=notice_id, at=bureau.runtime.clock.now())
    with bureau.runtime.reading() as session:
        found = session.connection().exec_driver_sql(
            f"SELECT id FROM error_report WHERE code_sha256 = '{digest_of(code)}'"  # noqa: S608 -- a digest
        )
        return UUID(str(found.scalar_one())), code
