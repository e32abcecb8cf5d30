"""RED-3, RED-4: what a citizen would download is opened again; what hides is found, or the file is refused."""

import io
import re
import zipfile

import pytest
from openpyxl import Workbook
from openpyxl.comments import Comment
from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import FreeText

from enforcement.kernel.errors import InvalidInput
from enforcement.publication.finalscan import nothing_private_in, private_in
from tests.redaction import carriers
from tests.redaction.decisions import decision

ID, MOBILE, MAIL = "11010519491231002X", "13805531234", "zhang.san@163.com"
CLEAN = "行政处罚决定书\n当事人违反规定，罚款10,000.00元。"


def plain_pdf(text: str = CLEAN) -> bytes:
    return carriers.pdf([text])


def rewritten(change) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(plain_pdf())))
    change(writer)
    kept = io.BytesIO()
    writer.write(kept)
    return kept.getvalue()


def zipped(**members: bytes) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as whole:
        for name, data in members.items():
            whole.writestr(name.replace("__", "."), data)
    return kept.getvalue()


def sheet(cell: str, comment: str = "") -> bytes:
    book, kept = Workbook(), io.BytesIO()
    book.properties.creator = ""
    book.active["A1"] = cell
    if comment:
        book.active["A1"].comment = Comment(comment, "")
    book.save(kept)
    return kept.getvalue()


def word(text: str = CLEAN) -> bytes:
    """As an export of ours: without the author the library writes in."""
    kept = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(carriers.word(text))) as before, zipfile.ZipFile(kept, "w") as after:
        for part in before.namelist():
            after.writestr(part, before.read(part).replace(b"python-docx", b""))
    return kept.getvalue()


def jpeg(**more) -> bytes:
    kept = io.BytesIO()
    Image.new("RGB", (64, 48), "white").save(kept, "JPEG", **more)
    return kept.getvalue()


CLEAN_FILES = {
    "notice.html": lambda: carriers.page(CLEAN),
    "notice.pdf": plain_pdf,
    "notice.docx": word,
    "list.xlsx": lambda: sheet("罚款"),
    "list.csv": "\ufeff文号,金额\n1,2\n".encode,
    "notice.json": f'{{"facts":"罚款","sha256":"{MOBILE * 5}13805531a"}}'.encode,
    "photo.jpg": jpeg,
    "feed.xml": "<feed><title>公示</title></feed>".encode,
}


@pytest.mark.parametrize("name", CLEAN_FILES)
def test_a_clean_file_is_cleared(name):
    assert private_in(name, CLEAN_FILES[name]()) == []


HIDDEN = {
    "in an attribute": ("x.html", f'<p>正文</p><img alt="{MOBILE}">'.encode),
    "in a comment of the page": ("x.html", f"<p>正文</p><!-- {ID} -->".encode),
    "broken by emphasis": ("x.html", f"<p>电话{MOBILE[:5]}<b>{MOBILE[5:]}</b></p>".encode),
    "in a link": ("x.html", f'<a href="mailto:{MAIL}">信</a>'.encode),
    "in a file name": (f"张三{MOBILE}.txt", lambda: b"x"),
    "in a key of the data": ("x.json", f'{{"{MOBILE}": 1}}'.encode),
    "in the text layer": ("x.pdf", lambda: plain_pdf(f"电话{MOBILE}")),
    "in the properties of a PDF": (
        "x.pdf",
        lambda: rewritten(lambda pdf: pdf.add_metadata({"/Subject": f"电话{MOBILE}"})),
    ),
    "attached to a PDF": (
        "x.pdf",
        lambda: rewritten(lambda pdf: pdf.add_attachment("a.txt", f"电话{MOBILE}".encode())),
    ),
    "in a bookmark": (
        "x.pdf",
        lambda: rewritten(lambda pdf: pdf.add_outline_item(title=f"电话{MOBILE}", page_number=0)),
    ),
    "in a note on a page": (
        "x.pdf",
        lambda: rewritten(lambda pdf: pdf.add_annotation(0, FreeText(text=f"电话{MOBILE}", rect=(9, 9, 99, 99)))),
    ),
    "in a comment of Word": ("x.docx", lambda: carriers.with_hidden_words(word(), f"电话{MOBILE}")),
    "in runs of Word": ("x.docx", lambda: word(f"公民身份号码{ID}，电话{MOBILE}\n正文")),
    "in a cell": ("x.xlsx", lambda: sheet(f"电话{MOBILE}")),
    "in a cell's comment": ("x.xlsx", lambda: sheet("罚款", f"电话{MOBILE}")),
    "in a bundle": ("x.zip", lambda: zipped(a__txt=f"电话{MOBILE}".encode())),
    "in a bundle in a bundle": ("x.zip", lambda: zipped(b__zip=zipped(a__txt=f"电话{MOBILE}".encode()))),
    "in the camera's fields": ("x.jpg", lambda: carriers.photo(MOBILE)),
    "after the end of a picture": ("x.jpg", lambda: jpeg() + f"电话{MOBILE}".encode()),
    "in a drawing's text": ("x.png", lambda: carriers.drawing(f"电话{MOBILE}")),
}


@pytest.mark.parametrize("hiding", HIDDEN)
def test_what_hides_is_found(hiding):
    name, make = HIDDEN[hiding]
    found = private_in(name, make())
    assert any(number in said for said in found for number in (MOBILE, ID, ID[:17], MAIL)), found


AUTHORED = {
    "x.pdf": lambda: rewritten(lambda pdf: pdf.add_metadata({"/Author": "安正"})),
    "x.docx": lambda: carriers.word(CLEAN),
    "x.jpg": lambda: carriers.photo("安正"),
}


@pytest.mark.parametrize("name", AUTHORED)
def test_the_author_a_program_writes_in_is_found(name):
    assert any("写有作者" in said for said in private_in(name, AUTHORED[name]()))


def test_the_body_itself_may_stand_as_author():
    data = rewritten(lambda pdf: pdf.add_metadata({"/Author": "芜湖市医疗保障局"}))
    assert private_in("x.pdf", data, allowed=["芜湖市医疗保障局"]) == []


def test_the_random_name_of_a_file_is_nobodys_account():
    """Of a hundred PDF files one had signs in its name that read like an account of a messenger."""
    data = plain_pdf()
    (name,) = set(re.findall(rb"(?<=ID>)[0-9A-Za-z+/]{22}==(?=<)", data))
    assert private_in("x.pdf", data.replace(name, b"T+QQkZKdzRZthpnsQ1i5sA==")) == []
    assert private_in("x.txt", b"QQkZKdzRZthpnsQ1i5sA==") != []


def test_where_a_photograph_was_taken_is_found():
    assert any("拍摄位置" in said for said in private_in("x.jpg", carriers.photo("x")))


def locked() -> bytes:
    return rewritten(lambda pdf: pdf.encrypt("secret"))


def scanned() -> bytes:
    """A page that is only a picture: nobody knows what stands on it."""
    kept = io.BytesIO()
    Image.new("RGB", (200, 300), "white").save(kept, "PDF")
    return kept.getvalue()


UNREADABLE = {
    "locked.pdf": locked,
    "scanned.pdf": scanned,
    "torn.pdf": lambda: plain_pdf()[:200],
    "torn.docx": lambda: word()[:400],
    "torn.jpg": lambda: jpeg()[:20],
    "other.bin": lambda: b"\x00\x01\x02",
    "latin.txt": lambda: "电话".encode("gb18030"),
    "torn.json": lambda: b"{",
    "torn.xml": lambda: b"<a>",
    "deep.zip": lambda: zipped(a__zip=zipped(a__zip=zipped(a__zip=zipped(a__zip=b"x")))),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_what_cannot_be_read_cannot_be_cleared(name):
    assert any("无法检查" in said or "不是能够检查的文件" in said for said in private_in(name, UNREADABLE[name]()))


def test_a_bomb_is_not_unpacked():
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as whole:
        whole.writestr("a.txt", bytes(61_000_000))
    assert len(kept.getvalue()) < 100_000
    assert private_in("bomb.zip", kept.getvalue()) == ["“bomb.zip”展开后过大，无法检查。"]


def test_an_entity_of_a_stranger_is_not_followed():
    data = b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'
    assert all("root:" not in said for said in private_in("x.xml", data))


def test_every_file_is_named_in_one_refusal():
    with pytest.raises(InvalidInput) as refused:
        nothing_private_in({"a.txt": f"电话{MOBILE}".encode(), "b.txt": ID.encode()}, names=(), allowed=())
    assert [said[:5] for said in refused.value.fields["公开文件"]] == ["a.txt", "b.txt"]


def test_known_names_are_kept_out_of_every_carrier():
    for name, data in {
        "x.html": carriers.page("患者孙桂兰"),
        "x.pdf": plain_pdf("患者孙桂兰"),
        "x.docx": word("患者孙桂兰\n无"),
    }.items():
        assert private_in(name, data) == []
        assert any("孙桂兰" in said for said in private_in(name, data, names=["孙桂兰"]))


@pytest.mark.timeout(200)
def test_what_a_decision_holds_is_refused_in_every_carrier():
    for seed in range(3):
        text = decision(seed).text
        for name, data in {"x.html": carriers.page(text), "x.pdf": plain_pdf(text), "x.docx": word(text)}.items():
            assert private_in(name, data), (seed, name)
