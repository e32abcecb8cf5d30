"""Masked names of natural persons, as court practice has it: the surname stays, every other sign becomes 某."""

import re

from enforcement.publication.folding import fold

COMPOUND_SURNAMES = frozenset(
    re.findall(
        "..",
        "欧阳太史端木上官司马东方独孤南宫万俟闻人夏侯诸葛尉迟公羊赫连澹台皇甫宗政濮阳公冶太叔申屠公孙慕容仲孙钟离长孙宇文"
        "司徒鲜于司空闾丘子车亓官司寇巫马公西颛孙壤驷公良漆雕乐正宰父谷梁拓跋夹谷轩辕令狐段干百里呼延东郭南门羊舌微生梁丘"
        "左丘东门西门第五贺兰完颜耶律哥舒仆固纳兰",
    )
)
HAN_NAME = re.compile(r"[\u3007\u3400-\u9fff\ue000-\uf8ff\U00020000-\U0003ffff]+")
SHORTEST_WITH_COMPOUND = 3
MASK = "某"


def mask_name(name: str) -> str:
    """王小明 becomes 王某某. Of a name with · or in letters only the first sign stays: its length tells too much."""
    plain = fold(name).text.strip().replace(" ", "")
    if not plain:
        return ""
    if "·" in plain:
        return plain[0] + MASK
    if not HAN_NAME.fullmatch(plain):
        return plain[0].upper()
    kept = 2 if len(plain) >= SHORTEST_WITH_COMPOUND and plain[:2] in COMPOUND_SURNAMES else 1
    return plain[:kept] + MASK * max(1, len(plain) - kept)
