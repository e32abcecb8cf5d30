"""A bureau's autumn: cases at every stage. The numbers are workdays before today."""

from enforcement.demo.tale import Plot, hospital, person, sole_trader

DISTRICT = "临江市鸠水区"


def until(last: str, first_day: int, **own: int) -> dict[str, int]:
    """The usual course, a few days between acts, from `first_day` workdays ago up to and including `last`."""
    course: tuple[str, ...] = (
        "clue",
        "propose",
        "file",
        "interview",
        "report",
        "draft",
        "notify",
        "serve_notice",
        "waive",
        "ask_unit",
        "unit_agree",
        "submit",
    )
    course += ("claim", "agree", "decide", "serve", "prepare", "confirm", "publish")
    steps = (0, 2, 3, 5, 8, 8, 9, 10, 11, 11, 12, 12, 13, 15, 17, 18, 19, 20, 21)
    usual = dict(zip(course, (first_day - step for step in steps), strict=True))
    kept = course[: course.index(last) + 1]
    return {act: usual[act] for act in kept} | own


SWAPPED = "该院将目录外耗材串换为目录内耗材申报结算。"
REPEATED = "该院对同一次治疗重复收取诊疗费用并申报结算。"
INVENTED = "该机构虚构理疗服务项目申报医疗保障基金结算。"
LENT = "当事人将本人的医疗保障凭证交由他人冒名使用。"
KEPT_BADLY = "该机构未按规定保管处方和费用清单，拒不改正。"


PLOTS: tuple[Plot, ...] = (
    Plot(
        party=hospital("临江康泽医院", "91340299MA2NHKXA04", representative="康远", address=f"{DISTRICT}北京路12号"),
        cause="38-4",
        loss_yuan=86_420,
        summary=SWAPPED,
        days=until("publish", 60, pay=30, recover=30, close=27, archive=25),
    ),
    Plot(
        party=hospital("临江仁和医院", "91340299MA2NHKXB18", representative="任和", address=f"{DISTRICT}花津路8号"),
        cause="38-2",
        loss_yuan=52_300,
        summary=REPEATED,
        days=until("publish", 52, pay_part=22, hold=8),
    ),
    Plot(
        party=hospital("临江博济门诊部", "91340299MA2NHKXC2C", representative="博文", address=f"{DISTRICT}银湖路5号"),
        cause="38-2",
        loss_yuan=18_900,
        summary=REPEATED,
        days=until("publish", 50, order_withdrawal=6, withdraw=5),
    ),
    Plot(
        party=sole_trader("鸠水区惠民大药房", "92340299MA2NHKXM1F", operator="惠某", address=f"{DISTRICT}文化路30号"),
        cause="40-1",
        loss_yuan=9_600,
        summary=INVENTED,
        days=until("publish", 45, pay=12, recover=12),
    ),
    Plot(
        party=person("尚可为", "34029919810203121X", address=f"{DISTRICT}康复路3号2栋501室"),
        cause="41-1",
        loss_yuan=4_200,
        summary=LENT,
        days=until("publish", 40),
    ),
    Plot(
        party=hospital("临江同安医院", "91340299MA2NHKXD3G", representative="佟安", address=f"{DISTRICT}中山路77号"),
        cause="38-4",
        loss_yuan=133_700,
        summary=SWAPPED,
        days=until("serve", 26, supervise=1),
    ),
    Plot(
        party=hospital("临江弘德医院", "91340299MA2NHKXE4L", representative="洪德", address=f"{DISTRICT}长江路101号"),
        cause="38-2",
        loss_yuan=41_050,
        summary=REPEATED,
        days=until("confirm", 23),
    ),
    Plot(
        party=hospital("临江佑民医院", "91340299MA2NHKXF5Q", representative="尤民", address=f"{DISTRICT}赭山路19号"),
        cause="38-4",
        loss_yuan=72_800,
        summary=SWAPPED,
        days=until("agree", 16),
    ),
    Plot(
        party=hospital("临江普惠医院", "91340299MA2NHKXG6W", representative="蒲惠", address=f"{DISTRICT}九华路66号"),
        cause="38-2",
        loss_yuan=35_600,
        summary=REPEATED,
        days=until("submit", 15, recordings=10, look=9),
    ),
    Plot(
        party=hospital("临江恒安护理院", "91340299MA2NHKXH71", representative="恒安", address=f"{DISTRICT}天门山路2号"),
        cause="38-4",
        loss_yuan=64_000,
        summary=SWAPPED,
        days=until("claim", 22, **{"return": 7}),
    ),
    Plot(
        party=hospital("临江颐和康复医院", "91340299MA2NHKXJ85", representative="易和", address=f"{DISTRICT}龙山路9号"),
        cause="38-4",
        loss_yuan=28_450,
        summary=SWAPPED,
        days=until("claim", 24, redraft=6, resubmit=3, ask_longer=1, **{"return": 9}),
    ),
    Plot(
        party=hospital(
            "临江明眸眼科医院", "91340299MA2NHKXK99", representative="明某", address=f"{DISTRICT}弋江路55号"
        ),
        cause="38-2",
        loss_yuan=15_800,
        summary=REPEATED,
        days=until("serve_notice", 12),
    ),
    Plot(
        party=hospital("临江弘德医院", "91340299MA2NHKXE4L", representative="洪德", address=f"{DISTRICT}长江路101号"),
        cause="38-4",
        loss_yuan=19_300,
        summary=SWAPPED,
        days=until("ask_unit", 13),
    ),
    Plot(
        party=hospital("临江静安医院", "91340299MA2NHKXL0E", representative="金安", address=f"{DISTRICT}利民路4号"),
        cause="38-2",
        loss_yuan=22_900,
        summary=REPEATED,
        days=until("serve_notice", 15, defend=3),
    ),
    Plot(
        party=hospital("临江安平医院", "91340299MA2NHKXP3T", representative="安平", address=f"{DISTRICT}大江路18号"),
        cause="38-4",
        loss_yuan=158_600,
        summary=SWAPPED,
        days=until("draft", 30, tell_the_right=21, serve_notice=20, ask_hearing=19, convene=18)
        | {"defend": 18, "answer": 14, "hold_hearing": 10},
    ),
    Plot(
        party=hospital("临江济民门诊部", "91340299MA2NHKXQ4Y", representative="季民", address=f"{DISTRICT}银杏路6号"),
        cause="38-2",
        loss_yuan=460,
        summary=REPEATED,
        days=until(
            "report",
            34,
            spare=26,
            ask_unit=26,
            unit_agree=25,
            submit=25,
            claim=24,
            agree=22,
            decide=20,
            serve=19,
            withhold=15,
        ),
    ),
    Plot(
        party=sole_trader("鸠水区百草堂药店", "92340299MA2NHKXN2K", operator="白某", address=f"{DISTRICT}民生路21号"),
        cause="39-3",
        loss_yuan=20_000,
        summary=KEPT_BADLY,
        days=until("interview", 12, recordings=4, preserve=2, appraise=2, unlabelled=1, hand_in=1),
    ),
    Plot(
        party=hospital(
            "临江慈爱社会福利医院", "52340299MB15381114", representative="慈安", address=f"{DISTRICT}和平路1号"
        ),
        cause="38-4",
        loss_yuan=11_200,
        summary=SWAPPED,
        days=until("propose", 6),
    ),
    Plot(
        party=hospital("临江康泽医院", "91340299MA2NHKXA04", representative="康远", address=f"{DISTRICT}北京路12号"),
        cause="38-2",
        loss_yuan=3_100,
        summary=REPEATED,
        days=until("clue", 19),
    ),
    Plot(
        party=hospital("临江仁和医院", "91340299MA2NHKXB18", representative="任和", address=f"{DISTRICT}花津路8号"),
        cause="38-2",
        loss_yuan=800,
        summary=REPEATED,
        days=until("propose", 14, refuse_filing=9),
    ),
)
