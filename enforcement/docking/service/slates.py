"""电子场记板: shown on the telephone, filmed for two seconds; the recording then says itself where it belongs."""

import secrets
from uuid import UUID, uuid4

from enforcement.cases import service as cases
from enforcement.docking import rules
from enforcement.docking.models import Slate
from enforcement.evidence.rules import Labels
from enforcement.evidence.service import labelling, linking
from enforcement.kernel.identity import CaseId, Permission
from enforcement.kernel.use_case import use_case
from enforcement.kernel.work import UnitOfWork


@use_case(Permission.ADD_EVIDENCE, verb="docking.slate_begun")
def open_slate(work: UnitOfWork, case_id: CaseId, *, step: str, place: str = "", fact_to_prove: str = "") -> UUID:
    """Good for four hours, for this step of this case. The time in the code is the server's, anew with each showing."""
    case = cases.lock(work, case_id)
    cases.handler_only(work, case)
    labelling.still_open(work, case)
    linking.may_admit(work, case, Labels(step=step, captured_place=place, captured_by=work.actor.id))
    row = Slate(
        id=uuid4(),
        case_id=case_id,
        nonce=rules.new_nonce(secrets.token_bytes(rules.NONCE_BYTES)),
        step=step,
        place=place,
        fact_to_prove=fact_to_prove,
        shown_by=work.actor.id,
        shown_at=work.now,
        expires_at=work.now + rules.SLATE_LIFE,
    )
    work.session.add(row)
    work.about(case_id, slate=row.id, step=step)
    work.seal(row)
    return row.id
