from typing import Any
from uuid import UUID

from enforcement.accounts import queries as accounts
from enforcement.accounts.rules import Role
from enforcement.cases import matter_forms, queries, schemas, service
from enforcement.kernel.identity import CaseId
from enforcement.kernel.work import UnitOfWork
from enforcement.matters import queries as matters
from enforcement.procedures.catalogue import catalogue
from enforcement.procedures.grammar import Milestone
from enforcement.web.rooms import Action, Choices, Room

room = Room(name="cases", title="案情", tab="cases.overview")


def certified_officers(work: UnitOfWork) -> list[tuple[str, str]]:
    certified = [p for p in accounts.people(work.session, role=Role.OFFICER) if p.certificate_on(work.today)]
    return [(str(person.id), f"{person.name}（{person.unit}）") for person in certified if person.id != work.actor.id]


def _clue_choices(work: UnitOfWork) -> Choices:
    causes = matters.causes_in_force(work.session, work.today)
    return {
        "procedure": [(key, found.title) for key, found in catalogue().items() if found.alleges],
        "cause": [(row.code, row.title) for row in causes],
        "second_officer": certified_officers(work),
    }


def _matter_choices(work: UnitOfWork) -> Choices:
    kinds = [(key, found.title) for key, found in catalogue().items() if not found.alleges]
    return {"procedure": kinds, "second_officer": certified_officers(work)}


def _causes(work: UnitOfWork, case_id: UUID) -> Choices:
    queries.get_for(work.session, work.actor, CaseId(case_id))
    return {"cause": [(row.code, row.title) for row in matters.causes_in_force(work.session, work.today)]}


def _team_choices(work: UnitOfWork, case_id: UUID) -> Choices:
    case = queries.get_for(work.session, work.actor, CaseId(case_id))
    named = accounts.names(work.session)
    return {
        "account_id": [row for row in certified_officers(work) if UUID(row[0]) not in case.handlers],
        "replaces": [(str(held), named[held]) for held in case.handlers],
    }


room.offer(
    Action(
        name="register",
        title="登记线索",
        door=service.register_clue,
        form=schemas.RegisterClueForm,
        choices=_clue_choices,
        then="cases.overview",
        done="线索已登记。",
        guidance="适用普通程序的，线索应在十五个工作日内核查并决定是否立案（《医疗保障行政处罚程序暂行规定》第十四条）；"
        "适用简易程序的，不经立案，当场作出决定（《行政处罚法》第五十一条）。",
    ),
    Action(
        name="register-matter",
        title="登记检查、许可等事项",
        door=service.register_matter,
        form=matter_forms.RegisterMatterForm,
        choices=_matter_choices,
        then="cases.overview",
        done="事项已登记。",
        guidance="行政检查、行政许可、行政强制措施和其他行政执法行为在此登记，自启动起全过程记录"
        "（国办发〔2018〕118号）；涉嫌违法、需要查处的，请登记线索，其间的强制措施在该案中办理。",
    ),
)
room.offer_in_case(
    Action(
        name="propose-filing",
        title="报批立案",
        door=service.propose_filing,
        form=schemas.OpinionForm,
        reaches=Milestone.FILING_PROPOSED,
        done="已报批立案。",
        guidance="立案须有明确的违法嫌疑人、应受处罚的事实、属本机关管辖并在追责时效内。",
    ),
    Action(
        name="approve-filing",
        title="批准立案",
        door=service.approve_filing,
        form=schemas.OpinionForm,
        reaches=Milestone.FILED,
        done="已批准立案，案号已生成。",
        guidance="审批人不得是本案承办人；批准时复核追责时效与两名执法人员的证件。",
    ),
    Action(
        name="refuse-filing",
        title="不予立案",
        door=service.refuse_filing,
        form=schemas.OpinionForm,
        reaches=Milestone.NOT_FILED,
        done="已作出不予立案的决定。",
    ),
    Action(
        name="turn-ordinary",
        title="转为普通程序",
        door=service.turn_ordinary,
        form=schemas.TurnOrdinaryForm,
        reaches=Milestone.TURNED_ORDINARY,
        done="本案已转为普通程序，十五个工作日的核查期限开始计算；已收集的证据继续有效，此前拟定的处理决定不再适用。",
        guidance="不符合当场处罚条件的，按普通程序核查、立案、调查（《行政处罚法》第五十四条）。转换后不能转回。",
    ),
    Action(
        name="refer-violation",
        title="登记发现的违法线索",
        door=service.refer_violation,
        form=matter_forms.ReferViolationForm,
        reaches=Milestone.VIOLATION_REFERRED,
        choices=_causes,
        done="违法线索已另行登记，与本件互相链接；本件仍须作出自己的结果。",
        guidance="办理中发现涉嫌违法行为的，依法核查、立案查处（《行政处罚法》第五十四条）；当事人和承办人与本件相同。",
    ),
    Action(
        name="assign-officer",
        title="变更承办人",
        door=service.assign_officer,
        form=schemas.AssignOfficerForm,
        reaches=Milestone.OFFICER_ASSIGNED,
        choices=_team_choices,
        done="承办人已变更。",
    ),
)


def _terms(work: UnitOfWork) -> Choices:
    found = queries.terms(work.session, work.today)
    return {"terms": [(row.code, f"{row.procedure_title} · {row.period.title}") for row in found]}


def _usual_terms(work: UnitOfWork) -> dict[str, Any]:
    return {"in_force_from": work.today, "reminders": "3,1,0", "unit_head_after": 1, "supervisor_after": 3}


room.offer(
    Action(
        name="set-deadline-rule",
        title="设置期限规则",
        door=service.set_deadline_rule,
        form=schemas.DeadlineRuleForm,
        choices=_terms,
        initial=_usual_terms,
        then="cases.deadline_rules",
        done="期限规则已设置，自生效之日起新开始的期限适用。",
        guidance="本机关可以对自己规定更短的办理期限和更早的提醒，不得延长法定期限，也不得缩短当事人的陈述申辩、缴款等期限。",
    ),
    Action(
        name="open-feed",
        title="生成日历订阅地址",
        door=service.open_feed,
        form=schemas.FeedForm,
        then="cases.my_feed",
        done="订阅地址已生成，原地址同时失效。",
        guidance="知道地址的人都能看到案号和到期事项，请勿转发；泄露时重新生成即可使原地址失效。",
    ),
    Action(
        name="end-feed",
        title="停用日历订阅地址",
        door=service.end_feed,
        form=schemas.FeedForm,
        then="cases.my_feed",
        done="订阅地址已停用。",
    ),
)
