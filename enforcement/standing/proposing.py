"""Rows of a list as this service's own data has them today. Proposed to the clerk, frozen only by confirmation."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy.orm import Session

from enforcement.accounts import queries as accounts
from enforcement.accounts.queries import BodyRow
from enforcement.accounts.rules import Role
from enforcement.discretion import queries as discretion
from enforcement.duties import queries as duties
from enforcement.kernel.errors import RuleBroken
from enforcement.matters import queries as matters
from enforcement.matters.queries import CauseRow
from enforcement.matters.rules import FineRange, RangeKind
from enforcement.procedures.catalogue import catalogue
from enforcement.procedures.demands import RECORDING_LEVEL_NAMES
from enforcement.procedures.grammar import Period, Procedure
from enforcement.standing import flow
from enforcement.standing.kinds import LISTS, ListKind
from enforcement.standing.rules import Row

LAW = re.compile(r"《([^《》]{2,60})》((?:第[一二三四五六七八九十百千零]+[条款项目](?:之[一二三])?[、至]?)*)")
LIABILITY = "违反法定权限或者程序实施行政处罚的，依照《行政处罚法》第七十六条至第八十三条追究责任。"
DUTY = "依法调查取证，出示执法证件，告知权利义务，制作并送达执法文书。"
Rows = list[dict[str, str]]


def proposed(session: Session, kind: ListKind, *, today: date) -> Sequence[Row]:
    """Empty where the house knows nothing, or its particulars are not registered yet."""
    propose = PROPOSALS.get(kind)
    try:
        rows = propose(session, today) if propose else []
    except RuleBroken:  # the body's particulars are missing: nothing can be proposed from them
        return ()
    names = [column.name for column in LISTS[kind].columns]
    return tuple({name: row.get(name, "").strip() for name in names} for row in rows)


def _subject(session: Session, _today: date) -> Rows:
    body = accounts.body(session)
    return [
        {
            "name": body.name,
            "standing": "法定行政机关",
            "uscc": body.uscc,
            "duty": "、".join(law.title for law in catalogue().values()),
            "basis": "《行政处罚法》第十七条",
            "address": body.address,
            "phone": body.phone,
        }
    ]


def _officers(session: Session, today: date) -> Rows:
    held = [(person, person.certificate_on(today)) for person in accounts.people(session) if person.active]
    rows = [
        {
            "name": person.name,
            "unit": person.unit,
            "certificate_no": found.number,
            "valid_from": found.valid_from.isoformat(),
            "valid_to": found.valid_to.isoformat(),
        }
        for person, found in held
        if found
    ]
    return sorted(rows, key=lambda row: (row["unit"], row["certificate_no"]))


def _powers(session: Session, today: date) -> Rows:
    body = accounts.body(session)
    shared = {"power": "行政处罚", "unit": body.name, "liability": LIABILITY}
    return [
        {"code": cause.code, "title": cause.title, "basis": cause.applied} | shared for cause in _causes(session, today)
    ]


def _causes(session: Session, today: date) -> Sequence[CauseRow]:
    return matters.causes_in_force(session, today)


def _matters(session: Session, today: date) -> Rows:
    return [
        {
            "code": cause.code,
            "title": cause.title,
            "violated": cause.violated,
            "applied": cause.applied,
            "fine": fine_words(cause.range),
        }
        for cause in _causes(session, today)
    ]


def fine_words(fine: FineRange) -> str:
    if fine.kind is RangeKind.MULTIPLE:
        return f"{fine.base_name}的{fine.low / 100:g}倍以上{fine.high / 100:g}倍以下"
    if fine.kind is RangeKind.AMOUNT:
        return f"{fine.low // 100:,}元以上{fine.high // 100:,}元以下"
    return "不设罚款"


def _bases(session: Session, today: date) -> Rows:
    """Every law named where this house relies on one, with the articles relied on."""
    told: dict[str, list[str]] = {}
    for text in _relied_on(session, today):
        for title, articles in LAW.findall(text):
            named = told.setdefault(title, [])
            if articles and articles not in named:
                named.append(articles.rstrip("、至"))
    return [{"title": f"《{title}》", "level": "", "articles": "；".join(told[title])} for title in sorted(told)]


def _relied_on(session: Session, today: date) -> Iterator[str]:
    for cause in _causes(session, today):
        yield from (cause.violated, cause.applied)
    for law in catalogue().values():
        yield from (period.basis for period in law.periods_in_force(today))
        yield from (need.basis for step in law.steps.values() for need in step.needs)
        yield from (law.review.basis, law.publication.basis)


def _procedures(_session: Session, today: date) -> Rows:
    return [row for law in catalogue().values() for row in _steps(law, today)]


def _steps(law: Procedure, today: date) -> Iterator[dict[str, str]]:
    for milestone, step in law.steps.items():
        before = [one for need in step.needs for one in law.steps if one in need.any_of]
        periods = flow.periods_of(law, milestone, today=today)
        bases = [need.basis for need in step.needs] + [period.basis for period in periods]
        yield {
            "procedure": law.title,
            "step": law.name_of(milestone),
            "before": "、".join(law.name_of(one) for one in dict.fromkeys(before)),
            "period": "；".join(_period(law, period) for period in periods),
            "basis": "；".join(dict.fromkeys(bases)),
        }


def _period(law: Procedure, period: Period) -> str:
    return f"自{law.name_of(period.opened_by)}起{period.term}"


def _remedies(session: Session, _today: date) -> Rows:
    body = accounts.body(session)
    contact = f"{body.phone}，{body.address}"
    return [
        _remedy("陈述、申辩", body.name, "作出决定前", "《行政处罚法》第四十五条", contact),
        _remedy("听证", body.name, "收到告知后五个工作日内", "《行政处罚法》第六十三条、第六十四条", contact),
        _remedy("行政复议", body.reconsideration_body, "自知道之日起六十日内", "《行政复议法》第二十条", ""),
        _remedy("行政诉讼", body.court, "自知道之日起六个月内", "《行政诉讼法》第四十六条", ""),
        _remedy("投诉举报执法行为", body.name, "随时", "《行政处罚法》第七十五条", contact),
    ]


def _remedy(channel: str, receiver: str, period: str, *more: str) -> dict[str, str]:
    basis, contact = more
    return {"channel": channel, "receiver": receiver, "period": period, "basis": basis, "contact": contact}


def _discretion(session: Session, today: date) -> Rows:
    """The tiers of the edition in force; a cause without one stands with the law's own range."""
    return [row for cause in _causes(session, today) for row in _tiers(session, cause, today)]


def _tiers(session: Session, cause: CauseRow, today: date) -> Iterator[dict[str, str]]:
    edition = discretion.in_force(session, cause.code, act=today, today=today)
    named = {"code": cause.code, "title": cause.title}
    if edition is None:
        yield named | {"grade": "法定幅度", "standard": fine_words(cause.range), "basis": cause.applied}
        return
    for tier in edition.tiers:
        fine = replace(cause.range, low=tier.low, high=tier.high)
        said = {"grade": tier.name, "conditions": tier.circumstances, "standard": fine_words(fine)}
        yield named | said | {"basis": f"{cause.applied}；{edition.source}"}


def _recording(session: Session, today: date) -> Rows:
    return [
        {
            "procedure": law.title,
            "step": duty.title,
            "level": RECORDING_LEVEL_NAMES[duty.level],
            "span": f"{duty.law.starts}至{duty.law.ends}",
            "text_record": duty.law.text_record,
            "keep": duty.keep,
            "basis": duty.basis,
        }
        for key, law in catalogue().items()
        for duty in duties.duties_in_force(session, key, today)
    ]


def _review(_session: Session, _today: date) -> Rows:
    return [
        {
            "procedure": law.title,
            "scope": law.review.reason,
            "points": "；".join(law.review.points),
            "basis": law.review.basis,
        }
        for law in catalogue().values()
        if law.review.required
    ]


def _posts(session: Session, today: date) -> Rows:
    body: BodyRow = accounts.body(session)
    officers = [person for person in accounts.people(session, role=Role.OFFICER) if person.active]
    return [
        {
            "post": "行政执法",
            "person": person.name,
            "place": person.unit,
            "duty": DUTY,
            "phone": body.phone,
            "complaint": body.phone,
        }
        for person in officers
        if person.certificate_on(today)
    ]


PROPOSALS: Mapping[ListKind, Callable[[Session, date], Rows]] = {
    ListKind.SUBJECT: _subject,
    ListKind.OFFICERS: _officers,
    ListKind.POWERS: _powers,
    ListKind.MATTERS: _matters,
    ListKind.BASES: _bases,
    ListKind.PROCEDURES: _procedures,
    ListKind.REMEDIES: _remedies,
    ListKind.DISCRETION: _discretion,
    ListKind.RECORDING: _recording,
    ListKind.REVIEW: _review,
    ListKind.POSTS: _posts,
}
