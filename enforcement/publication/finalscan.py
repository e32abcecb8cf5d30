"""RED-3 and RED-4 over final bytes: whatever the public would get is opened again and looked through."""

import re
from collections.abc import Collection, Iterator, Mapping

from enforcement.kernel.errors import InvalidInput
from enforcement.publication.carriers import Part, Unreadable, parts_of
from enforcement.publication.redaction import scan

DIGEST = re.compile(
    r"(?<![0-9a-f])(?:[0-9a-f]{64}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{32})(?![0-9a-f])"
    r"|(?<=ID>)[0-9A-Za-z+/]{22}==(?=</xmpMM:\w+ID>)"  # how a PDF writer names the file
)
RULES = "《政府信息公开条例》第十五条；《个人信息保护法》第二十八条"
MOST_TOLD = 50


def private_in(name: str, data: bytes, *, names: Collection[str] = (), allowed: Collection[str] = ()) -> list[str]:
    """Sentences: what stands where. A file that cannot be looked through is itself a finding."""
    try:
        return [said for part in parts_of(name, data) for said in _told(part, names=names, allowed=allowed)]
    except Unreadable as refused:
        return [str(refused)]


def _told(part: Part, *, names: Collection[str], allowed: Collection[str]) -> Iterator[str]:
    if part.place:
        yield f"{part.where}：图片带有拍摄位置，公开前应当去除。"
    text = DIGEST.sub(" ", part.text)  # digests and random ids are long enough to hold a number by chance
    hits = scan(text, names=names, allowed=allowed)
    yield from (f"{part.where}：“{hit.excerpt}”，{hit.sentence}" for hit in hits)
    if part.person and not hits and part.text.strip() not in allowed:
        yield f"{part.where}：写有作者或者所有人“{part.text.strip()[:60]}”，公开前应当去除。"


def nothing_private_in(files: Mapping[str, bytes], *, names: Collection[str], allowed: Collection[str]) -> None:
    """Refuses with the whole list, so that everything is put right at once."""
    found = [said for name, data in files.items() for said in private_in(name, data, names=names, allowed=allowed)]
    if found:
        raise InvalidInput(
            {"公开文件": found[:MOST_TOLD]}, f"将要公开的文件中仍有不得公开的内容，请处理后再提交（{RULES}）。"
        )
