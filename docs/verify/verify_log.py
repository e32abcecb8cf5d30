"""Check the public log of an enforcement board without trusting the board, or the program behind it.

Needs Python 3.9 and nothing else. Nothing is imported from the service: hashing follows RFC 6962 and RFC 9162,
signatures RFC 8032 (Ed25519, written out below; slow, but one signature is checked at a time). What is printed is in
Chinese, for the people who hold a printed notice in their hands.

One file on purpose, though a long one: it is copied to a stick, sent by mail and read from top to bottom by somebody
who trusts none of us; a second file could be missing, or another one. What it checks of notices holds for versions of
the standing lists, whose receipts have the same form.

    python verify_log.py https://board.example            whole log: every entry, the root, the signature
    python verify_log.py URL --head kept.json             and that it only grew since a head kept earlier
    python verify_log.py URL --notice ADDRESS [--content notice.json]
    python verify_log.py --receipt receipt.json [--content notice.json] [--head kept.json]      offline

Exit status: 0 everything holds, 1 something does not, 2 it could not be checked.
"""

import argparse
import hashlib
import json
import re
import sys
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

LOG_NAME = "enforcement public log"
PAGE, LARGEST_ANSWER, PATIENCE = 256, 8 * 1024 * 1024, 30
HEX64 = re.compile(r"[0-9a-f]{64}")
IDENTIFIER = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
PARTS = {"at", "content", "kind", "notice", "position", "reason", "replaces"}
BEGINNINGS = {"PUBLISHED", "CORRECTED"}
KINDS = {"PUBLISHED": "公示", "CORRECTED": "更正后公示", "WITHDRAWN": "撤下", "EXPIRED": "期满停止公示"}


class Unproved(Exception):
    """Something does not hold; the sentence says what."""


class Unreachable(Exception):
    """It could not be looked at."""


# --- hashes and proofs, RFC 9162 sections 2.1.1 to 2.1.4 -----------------------------------------------------------


def leaf_hash(body):
    return hashlib.sha256(b"\x00" + body).digest()


def pair_hash(left, right):
    return hashlib.sha256(b"\x01" + left + right).digest()


def root_of(leaves):
    """Perfect subtrees side by side, joined from the right at the end."""
    edge = []
    for count, leaf in enumerate(leaves):
        edge.append(leaf)
        full = count
        while full & 1:
            right = edge.pop()
            edge.append(pair_hash(edge.pop(), right))
            full >>= 1
    if not edge:
        return hashlib.sha256(b"").digest()
    top = edge.pop()
    while edge:
        top = pair_hash(edge.pop(), top)
    return top


def climbs_to(leaf, proof, *, index, size):
    """The root that `proof` leads to from entry `index` of `size`."""
    if not 0 <= index < size:
        raise Unproved("包含证明的位置超出日志的条数。")
    reached = leaf
    for neighbour, on_the_left in sides(index, size, proof):
        reached = pair_hash(neighbour, reached) if on_the_left else pair_hash(reached, neighbour)
    return reached


def sides(place, size, proof):
    """Each neighbour with the side it stands on; a proof too long or too short is refused."""
    last = size - 1
    for neighbour in proof:
        if last == 0:
            raise Unproved("证明过长。")
        on_the_left = place & 1 or place == last
        yield neighbour, on_the_left
        if on_the_left:
            while not place & 1 and place:  # no neighbour at these levels: the node was carried up
                place, last = place >> 1, last >> 1
        place, last = place >> 1, last >> 1
    if last:
        raise Unproved("证明过短。")


def grew(first, second, proof):
    """Whether the log with `second` = (size, root) begins with the one with `first`."""
    if first[0] == 0 or first[0] == second[0]:
        whole = hashlib.sha256(b"").digest() if first[0] == 0 else second[1]
        return not proof and first[1] == whole
    if not 0 < first[0] < second[0]:
        return False
    nodes = [first[1], *proof] if first[0] & (first[0] - 1) == 0 else list(proof)
    return bool(nodes) and joined(first[0] - 1, second[0] - 1, nodes) == (first[1], second[1])


def joined(place, last, nodes):
    """Both roots from the same nodes: `old` takes only what the earlier log had, `new` everything."""
    while place & 1:
        place, last = place >> 1, last >> 1
    old = new = nodes[0]
    for neighbour, on_the_left in sides(place, last + 1, nodes[1:]):
        new = pair_hash(neighbour, new) if on_the_left else pair_hash(new, neighbour)
        old = pair_hash(neighbour, old) if on_the_left else old
    return old, new


# --- Ed25519, RFC 8032 section 5.1 ---------------------------------------------------------------------------------

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
KEY_BYTES, SIGNATURE_BYTES = 32, 64
ROOT_OF_MINUS_ONE = pow(2, (P - 1) // 4, P)


def _x_of(y, odd):
    squared = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(squared, (P + 3) // 8, P)
    if (x * x - squared) % P:
        x = x * ROOT_OF_MINUS_ONE % P
    if (x * x - squared) % P or (x == 0 and odd):
        return None
    return P - x if x & 1 != odd else x


def _point(encoded):
    number = int.from_bytes(encoded, "little")
    y = number & ((1 << 255) - 1)
    x = _x_of(y, number >> 255) if y < P else None
    return None if x is None else (x, y, 1, x * y % P)


def _sum(one, other):
    (x1, y1, z1, t1), (x2, y2, z2, t2) = one, other
    a, b = (y1 - x1) * (y2 - x2) % P, (y1 + x1) * (y2 + x2) % P
    c, d = 2 * t1 * t2 * D % P, 2 * z1 * z2 % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def _times(scalar, point):
    product = (0, 1, 1, 0)
    while scalar:
        if scalar & 1:
            product = _sum(product, point)
        point, scalar = _sum(point, point), scalar >> 1
    return product


BASE_Y = 4 * pow(5, P - 2, P) % P
BASE = (_x_of(BASE_Y, 0), BASE_Y, 1, _x_of(BASE_Y, 0) * BASE_Y % P)


def is_signed(public_key, message, signature):
    if (len(public_key), len(signature)) != (KEY_BYTES, SIGNATURE_BYTES):
        return False
    key, commitment = _point(public_key), _point(signature[:32])
    scalar = int.from_bytes(signature[32:], "little")
    if key is None or commitment is None or scalar >= ORDER:
        return False
    challenge = int.from_bytes(hashlib.sha512(signature[:32] + public_key + message).digest(), "little") % ORDER
    left, right = _times(scalar, BASE), _sum(commitment, _times(challenge, key))
    return (left[0] * right[2] - right[0] * left[2]) % P == 0 and (left[1] * right[2] - right[1] * left[2]) % P == 0


# --- what the board says -------------------------------------------------------------------------------------------


class Head:
    """A signed statement of size and root; refused unless signed by the key it names."""

    def __init__(self, told):
        try:
            self.size, self.at = int(told["size"]), str(told["at"])
            self.root, self.key = bytes.fromhex(told["root"]), bytes.fromhex(told["public_key"])
            signature, named = bytes.fromhex(told["signature"]), told["log"]
        except (KeyError, TypeError, ValueError) as wrong:
            raise Unproved("日志头的格式不对。") from wrong
        self.key_id = hashlib.sha256(self.key).hexdigest()[:16]
        statement = f"{LOG_NAME} head\nsize {self.size}\nroot {self.root.hex()}\nat {self.at}\n"
        if named != LOG_NAME or told.get("key_id") != self.key_id:
            raise Unproved("日志头不是公开日志的，或者公钥编号不符。")
        if not is_signed(self.key, statement.encode(), signature):
            raise Unproved(f"{self.size} 条时的日志头签名无效。")


def read_heads(path):
    told = _json(_file(path))
    return [Head(one) for one in (told if isinstance(told, list) else [told])]


def commitment(salt, part, value):
    return hashlib.sha256(f"{LOG_NAME}\n{part}\n{salt}\n{value}".encode()).hexdigest()


def read_entry(told, position):
    body = told["body"].encode()
    entry = _json(body)
    whole = isinstance(entry, dict) and set(entry) == PARTS
    if not whole or not entry["position"] == told["position"] == position:
        raise Unproved(f"第 {position + 1} 条登记的内容不完整。")
    if entry["kind"] not in KINDS:
        raise Unproved(f"第 {position + 1} 条登记的种类不明。")
    return entry, leaf_hash(body)


def nodes_of(told):
    return [bytes.fromhex(node) for node in told["proof"]]


def _file(path):
    try:
        return Path(path).read_bytes()
    except OSError as wrong:
        raise Unreachable(f"无法读取 {path}。") from wrong


def _json(data):
    try:
        return json.loads(data)
    except (ValueError, RecursionError) as wrong:
        raise Unproved("内容不是 JSON。") from wrong


class Board:
    def __init__(self, address):
        if not address.startswith(("https://", "http://")):
            raise Unreachable("网址应以 https:// 或 http:// 开头。")
        self.address = address.rstrip("/")

    def ask(self, path, **query):
        address = f"{self.address}{path}" + (f"?{urllib.parse.urlencode(query)}" if query else "")
        try:
            with urllib.request.urlopen(address, timeout=PATIENCE) as answer:  # noqa: S310 -- http and https only
                data = answer.read(LARGEST_ANSWER + 1)
        except (urllib.error.URLError, OSError) as wrong:
            raise Unreachable(f"{address} 无法取得：{wrong}") from wrong
        if len(data) > LARGEST_ANSWER:
            raise Unreachable(f"{address} 的回答过大。")
        return data

    def head(self):
        return Head(_json(self.ask("/log/head")))

    def entries(self, size):
        position = 0
        while position < size:
            told = _json(self.ask("/log/entries", start=position, end=min(position + PAGE, size) - 1))
            if not told.get("entries"):
                raise Unproved(f"网站没有给出第 {position + 1} 条登记。")
            for one in told["entries"]:
                yield read_entry(one, position)
                position += 1


def say(sentence):
    sys.stdout.write(sentence + "\n")


# --- checks --------------------------------------------------------------------------------------------------------


def check_key(head, pinned):
    if pinned and pinned not in {head.key.hex(), head.key_id}:
        raise Unproved(f"日志头由另一把钥匙签署（{head.key_id}），不是指定的 {pinned}。")


def check_whole_log(board, head):
    leaves, seen = [], {}
    for entry, leaf in board.entries(head.size):
        leaves.append(leaf)
        check_order(entry, seen)
    if root_of(leaves) != head.root:
        raise Unproved("全部登记算出的根哈希与日志头不符：登记被改动，或者给您看的与签署的不是同一本。")
    counted = "、".join(f"{name} {count}" for name, count in tally(seen).items() if count)
    say(f"[相符] 取得全部 {head.size} 条登记（{counted or '尚无'}），算出的根哈希与日志头一致。")


def check_order(entry, seen):
    """Each notice begins once and ends at most once; what is replaced had begun."""
    kinds = seen.setdefault(entry["notice"], [])
    begins = entry["kind"] in BEGINNINGS
    orphan = entry["kind"] == "CORRECTED" and entry["replaces"] not in seen
    if orphan or (begins and kinds) or len(kinds) > 1:
        raise Unproved(f"第 {entry['position'] + 1} 条登记与以前的登记矛盾。")
    kinds.append(entry["kind"])


def tally(seen):
    every = [kind for kinds in seen.values() for kind in kinds]
    return {name: every.count(kind) for kind, name in KINDS.items()}


def check_old_head(board, head, old):
    if old.key != head.key:
        say(f"[注意] 留存的日志头由另一把钥匙签署（{old.key_id}），请向执法机关核实换钥匙的时间。")
    if old.size > head.size:
        raise Unproved(f"留存的日志头有 {old.size} 条，现在只有 {head.size} 条：日志被截断。")
    told = _json(board.ask("/log/proof/consistency", first=old.size, second=head.size))
    if not grew((old.size, old.root), (head.size, head.root), nodes_of(told)):
        raise Unproved(f"{old.size} 条时（{old.at}）的日志不是现在日志的开头：历史已被改写。")
    say(f"[相符] {old.size} 条时（{old.at}）留存的日志头之后只有追加。")


def check_receipt(told, content, kept):
    """Everything from the receipt itself; `kept` are heads the visitor holds from elsewhere."""
    head = Head(told["head"])
    say(f"[相符] 凭证中 {head.size} 条时（{head.at}）的日志头签名有效，公钥编号 {head.key_id}。")
    entries = [check_event(one, told, head) for one in told["events"]]
    if not entries or entries[0]["kind"] not in BEGINNINGS | {"WITHDRAWN"}:
        raise Unproved("凭证中没有公示的登记。")
    if entries[0]["kind"] == "WITHDRAWN":
        say("[注意] 凭证中只有撤下的登记：公示在日志启用以前。")
    if content is not None:
        check_content(content, told)
    for old in kept:
        check_same(old, head)


def check_event(one, told, head):
    entry, leaf = read_entry(one, one["position"])
    if climbs_to(leaf, nodes_of(one), index=one["position"], size=head.size) != head.root:
        raise Unproved(f"第 {one['position'] + 1} 条登记推算不到日志头的根哈希。")
    if entry["notice"] != commitment(told["salts"]["address"], "notice", told["notice"]):
        raise Unproved(f"第 {one['position'] + 1} 条登记的不是这条公示。")
    check_opened(entry, told, told["salts"])
    say(f"[相符] {entry['at']}，第 {one['position'] + 1} 条登记：{KINDS[entry['kind']]}。")
    return entry


def check_same(old, head):
    if old.size != head.size:
        return
    if old.root != head.root:
        raise Unproved(f"同为 {old.size} 条，您留存的日志头与凭证中的不同：网站给不同的人看了不同的日志。")
    say("[相符] 与您留存的同一条数的日志头一致。")


def check_opened(entry, told, salts):
    """What the receipt says in plain words must be what was entered as a digest."""
    if entry["kind"] == "WITHDRAWN" and entry["reason"] != commitment(salts["address"], "reason", told["reason"]):
        raise Unproved("登记的撤下理由与凭证不符。")
    if entry["kind"] not in BEGINNINGS or not told["content_sha256"]:
        return
    if not salts["content"] or entry["content"] != commitment(salts["content"], "content", told["content_sha256"]):
        raise Unproved("登记的公示文本与凭证不符。")


def check_content(content, told):
    if not told["content_sha256"]:
        raise Unproved("该公示已经撤下，凭证不含文本的哈希。")
    if hashlib.sha256(content).hexdigest() != told["content_sha256"]:
        raise Unproved("您给的文本与公示的文本不同。")
    say("[相符] 您给的文本就是登记的公示文本。")


def arguments(given):
    parser = argparse.ArgumentParser(description="核对行政执法公示的公开日志，不必相信网站。")
    parser.add_argument("board", nargs="?", help="公示网站的网址；只核对凭证时可以不给")
    parser.add_argument("--head", action="append", default=[], metavar="文件", help="以前留存的日志头，可重复")
    parser.add_argument("--save-head", metavar="文件", help="把现在的日志头存下来，供以后核对")
    parser.add_argument("--key", default="", help="您从别处得知的公钥或者公钥编号")
    parser.add_argument("--notice", metavar="地址", help="一条公示的地址或者编号")
    parser.add_argument("--receipt", metavar="文件", help="以前下载的存证凭证")
    parser.add_argument("--content", metavar="文件", help="公示文本（JSON），与凭证核对")
    return parser.parse_args(given)


def run(asked):
    if not asked.board and not asked.receipt:
        raise Unreachable("请给出公示网站的网址，或者用 --receipt 给出存证凭证。")
    kept = [head for path in asked.head for head in read_heads(path)]
    content = _file(asked.content) if asked.content else None
    if asked.receipt:
        told = _json(_file(asked.receipt))
        check_key(Head(told["head"]), asked.key)
        check_receipt(told, content, kept)
    if asked.board:
        run_on_board(Board(asked.board), asked, kept)


def run_on_board(board, asked, kept):
    written = board.ask("/log/head")
    head = Head(_json(written))
    check_key(head, asked.key)
    say(f"[相符] {head.size} 条时（{head.at}）的日志头签名有效，公钥编号 {head.key_id}。")
    receipt = [Head(_json(_file(asked.receipt))["head"])] if asked.receipt else []
    for old in [*kept, *receipt]:
        check_old_head(board, head, old)
    if asked.notice:
        found = IDENTIFIER.search(asked.notice.lower())
        if found is None:
            raise Unreachable("公示的地址中没有编号。")
        told = _json(board.ask(f"/log/notices/{found[0]}.json"))
        if told["notice"] != found[0]:
            raise Unproved("网站给出的是另一条公示的凭证。")
        check_receipt(told, _file(asked.content) if asked.content else board_content(board, told), [head])
        check_old_head(board, Head(_json(board.ask("/log/head"))), Head(told["head"]))  # signed since, perhaps
    else:
        check_whole_log(board, head)
    if asked.save_head:
        Path(asked.save_head).write_bytes(written)
        say(f"日志头已存入 {asked.save_head}，请交可信的人一同保存。")


def board_content(board, told):
    """What the page gives away as the published text must be what was entered."""
    return board.ask(f"/notices/{told['notice']}.json") if told["content_sha256"] else None


def main(given=None):
    try:
        run(arguments(given))
    except Unproved as wrong:
        say(f"[不符] {wrong}")
        return 1
    except Unreachable as wrong:
        say(f"无法核对：{wrong}")
        return 2
    except (KeyError, TypeError, ValueError, AttributeError) as wrong:  # an answer of another shape proves nothing
        say(f"[不符] 内容的格式不对（{type(wrong).__name__}）。")
        return 1
    say("核对完毕，全部相符。")
    return 0


if __name__ == "__main__":
    sys.exit(main())
