"""Names nobody listed, ages and illnesses: told by the words around them, so good for a suggestion and no more.

A Chinese name has no mark of its own. It is taken for one where a word such as 患者 or 证人 leads to it, or where what
follows is only said of people; once found, the same signs are found wherever they stand.
"""

import re
from collections.abc import Iterator

from enforcement.publication.detectors import HAN, Kind, Sighting
from enforcement.publication.folding import Folded
from enforcement.publication.masking import COMPOUND_SURNAMES

SINGLE_SURNAMES = frozenset(
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞"
    "任袁柳酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏"
    "成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯昝管卢莫经房裘"
    "缪干解应宗丁宣贲邓郁单杭洪包诸左石崔吉钮龚程嵇邢滑裴陆荣翁荀羊於惠甄麴家封芮羿储靳汲邴糜松井段富巫乌焦巴弓牧隗山谷"
    "车侯宓蓬全郗班仰秋仲伊宫宁仇栾暴甘钭厉戎祖武符刘景詹束龙叶幸司韶郜黎蓟薄印宿白怀蒲邰从鄂索咸籍赖卓蔺屠蒙池乔阴胥能"
    "苍双闻莘党翟谭贡劳逄姬申扶堵冉宰郦雍郤璩桑桂濮牛寿通边扈燕冀郏浦尚农温别庄晏柴瞿阎充慕连茹习宦艾鱼容向古易慎戈廖庾"
    "终暨居衡步都耿满弘匡国文寇广禄阙东欧殳沃利蔚越夔隆师巩厍聂晁勾敖融冷訾辛阚那简饶空曾毋沙乜养鞠须丰巢关蒯相查后荆红"
    "游竺权逯盖益桓公仉督晋楚闫法汝鄢涂钦岳帅缑亢况有琴商牟佘佴伯赏墨哈谯笪年爱阳佟言福肖贠冼郄亓洛仝覃上官区付代"
)
RARE = "\u3400-\u4dbf\u9fa6-\u9fff\ue000-\uf8ff\U00020000-\U0003ffff"  # signs hardly used but in names
SIGN = f"[{HAN}{RARE}]"
# Signs people choose for their children. Two of them after a surname are hardly ever anything but a name.
GIVEN_SIGNS = frozenset(
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰建国志红梅文辉鹏波宁鑫玲飞斌凤琴雪宇浩凯轩梓涵雨欣佳怡子豪为民向东芬萍"
    "云莲珍荣春海林祥新龙生金德永忠福庆胜利学成光天达安岩中茂进有坚和彪博诚先敬震振壮会思群心邦承乐绍功松善厚裕河哲江超浩亮政"
    "谦亨奇固之轮翰朗伯宏言若鸣朋梁栋维启克伦翔旭鹏泽晨辰士以家致树炎行时泰盛雄琛钧冠策腾楠榕风航弘义兴良仁富顺信斐贵慧巧美"
    "惠珠翠雅芝香月莺媛瑞凡嘉琼勤贞莉叶璧璐娅琦晶妍茜秋珊莎锦黛青倩婷姣婉娴瑾颖露瑶婵雁蓓纨仪荷丹蓉眉君蕊薇菁梦岚苑婕馨瑗琰"
    "韵融园艺咏卿聪澜纯毓悦昭冰爽琬茗羽希飘育滢馥筠柔竹霭凝晓欢枫芸菲寒伊亚宜可姬舒影荔枝丝秉诺一萱彤桐果昊睿煜然皓俊熙晗畅"
    "铭钰琪语桂根柱锁栓发财旺喜来运连全虎豹彬彦益洁清淑培申仲少世同望定炳耀焕灿增润淳渊湘滨沛洪源深汉沁深焱烨炜焰坤垚培城增"
    "尧圣贤佑佐仪儒俭倍健传仕侠僖元允兆兰典凌勋励千卓南原友双叔召周品唐善嘉坚声夏奎孝宗官定宝实宪容宾寅宽守尚岭岳川州帆帅"
    "干年广庭延开弼彩得必怀恒恩悟意懿才扬拓捷援敏敦斗方旗昆昌映显晋普景智曙曼朝本权材村来柏桃森楚槐正武殿毅水江汝池沙法"
    "泉津洲浦淇淼渝湖滔瀚火灵点烈照燕牧献玄王玮环珂珉珏理琳瑛甫田甲略登百益皎真知石礼祖禄禹禾秦稳立竞章笑筱米精素红纪纲"
    "练绍绪维罗翼老耘聚肖育胤舜良芹芷苏苗茵荃莹菊萌萧蒙蓝蔚薛虹融衍裕西观誉谊诗谨谷豫贝贤赞超越跃路辽远迎迪逸道遥邑郁都酉野"
    "钊钢银铁锋镇长闯间阳隆雷霄霖露青靖韬音顺颂领风飙香骁骏高魁魏鲁鸿鹃鹤麒麟黎默鼎齐"
)
EVERYDAY_WORDS = frozenset("项党印班房和时能年上厉法有后应经从都别代区农关国相齐何安金廉")  # rarely surnames
BEFORE_A_NAME = frozenset(
    "由与和对向据为是系者人员母亲子女妻夫儿父友事孩童生客户民主给在被将把了称名让从经及等非即如因找叫请使替令其的至到并而但或后"
)
NOT_AFTER = (
    "医院|公司|药|诊所|门诊|店|厂|路|街|小区|大道|市|县|镇|乡|村|区|省|社区|中心|学校|"
    "银行|集团|酒店|大厦|条例|法|规定|制度|局|所|院|部|处"
)
LEADS = (
    "参保人员|参保人|患者|病人|投诉人|举报人|信访人|证人|见证人|申请人|受益人|被害人|受害人|伤者|死者|当事人|违法行为人|"
    "法定代表人|法人代表|负责人|经营者|经营人|投资人|实际控制人|合伙人|股东|店主|老板|雇主|雇员|员工|职工|工作人员|收费员|收银员|"
    "药师|医师|医生|护士|会计|出纳|厨师|服务员|采购员|业务员|销售员|营业员|保管员|院长|主任|科长|厂长|经理|厨工|教师|学生|"
    "驾驶员|驾驶人|司机|乘客|车主|货主|消费者|购买者|购买人|顾客|客户|房东|租客|业主|房主|居民|村民|住户|同事|邻居|"
    "监护人|陪护人|委托代理人|代理人|受托人|联系人|收款人|付款人|持卡人|开户人|借用人|经办人|父亲|母亲|父母|丈夫|妻子|配偶|儿子|女儿|"
    "之子|之女|之妻|之夫|其父亲?|其母亲?|其妻子?|其丈?夫|其儿?子|其女儿?|孙子|孙女|祖父|祖母|外祖父|外祖母|亲属|家属|户名|姓名|名为|名叫|"
    "雇用的|雇佣的|聘用的|询问了|出借给|冒用|借用|系由|委托|交由|告知"
)
LED = re.compile(f'(?:{LEADS})[“"(（:为是系叫]{{0,2}}')
# After a name: what is said of persons, or any end of a phrase.
SAID_OF_PERSONS = (
    "[(（](?:男|女|身份证|公民身份|居民身份|住|系|曾用名|电话|手机|联系|[0-9])|称[,，。:：]|[系为]未成年人|陈述|证实|反映|本人|到场|签字|"
    "[,，](?:男|女)[,，]|委托其|驾驶|陪同|举报|向本局|到本局|提供的|的(?:健康证|身份证|银行卡|医保卡|个人账户|陈述|询问笔录|证言|配偶|父母|监护人)|现住|家住"
)
END = f"(?![{HAN}{RARE}·])"
WEAK_END = (
    "(?=[的在于和与及等称系将从被已曾未均因持向对说把以让给自经由承提签反证现家住交支购驾到出退发收拒表认是为所陪举委患不没无也都先两三名代核回卡表使用"
    "四五六七八九十、])"
)
NEVER_LAST = frozenset("的在于和与及等称系从被已曾未均因持向对说把让给经由到是为某们员了所家其")
NOT_NAMES = frozenset(
    re.findall(
        "[^ ]+",
        "方便 高度 高血压 时间 时候 于是 任何 全部 全体 全面 全程 明确 有关 有效 相关 安全 安徽 常规 "
        "文件 金额 应当 成立 关系 车辆 单位 单独 方面 党员 平均 双方 双倍 许可 向其 经查 经营 经过 "
        "经济 经办 经本局 支付 支出 成本 成员 包括 能够 年龄 国家 后续 相应 相同 通过 通知 管理 查明 "
        "都是 和解 常见 利用 从事 从业 于法 安排 别人 公司 公民 公示 公告 红包 元月 须知 充值 法人 "
        "居住 居民 农民 边防 宣传 解释 权利 平方 次日 次年 当日 本局 本案 本人 本院 本市 全文 全年 "
        "全市 常年 常温 连云 张贴 万元 万人 余元 从轻 从重 和谐 成为 强制 解决 解除 程序 应予 荣誉 "
        "时限 时段 明显 明码 支持 包装 水平 水果 水产 石材 金银 能力 安装 费用 广播 都有 经核 经销 "
        "施工 计量 查封 别墅 文化 师生 冷藏 全省 权益 居委会 都不 言行 商品 商户 商店 家属 家庭 家住 "
        "家长 计算 计入 项目 连续 连带 景区 华东 江苏 江西 广东 广西 云南 海南 山东 山西 贵州 甘肃 "
        "宁夏 芜湖 马鞍山 黄山 明知 计划 经理 管理员 查处 查验 查看 有权 有无 有人 文书 司法 司机 "
        "武汉 单据 上述 应收 区分 平台 高新 黄金 金属 江北 江南 都市 时常 常态 武装 文字 文本 明文 "
        "方向 方可 方能 方案 能源 安心 应对 应予以 章程 成果 成功 成年 全国 温度 水源 水利 水质 白酒 "
        "红酒 黄酒 米酒 农产品 国有 国务院 任务 任意 时效 段落 计费 计价 包含 管辖 管制 支行 成都 "
        "南京 常住 常务 连锁 连同 和其 和本 于本 于其 从其 别是 都应 都在 单价 单元 满足 满意 满十 "
        "终止 终结 终身 步骤 文号 国法 通行 通报 通告 通常 丰富 相符 相互 相反 相邻 申请 申报 申辩 "
        "向社会 向当事 向本局 向人民 习惯 须经 须在 年度 年报 年检 有期 有序 有利 有力 有义 有金 房屋 "
        "房产 房地 路面 路线 车站 车票 车费 曾经 曾因 那么 关于 关停 古籍 易于 易混 乐于 党委 党组 "
        "党建 公安 公平 公正 公众 公布 公共 公开 公务 宁可 上官网 白天 晚上 祝愿 花费 花生 鱼类 牛肉 "
        "羊肉 鸡蛋 石油 钱款 钱物 项下 古城 时起 时止 查实 查核 查询 查证 景观 游客 谷物 凌晨 平等 "
        "平时 平衡 强行 强化 暴力 凡是 汉族 汤料 危险 危害 冷冻 简易 简单 符合 言辞 后果 后期 师傅 "
        "代理 代表 代收 代码 付款 付费 区域 福利 官方 洛阳 肖像 ",
    )
)
DOTTED = re.compile(f"{SIGN}{{1,6}}(?:·{SIGN}{{1,10}}){{1,3}}")
LIST_JOINT = re.compile("[、和与及]|以及")
LONGEST_SURNAME = 2


def names(tight: Folded) -> Iterator[Sighting]:
    """Everything that reads as a name anywhere in the text, at each of its places."""
    text = tight.text
    known = _found(text)
    lengths = sorted({len(name) for name in known}, reverse=True)
    at = 0
    while at < len(text):  # a look-up for each length, however many names there are
        length = next((length for length in lengths if text[at : at + length] in known), 0)
        if length:
            yield Kind.NAME, tight.place(at, at + length)
        at += length or 1


def _found(text: str) -> set[str]:
    known = {name for lead in LED.finditer(text) for name in _listed(text, lead.end())}
    known |= {name for start, name in _before_what_is_said(text)}
    known |= set(_by_their_signs(text))
    return known | {_without_lead(found[0]) for found in DOTTED.finditer(text)}


def _listed(text: str, start: int) -> Iterator[str]:
    """The name that begins here, and those joined to it: 药师甲、护士乙和丙."""
    name = _name_at(text, start)
    while name:
        yield name
        joint = LIST_JOINT.match(text, start + len(name))
        if joint is None or LED.match(text, joint.end()):  # whoever has a lead of their own is found by it
            return
        start = joint.end()
        name = _name_at(text, start)


def _name_at(text: str, start: int) -> str:
    """The longest reading whose end is certain, else the longest whose end is likely; empty where none fits."""
    dotted = DOTTED.match(text, start)
    if dotted:
        return _cut_at_verb(dotted[0])
    surname = _surname(text[start : start + LONGEST_SURNAME])
    if not surname:
        return ""
    readings = [text[start : start + len(surname) + given] for given in (2, 1)]
    readings = [reading for reading in readings if _reads_as_name(reading, surname=len(surname))]
    for ends in (END_CERTAIN, END_LIKELY):
        for reading in readings:
            if ends.match(text, start + len(reading)):
                return reading
    return ""


END_CERTAIN = re.compile(f"{END}|{SAID_OF_PERSONS}|驾驶证|身份证|电话")
END_LIKELY = re.compile(WEAK_END)


def _surname(signs: str) -> str:
    if signs in COMPOUND_SURNAMES:
        return signs
    first = signs[:1]
    return first if first in SINGLE_SURNAMES or re.fullmatch(f"[{RARE}]", first) else ""


def _reads_as_name(reading: str, *, surname: int) -> bool:
    signs_only = re.fullmatch(f"{SIGN}+", reading) is not None and len(reading) > surname
    return signs_only and not _is_word(reading) and "某" not in reading[surname:]


def _is_word(name: str) -> bool:
    """A word at its head or tail speaks against it: 安全生, 权利义."""
    return name[:2] in NOT_NAMES or name[1:] in NOT_NAMES or name[-1] in NEVER_LAST


BEFORE = re.compile(f"(?<![{HAN}])({SIGN}{{2,4}}?)(?={SAID_OF_PERSONS})")


def _before_what_is_said(text: str) -> Iterator[tuple[int, str]]:
    """孙某兰（男，1903年……）: no word leads to it, but what follows is said of nobody else."""
    for found in BEFORE.finditer(text):
        surname = _surname(found[1][:LONGEST_SURNAME])
        given = len(found[1]) - len(surname)
        if surname and 1 <= given <= LONGEST_SURNAME and _reads_as_name(found[1], surname=len(surname)):
            yield found.start(), found[1]


SIGNS = re.compile(f"(?={SIGN}{{2}})")


def _by_their_signs(text: str) -> Iterator[str]:
    """A surname and one or two signs that names are made of, where a name can begin; no word need lead to it."""
    for found in SIGNS.finditer(text):
        at = found.start()
        surname = _surname(text[at : at + LONGEST_SURNAME])
        if surname and surname not in EVERYDAY_WORDS and _begins(text, at):
            yield from _made_of_name_signs(text, at, surname)


def _made_of_name_signs(text: str, at: int, surname: str) -> Iterator[str]:
    """With one sign only, what follows must speak for a name as well: it is a word too often."""
    longer = text[at : at + len(surname) + 2]
    if _given(longer, surname, 2) and not AFTER_A_PLACE.match(text, at + len(longer)):
        yield longer
        return
    shorter = text[at : at + len(surname) + 1]
    after = at + len(shorter)
    if _given(shorter, surname, 1) and (END_CERTAIN.match(text, after) or END_LIKELY.match(text, after)):
        yield shorter


def _given(name: str, surname: str, count: int) -> bool:
    given = name[len(surname) :]
    known = GIVEN_SIGNS.issuperset(given) or surname not in SINGLE_SURNAMES | COMPOUND_SURNAMES
    return len(given) == count and known and _reads_as_name(name, surname=len(surname))


AFTER_A_PLACE = re.compile(NOT_AFTER)


def _begins(text: str, at: int) -> bool:
    before = text[at - 1 : at]
    return not before or before in BEFORE_A_NAME or not re.match(f"{SIGN}", before)


VERB = re.compile(
    "[的在于和与及等称系将从被已曾未均因持向对说把让给经由现住驾陪举委患所出退]|提[供出交]|陈述|证[实言]|反映|签[字名]|到[场院本]|家住"
)


def _cut_at_verb(dotted: str) -> str:
    """A name with a dot runs until the next word; its own signs transcribe sounds and are no such words."""
    last = dotted.rindex("·")
    verb = VERB.search(dotted, last + 2)
    return dotted[: verb.start()] if verb else dotted


def _without_lead(dotted: str) -> str:
    """Drop what only leads up to a name with a dot."""
    head, dot, rest = dotted.partition("·")
    ends = [
        lead.end()
        for lead in re.finditer(f"{LEADS}|[由向对给为及和与以的系被将把询问]", head)
        if lead.end() < len(head)
    ]
    return _cut_at_verb(head[max(ends, default=0) :] + dot + rest)


DAY = r"(?:18|19|20)[0-9]{2}(?:年|[-./])[0-9]{1,2}(?:月|[-./])[0-9]{1,2}日?"
BIRTHS = re.compile(
    rf"{DAY}(?:出生|生)|(?:出生(?:日期|年月)?|生于)[:为于是]{{0,2}}({DAY})|"
    r"[0-9]{1,3}周?岁(?:零?[0-9]{1,2}个月)?|(?:年龄|现年)[:为是]{0,2}([0-9]{1,3})(?![0-9])"
)


def births(tight: Folded) -> Iterator[Sighting]:
    for found in BIRTHS.finditer(tight.text):
        group = next((number for number in (1, 2) if found[number]), 0)
        yield Kind.BIRTH, tight.place(*found.span(group))


ILLNESS = re.compile(
    r"(?:诊断结果|诊断|确诊|患有|罹患|病情|疾病名称)[:为是]{0,2}[“\"]?([^,，。；;、:“”\"\n()（）]{2,24})"
)
NO_ILLNESS = re.compile("(?:证明|结论|报告|依据|意见|治疗|项目|费用|标准|编码|不符|记录|书)")


def illnesses(tight: Folded) -> Iterator[Sighting]:
    for found in ILLNESS.finditer(tight.text):
        if not NO_ILLNESS.match(found[1]):
            yield Kind.HEALTH, tight.place(*found.span(1))
