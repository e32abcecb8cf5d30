"""The demonstration bureau makes its standing lists public, and gives its officers their cards."""

from enforcement.demo.cast import Cast
from enforcement.demo.people import PEOPLE
from enforcement.kernel.clock import shanghai_day
from enforcement.standing import queries, service
from enforcement.standing.kinds import LISTS, ListKind
from enforcement.standing.proposing import proposed

GUIDE = {
    "title": "举报欺诈骗保行为",
    "persons": "任何公民、法人和其他组织",
    "materials": "被举报人名称、违法事实和线索；可以匿名",
    "way": "电话、来信或者到窗口举报，登记后核查，实名举报的告知结果",
    "period": "十五个工作日内决定是否立案",
    "contact": "政通路66号一楼三号窗口，0553-0000600",
}
CHECK = {
    "title": "定点医疗机构使用医疗保障基金情况检查",
    "objects": "定点医疗机构",
    "basis": "《医疗保障基金使用监督管理条例》第二十二条",
    "share": "每年不低于百分之五",
    "frequency": "每年一次",
    "manner": "现场检查、数据核查",
}
TYPED = {ListKind.GUIDES: [GUIDE], ListKind.RANDOM_CHECKS: [CHECK]}


def make_public(cast: Cast) -> None:
    today = shanghai_day(cast.clock.at)
    for kind in LISTS:
        rows = TYPED.get(kind) or cast.read(proposed, kind, today=today)
        cast.act("clerk", service.save_draft, kind=kind, rows=rows)
        draft = cast.read(queries.draft_of, kind)
        if draft is not None:
            cast.act(
                "clerk_two",
                service.confirm_list,
                list_id=draft.id,
                digest=draft.content_sha256,
                in_force_from=today,
            )
    for person in PEOPLE:
        if person.certificate and person.certificate[1][1] >= today:
            cast.act("clerk", service.issue_card, certificate_no=person.certificate[0])
