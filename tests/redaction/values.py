"""Made-up persons and their numbers. Births lie in 1900-1919, cards and phones belong to nobody we know of."""

import random

from enforcement.cases.party_codes import id_check_digit

SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟"
    "汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
)
RARE = (
    "䶮宏",
    "仉晓燕",
    "亓玉兰",
    "逄志强",
    "郄建国",
    "昝秀英",
    "㑇明",
    "令狐冲",
    "翟\U00020bb7",
    "贠丽",
    "邵喆",
    "冼星瑶",
    "缑文静",
)
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰建国志红梅文辉鹏波宁鑫玲飞斌凤琴雪宇浩凯轩梓涵雨欣佳怡豪"
PAIRS = ("为民", "向东", "和平", "自强", "子轩", "建国", "从军", "于飞", "在明", "一诺", "平安", "经纬")
COMPOUND = ("欧阳", "上官", "司马", "诸葛", "皇甫", "尉迟", "慕容", "夏侯", "东方", "司徒")
WITH_DOTS = (
    "买买提·吐尔逊",
    "阿依古丽·阿不都热合曼",
    "古丽娜尔·艾合买提",
    "努尔兰·哈布德力",
    "帕提古丽·麦麦提依明",
    "次仁·旺堆",
    "巴特尔·额尔敦",
    "迪丽努尔•玉素甫",
    "艾力‧卡德尔",
)
REGIONS = ("110101", "340202", "340207", "310104", "320102", "370102", "440103", "510104", "650102", "540102")
MOBILE_HEADS = (
    "130",
    "131",
    "135",
    "138",
    "139",
    "147",
    "150",
    "155",
    "166",
    "173",
    "177",
    "180",
    "188",
    "191",
    "198",
    "199",
)
AREA_CODES = ("010", "021", "0553", "0551", "0531", "0755", "0991")
PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
PLATE_SIGNS = "ABCDEFGHJKLMNPQRSTUVWXYZ"
STREETS = (
    "北京西路",
    "中山南路",
    "黄山大道",
    "解放街",
    "文化巷",
    "九华中路",
    "银湖北路",
    "人民东路",
    "赭山路",
    "团结胡同",
)
ESTATES = (
    "幸福小区",
    "翡翠花园",
    "世纪新村",
    "华强城",
    "东方龙城",
    "万科金域蓝湾",
    "凤凰家园",
    "师大公寓",
    "港务局宿舍",
    "碧桂园凤凰城",
)
PLACES = (
    "安徽省芜湖市镜湖区",
    "芜湖市弋江区",
    "安徽省无为市",
    "南陵县",
    "鸠江区",
    "江苏省南京市江宁区",
    "上海市静安区",
    "新疆维吾尔自治区乌鲁木齐市天山区",
    "四川省成都市武侯区",
    "北京市海淀区",
)
TOWNS = ("陡沟镇", "籍山镇", "荻港镇", "三里镇", "许镇镇", "泥汊镇", "火龙岗镇", "沈巷镇")
VILLAGES = ("李家村", "王桥村", "新塘村", "龙华村", "圩西村", "大坝村")


def person(chance: random.Random) -> str:
    draw = chance.random()
    if draw < 0.06:
        return chance.choice(WITH_DOTS)
    if draw < 0.1:
        return chance.choice(RARE)
    if draw < 0.14:
        return chance.choice(COMPOUND) + "".join(chance.sample(GIVEN, chance.choice([1, 2])))
    if draw < 0.22:
        return chance.choice(SURNAMES) + chance.choice(PAIRS)
    return chance.choice(SURNAMES) + "".join(chance.sample(GIVEN, chance.choice([1, 2, 2, 2])))


def resident_id(chance: random.Random) -> str:
    body = f"{chance.choice(REGIONS)}19{chance.randrange(20):02}"
    body += f"{chance.randint(1, 12):02}{chance.randint(1, 28):02}{chance.randrange(1000):03}"
    return body + id_check_digit(body)


def resident_id_with_x(chance: random.Random) -> str:
    while True:
        found = resident_id(chance)
        if found.endswith("X"):
            return chance.choice([found, found.lower()])


def old_resident_id(chance: random.Random) -> str:
    number = resident_id(chance)
    return number[:6] + number[8:17]


def grouped_id(chance: random.Random) -> str:
    number = resident_id(chance)
    return f"{number[:6]} {number[6:14]} {number[14:]}"


def mobile(chance: random.Random) -> str:
    number = chance.choice(MOBILE_HEADS) + f"{chance.randrange(10**8):08}"
    shapes = (
        number,
        number,
        f"+86 {number}",
        f"{number[:3]}-{number[3:7]}-{number[7:]}",
        f"{number[:3]} {number[3:7]} {number[7:]}",
    )
    return chance.choice(shapes)


def landline(chance: random.Random) -> str:
    code = chance.choice(AREA_CODES)
    digits = 8 if code in {"010", "021", "0755", "0531", "0551"} else 7
    number = str(chance.randint(2 * 10 ** (digits - 1), 9 * 10 ** (digits - 1) - 1))
    return chance.choice([f"{code}-{number}", f"（{code}）{number}", f"{code} {number}", f"{code}{number}"])


def service_line(chance: random.Random) -> str:
    number = f"{chance.choice(['400', '800'])}{chance.randrange(10**7):07}"
    return chance.choice(
        [number, f"{number[:3]}-{number[3:6]}-{number[6:]}", f"{number[:3]}-{number[3:7]}-{number[7:]}"]
    )


def bank_card(chance: random.Random) -> str:
    body = chance.choice(["622202", "621700", "622848", "436742", "356833"]) + f"{chance.randrange(10**12):012}"
    body = body[: chance.choice([15, 18])]
    total = sum(sum(divmod(int(digit) * (2 - place % 2), 10)) for place, digit in enumerate(reversed(body)))
    number = body + str(-total % 10)
    return chance.choice([number, " ".join(number[at : at + 4] for at in range(0, len(number), 4))])


def email(chance: random.Random) -> str:
    who = chance.choice(["zhangsan", "li.hua_88", "wang-xm", "13800138000", "chen.yu+1", "A1b2C3"])
    return f"{who}@{chance.choice(['163.com', 'qq.com', 'sina.com.cn', 'mail.ahxx.gov.cn', 'foxmail.com'])}"


def plate(chance: random.Random) -> str:
    head = chance.choice(PROVINCES) + chance.choice("ABCDEFGH")
    five = chance.choice(PLATE_SIGNS) + f"{chance.randrange(10**4):04}"
    return chance.choice([head + five, f"{head}·{five}", f"{head} {five}"])


def green_plate(chance: random.Random) -> str:
    """新能源: six signs; small cars begin with D or F, large ones end with it."""
    head = chance.choice(PROVINCES) + chance.choice("ABCDEFGH")
    small = chance.choice("DF") + f"{chance.randrange(10**5):05}"
    return head + chance.choice([small, f"{chance.randrange(10**5):05}{chance.choice('DF')}"])


def passport(chance: random.Random) -> str:
    return chance.choice(
        [f"E{chance.randrange(10**8):08}", f"EA{chance.randrange(10**7):07}", f"G{chance.randrange(10**8):08}"]
    )


def permit(chance: random.Random) -> str:
    """港澳 and 台湾 travel permits."""
    return chance.choice(
        [f"{chance.choice('HM')}{chance.randrange(10**8):08}", f"{chance.choice('HM')}{chance.randrange(10**10):010}"]
    )


def record_number(chance: random.Random) -> str:
    year, number = chance.randint(2019, 2026), chance.randrange(10**6)
    return chance.choice([f"ZY{year}{number:06}", f"{year}{number:06}", f"MZ-{year}-{number:06}", f"{number:08}"])


def home(chance: random.Random) -> str:
    at, street, estate = chance.choice(PLACES), chance.choice(STREETS), chance.choice(ESTATES)
    town, village = chance.choice(TOWNS), chance.choice(VILLAGES)
    door, house = chance.randint(1, 399), chance.randint(1, 60)
    flat = chance.randint(101, 2904)
    return chance.choice(
        (
            f"{at}{street}{door}号",
            f"{at}{street}{door}号{house}栋{flat}室",
            f"{at}{estate}{house}栋{chance.randint(1, 4)}单元{flat}室",
            f"{at}{estate}{house}幢{flat}",
            f"{estate}{house}-{chance.randint(1, 4)}-{flat}",
            f"{at}{town}{village}{chance.choice('一二三四五六')}组{chance.randint(1, 99)}号",
            f"{at}{town}{village}村民组",
            f"{at}{street}{door}弄{house}号{flat}室",
            f"{at}{street}甲{door}号院{house}号楼{flat}",
            f"{at}{street}与{chance.choice(STREETS)}交叉口{estate}{house}号楼",
            f"{street}{door}-{house}号",
        )
    )


def child_age(chance: random.Random) -> str:
    return chance.choice(
        [
            f"{chance.randint(1, 17)}岁",
            f"{chance.randint(6, 17)}周岁",
            f"{chance.randint(1, 2)}岁{chance.randint(1, 11)}个月",
        ]
    )


def birth_date(chance: random.Random) -> str:
    year, month, day = 1900 + chance.randrange(20), chance.randint(1, 12), chance.randint(1, 28)
    return chance.choice([f"{year}年{month}月{day}日出生", f"{year}年{month}月{day}日生"])


def illness(chance: random.Random) -> str:
    return chance.choice(
        [
            "2型糖尿病伴肾病",
            "高血压病3级",
            "抑郁状态",
            "乳腺恶性肿瘤",
            "慢性乙型病毒性肝炎",
            "腰椎间盘突出症",
            "肺部感染",
        ]
    )
