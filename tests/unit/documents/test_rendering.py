import io
import json
import re
from datetime import date
from pathlib import Path

import docx
import pytest
from pypdf import PdfReader

from enforcement.documents import rendering
from enforcement.documents.kinds.catalogue import FOLDER, KindIncomplete, read_kinds

KINDS = rendering.kinds()
ODD_NAME = "康宁 & <b>大药房</b> #let *x* {{ y }} $z$ “甲”"


def pdf_text(content: bytes) -> str:
    return "".join("".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages).split())


def docx_text(content: bytes) -> str:
    document = docx.Document(io.BytesIO(content))
    return "".join("".join(document.element.body.itertext()).split())


def squeezed(value: object) -> str:
    return "".join(str(value).split())


def values_of(sample: object) -> list[str]:
    if isinstance(sample, dict):
        return [value for part in sample.values() for value in values_of(part)]
    if isinstance(sample, list):
        return [value for part in sample for value in values_of(part)]
    return [line for line in str(sample).splitlines() if line]


def without_space(text: str) -> str:
    """Page numbers and line ends fall anywhere between the characters of a long value."""
    return re.sub(r"—\d+—|_+", "", squeezed(text))


def test_all_prescribed_kinds_are_there():
    wanted = """filing_approval interview_record scene_record evidence_sheet final_report prior_notice defence_record
        defence_review review_submission review_opinion decision_approval penalty_decision no_penalty_decision
        service_receipt publish_approval withdraw_record closing file_catalogue"""
    assert set(wanted.split()) <= set(KINDS)
    assert all(kind.basis.startswith("《") for kind in KINDS.values())


@pytest.mark.parametrize("name", KINDS)
def test_sample_lacks_nothing_and_knows_every_field(name):
    kind = KINDS[name]
    assert rendering.check_fields(name, kind.sample) == ()
    assert set(kind.sample) <= {*kind.labels, *kind.tables}


@pytest.mark.parametrize("name", KINDS)
def test_pdf_shows_every_value_of_the_sample(name):
    kind = KINDS[name]
    content = rendering.render_pdf(name, kind.sample)
    shown = without_space(pdf_text(content))
    signers = "：".join(kind.page_signers) + "：" if kind.page_signers else ""
    shown = shown.replace(squeezed(signers), "")
    unseen = {"agency_name", "issued_on"} if kind.audience == "record" else set()
    given = {key: value for key, value in kind.sample.items() if key not in unseen}
    assert [value for value in values_of(given) if squeezed(value) not in shown] == []
    assert squeezed(kind.title) in shown


@pytest.mark.parametrize("name", KINDS)
def test_docx_shows_every_value_of_the_sample(name):
    kind = KINDS[name]
    shown = docx_text(rendering.render_docx(name, kind.sample))
    assert [value for value in values_of(kind.sample) if squeezed(value) not in shown] == []
    assert "{{" not in shown
    assert "{%" not in shown


@pytest.mark.parametrize("name", KINDS)
def test_empty_draft_renders_with_blanks(name):
    assert rendering.BLANK in pdf_text(rendering.render_pdf(name, {}))
    assert rendering.BLANK in docx_text(rendering.render_docx(name, {}))


@pytest.mark.parametrize("name", KINDS)
def test_every_missing_mandatory_field_is_named_in_words(name):
    kind = KINDS[name]
    sentences = rendering.check_fields(name, {})
    assert len(sentences) == len(kind.required) + len(kind.tables)
    for label in [*kind.required.values(), *(table.label for table in kind.tables.values())]:
        assert any(f"缺少“{label}”" in sentence and kind.basis in sentence for sentence in sentences)


def test_blank_text_counts_as_missing():
    sample = {**KINDS["penalty_decision"].sample, "evidence": " \n　"}
    assert rendering.check_fields("penalty_decision", sample) == (
        "《行政处罚决定书》缺少“证据”（《中华人民共和国行政处罚法》第五十九条）。",
    )


def test_a_fine_needs_account_and_capitals_but_a_warning_needs_neither():
    sample = dict(KINDS["penalty_decision"].sample)
    fine = {key: sample.pop(key) for key in KINDS["penalty_decision"].together[0]}
    assert rendering.check_fields("penalty_decision", {**sample, "penalty_content": "警告"}) == ()
    sentences = rendering.check_fields("penalty_decision", {**sample, "amount_figures": fine["amount_figures"]})
    assert len(sentences) == len(fine) - 1
    assert any("收款账号" in sentence for sentence in sentences)
    warning = pdf_text(rendering.render_pdf("penalty_decision", {**sample, "penalty_content": "警告"}))
    assert "加处罚款" not in warning
    assert "人民币" not in warning.split("三、处罚依据和决定")[1]


def test_gap_in_a_list_is_named_with_its_row():
    sample = json.loads(json.dumps(KINDS["evidence_sheet"].sample))
    sample["items"][1]["origin"] = ""
    assert rendering.check_fields("evidence_sheet", sample) == ("《证据材料登记表》“证据”第2行缺少“来源”。",)


def test_penalty_decision_has_what_the_law_lists():
    """Administrative Penalty Law art. 59, and art. 72 for the surcharge."""
    sample = KINDS["penalty_decision"].sample
    shown = pdf_text(rendering.render_pdf("penalty_decision", sample))
    for part in ("每日按罚款数额的百分之三加处罚款", "六十日内向", "六个月内依法向", "（印章）"):
        assert part in shown
    for name in ("party_address", "penalty_basis", "performance", "bank_account", "reconsideration_body", "court"):
        assert squeezed(sample[name]) in shown


@pytest.mark.parametrize("name", ["penalty_decision", "evidence_sheet", "scene_record"])
def test_what_a_person_typed_is_text_and_never_markup(name):
    data = {**KINDS[name].sample, "party_name": ODD_NAME}
    assert squeezed(ODD_NAME) in pdf_text(rendering.render_pdf(name, data))
    assert squeezed(ODD_NAME) in docx_text(rendering.render_docx(name, data))


def test_a_day_is_written_the_chinese_way():
    data = {**KINDS["closing"].sample, "filed_on": date(2026, 5, 8)}
    assert "2026年5月8日" in pdf_text(rendering.render_pdf("closing", data))


def test_the_same_data_gives_the_same_archival_bytes():
    sample = KINDS["penalty_decision"].sample
    first = rendering.render_pdf("penalty_decision", sample)
    assert first == rendering.render_pdf("penalty_decision", sample)
    assert b"pdfaid:part" in first
    about = PdfReader(io.BytesIO(first)).metadata
    assert about is not None
    assert about.title == "行政处罚决定书"


def test_a_character_without_glyph_is_told_and_does_not_stop_the_document():
    data = {**KINDS["penalty_decision"].sample, "party_name": "𠮷田药房"}
    assert rendering.missing_characters("penalty_decision", data) == ("𠮷",)
    assert rendering.missing_characters("penalty_decision", KINDS["penalty_decision"].sample) == ()
    assert "田药房" in pdf_text(rendering.render_pdf("penalty_decision", data))
    assert "𠮷田药房" in docx_text(rendering.render_docx("penalty_decision", data))


def copied_kind(folder: Path, name: str = "closing") -> Path:
    kind = folder / name
    kind.mkdir()
    for path in (FOLDER / name).iterdir():
        (kind / path.name).write_bytes(path.read_bytes())
    return kind


@pytest.mark.parametrize("absent", ["body.typ", "body.docx", "sample.json", "kind.toml"])
def test_a_folder_without_one_of_its_files_is_refused(tmp_path, absent):
    (copied_kind(tmp_path) / absent).unlink()
    with pytest.raises(KindIncomplete, match=absent):
        read_kinds(tmp_path)


def test_a_field_nobody_prints_and_a_print_nobody_declares_are_refused(tmp_path):
    source = copied_kind(tmp_path) / "kind.toml"
    text = source.read_text("utf-8")
    source.write_text(text.replace('case_cause = "案由"', 'unheard = "无处打印"'), "utf-8")
    with pytest.raises(KindIncomplete, match=r"undeclared \['case_cause'\]; never prints \['unheard'\]"):
        read_kinds(tmp_path)
