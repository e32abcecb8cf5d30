from datetime import date

import pytest

from enforcement.archive.rules import (
    AFTER_EVIDENCE,
    BEFORE_EVIDENCE,
    NOTICE_RECEIPT,
    Entry,
    bytes_are_unchanged,
    catalogue_digest,
    file_is_complete,
    in_file_order,
)
from enforcement.documents.kinds.catalogue import read_kinds
from enforcement.kernel.errors import RuleBroken
from enforcement.procedures.catalogue import catalogue, procedure
from enforcement.procedures.grammar import Milestone

DAY = date(2026, 3, 9)


def entry(kind, *, dated=DAY, number="无"):
    return Entry(kind=kind, name=kind, number=number, dated=dated, sha256="a" * 64)


def test_one_case_one_file_has_its_order():
    documents = [entry(kind) for kind in ("closing", "prior_notice", "service_receipt", "penalty_decision")]
    filed = in_file_order(documents, [entry("evidence")])
    assert [one.kind for one in filed] == ["penalty_decision", "service_receipt", "evidence", "prior_notice", "closing"]


def test_versions_of_a_kind_stand_by_date():
    filed = in_file_order([entry("final_report"), entry("final_report", dated=date(2026, 3, 2))], [])
    assert [one.dated.day for one in filed] == [2, 9]


def test_an_unknown_kind_is_not_lost():
    assert [one.kind for one in in_file_order([entry("novelty"), entry("closing")], [])] == ["closing", "novelty"]


def test_the_order_names_existing_kinds_only():
    """A renamed document kind would silently fall to the end of every file."""
    known = set(read_kinds())
    assert set(BEFORE_EVIDENCE + AFTER_EVIDENCE) - {NOTICE_RECEIPT} | {"file_catalogue"} == known
    assert {paper.kind for law in catalogue().values() for paper in law.papers} <= known


def test_G10_missing_documents_are_all_named():
    asked = procedure("ordinary_penalty").papers_of(frozenset({Milestone.DECIDED}))
    with pytest.raises(RuleBroken) as refused:
        file_is_complete({"final_report", "decision_approval", "penalty_decision", "closing"}, asked)
    assert refused.value.code == "FILE_INCOMPLETE"
    assert "行政处罚事先告知书、送达回证" in refused.value.sentence


def test_G10_what_is_decided_on_the_spot_needs_no_report_and_no_written_notice():
    asked = procedure("spot_penalty").papers
    enough = {"spot_decision", "service_receipt", "closing"}
    refused = []
    for left_out in sorted(enough | {"final_report", "prior_notice", ""}):
        try:
            file_is_complete(enough - {left_out}, asked)
        except RuleBroken:
            refused.append(left_out)
    assert refused == sorted(enough)


def test_G10_changed_bytes_are_all_named():
    bytes_are_unchanged([])
    with pytest.raises(RuleBroken, match="证据1《现场视频》、证据3《照片》") as refused:
        bytes_are_unchanged(["证据1《现场视频》", "证据3《照片》"])
    assert refused.value.code == "HASH_MISMATCH"


def test_the_digest_of_the_catalogue_depends_on_order_and_content():
    first, second = entry("closing"), entry("final_report")
    assert catalogue_digest([first, second]) != catalogue_digest([second, first])
    assert catalogue_digest([first]) == catalogue_digest([entry("closing")])
