"""证件卡: a printed code that leads to the public check of a certificate, and can be taken back at once."""

import secrets
from uuid import UUID, uuid4

from enforcement.kernel.errors import NotFound
from enforcement.kernel.identity import Permission
from enforcement.kernel.use_case import use_case
from enforcement.kernel.work import UnitOfWork
from enforcement.standing import queries, rules
from enforcement.standing.models import CertificateCard
from enforcement.standing.rules import Standing

TOKEN_BYTES = 24  # 192 bits, 32 signs: nobody finds a card by trying


@use_case(Permission.ISSUE_CARDS, verb="standing.card_issued")
def issue_card(work: UnitOfWork, *, certificate_no: str) -> UUID:
    """PUB-B1, 《行政处罚法》第五十五条: whoever is shown a certificate can check it on the spot."""
    holders = queries.holders(work.session, today=work.today)
    found = next((one for one in holders if one.certificate_no == certificate_no), None)
    rules.certificate_counts(found=found is not None and found.standing is Standing.VALID)
    rules.one_card(standing=found is not None and found.card is not None)
    row = CertificateCard(
        id=uuid4(),
        token=secrets.token_urlsafe(TOKEN_BYTES),
        certificate_no=certificate_no,
        issued_by=work.actor.id,
        issued_at=work.now,
        revoke_reason="",
    )
    work.session.add(row)
    work.about(card=row.id, certificate_no=certificate_no)
    return row.id


@use_case(Permission.ISSUE_CARDS, verb="standing.card_revoked")
def revoke_card(work: UnitOfWork, *, card_id: UUID, reason: str) -> None:
    """Lost, damaged or no longer to be shown: the public check says so from this moment on."""
    row = work.session.get(CertificateCard, card_id, with_for_update=True)
    if row is None:
        raise NotFound
    rules.card_stands(revoked=row.revoked_at is not None)
    row.revoked_by, row.revoked_at, row.revoke_reason = work.actor.id, work.now, reason
    work.about(card=card_id, certificate_no=row.certificate_no, reason=reason)
    work.seal(row)
