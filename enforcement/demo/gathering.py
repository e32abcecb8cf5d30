"""Acts of evidence: what is typed, and what is sent as a browser sends it and prepared as the worker does."""

from datetime import timedelta
from io import BytesIO
from pathlib import Path

from enforcement.demo import media
from enforcement.demo.tale import Tale
from enforcement.evidence import receiving
from enforcement.evidence import service as evidence
from enforcement.evidence.names import EvidenceKind, TextKind
from enforcement.evidence.rules import Labels
from enforcement.evidence.service import FileFacts, Space, TextFacts
from enforcement.evidence.worker import run_media_job

SPACE = Space(largest=2**40, free=2**40)


def interview(tale: Tale) -> None:
    begun = tale.cast.clock.at - timedelta(hours=1)
    record = TextFacts(
        text_kind=TextKind.PARTY_INTERVIEW,
        title="对负责人的询问笔录",
        begun_at=begun,
        ended_at=begun + timedelta(minutes=40),
        place="临江市医疗保障局询问室",
        persons="当事人的负责人",
        officers=(tale.cast.id("officer_a"), tale.cast.id("officer_b")),
        body="问：我们是临江市医疗保障局执法人员，已出示执法证件，您是否申请回避？\n答：看清了，不申请回避。\n"
        f"问：请说明所涉费用的结算情况。\n答：{tale.plot.summary}\n以上笔录我已看过，记录属实。",
        fact_to_prove="违法事实的经过和金额",
        step="interview",
    )
    tale.cast.act("officer_a", evidence.record_text, tale.case_id, record=record)


def recordings(tale: Tale) -> None:
    """A film, a sound recording and a photograph, sent as the browser sends them and prepared as the worker does."""
    taken = tale.cast.clock.at - timedelta(hours=3)
    for path, kind, fact in (
        (media.film(tale.media, taken=taken), EvidenceKind.AUDIOVISUAL, "现场检查全过程"),
        (media.sound(tale.media, taken=taken), EvidenceKind.AUDIOVISUAL, "询问过程"),
        (media.photograph(tale.media, taken=taken), EvidenceKind.DOCUMENTARY, "收费票据原貌"),
    ):
        labels = Labels(
            captured_at=taken,
            captured_place="当事人收费处",
            captured_by=tale.cast.id("officer_a"),
            fact_to_prove=fact,
            step="scene_inspection",
            device_no="DSJ-9-0012",
        )
        send(tale, path, kind=kind, labels=labels)


def unlabelled(tale: Tale) -> None:
    """A recording sent in from the street: what it shows and proves has still to be said."""
    send(tale, media.film(tale.media, taken=tale.cast.clock.at), kind=EvidenceKind.AUDIOVISUAL, labels=None)


def send(tale: Tale, path: Path, *, kind: EvidenceKind, labels: Labels | None) -> None:
    content = path.read_bytes()
    facts = FileFacts(name=path.name, size=len(content))
    upload = tale.cast.act(
        "officer_a", evidence.open_upload, tale.case_id, file=facts, space=SPACE, kind=kind, labels=labels
    )
    part = receiving.Part(offset=0, length=len(content), read=BytesIO(content).read)
    receiving.receive(tale.cast.runtime, tale.cast.actor("officer_a"), upload.id, part=part)
    prepare_media(tale)


def prepare_media(tale: Tale) -> None:
    """What the worker would do next: seal, then make what can be looked at."""
    while jobs := tale.cast.act("system", evidence.due_jobs):
        for job in jobs:
            run_media_job(tale.cast.runtime, job)
