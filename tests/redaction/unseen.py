"""A second set, written after the detectors: other trades, other turns of phrase, more prose that names nobody."""

import random

from tests.redaction.decisions import ENDING, Made, dated

PARTS = (
    "{name:甲}（身份证号码：{id}）系该药店执业药师，事发时不在岗，由店员{name:乙}代为调配处方。",
    "经与{name:丙}核对，其于2025年度在该门诊部实际就诊两次，结算系统却登记有三十七次。",
    "据{name:丁}回忆，当日下午本人在外地探亲，从未到过该院。本局调取了{name:丁}的乘车记录予以印证。",
    "“钱是打到{name:戊}卡上的”，{name:乙}在第二次询问中这样说。卡号{card}，开户行为中国银行芜湖分行。",
    "快递单显示寄件人为{name:甲}，手机号码{phone}，寄件地址{home}；收件人为{name:丙}，电话{phone}。",
    "处方笺上医师签名处署名{name:乙}，经笔迹比对并非{name:乙}所写，{name:丁}承认系其代签。",
    "该车（号牌{plate}）登记在{name:戊}名下，实际由{name:甲}使用。",
    "{name:甲}、{name:乙}、{name:丙}三人均为该公司护理员，其工资由{name:丁}发放。",
    "本局工作人员拨打{phone}，接听者自称{name:丙}，表示愿意配合调查，并留下邮箱{email}。",
    "幼儿{name:乙}（{age}）食用后出现呕吐，被送往医院，初步诊断为{illness}。",
    "《询问笔录》第3页，被询问人：{name:甲}，性别：女，{born}，住址：{home}，联系电话：{phone}。",
    "房屋由{name:丁}承租，租赁合同载明的房屋坐落为{home}。",
    "挂号记录显示，病历号{record}的就诊人为{name:丙}，而持卡就诊的是{name:戊}。",
    "{name:戊}持护照{passport}入境，另持通行证{permit}，在本市务工。",
    "为核实情况，执法人员走访了{home}的住户{name:甲}，并制作了走访笔录。",
    "上述情况有{name:乙}、{name:丁}的证言以及银行账号{card}的交易明细相印证。",
)
PROSE = (
    "当事人在限期内提交了整改报告，明确了责任分工，建立了处方审核、进销存管理和费用核对制度。",
    "本案事实清楚、证据确凿、程序合法、定性准确，适用法律正确，处罚幅度适当。",
    "鉴于当事人主动消除危害后果，能够配合调查，具有《行政处罚法》第三十二条规定的从轻情形。",
    "经营场所面积约120平方米，有员工8人，安装有医保结算终端3台，设有医师办公室和药师咨询台。",
    "本局认为，医疗机构应当执行实名就医和购药管理规定，核验参保人员医疗保障凭证。",
    "患者方便门诊、家属陪护等便民服务不在本次检查范围之内，投诉人的合理诉求已经另行答复。",
    "经办人员应当核对凭证；负责人于次日到场，工作人员当场告知其权利义务。",
    "二〇二五年度，该机构共结算门诊1,204人次、住院356人次，平均住院日8.5天。",
)


def unseen(seed: int) -> Made:
    chance = random.Random(10_000 + seed)
    made = Made()
    made.fill(f"芜医保罚〔2026〕{chance.randint(1, 300)}号\n当事人：芜湖某某诊所\n", chance)
    parts = [*chance.sample(PARTS, 5), *chance.sample(PROSE, 3)]
    chance.shuffle(parts)
    for part in (*parts, *ENDING):
        made.fill(dated(part, chance) + "\n", chance)
    return made
