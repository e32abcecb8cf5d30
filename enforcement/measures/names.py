"""Words of the measures room: kinds of measure, ways an item leaves it, how a record was signed."""

from enum import StrEnum


class MeasureKind(StrEnum):
    PRESERVATION = "PRESERVATION"
    SEALING = "SEALING"
    SEAL_UP = "SEAL_UP"
    SEIZURE = "SEIZURE"

    @property
    def coercive(self) -> bool:
        """先行登记保存 secures evidence (《行政处罚法》第五十六条); the others are coercion (《行政强制法》)."""
        return self is not MeasureKind.PRESERVATION


KIND_NAMES = {
    MeasureKind.PRESERVATION: "先行登记保存",
    MeasureKind.SEALING: "封存",
    MeasureKind.SEAL_UP: "查封",
    MeasureKind.SEIZURE: "扣押",
}
COERCIVE_NAMES = {kind: name for kind, name in KIND_NAMES.items() if kind.coercive}


class Way(StrEnum):
    """How an item leaves the measure."""

    COPIED = "COPIED"
    TESTED = "TESTED"
    SEALED = "SEALED"
    RETURNED = "RETURNED"
    TRANSFERRED = "TRANSFERRED"
    CONFISCATED = "CONFISCATED"


WAY_NAMES = {
    Way.COPIED: "采取记录、复制、拍照、录像等证据保全措施后退还",
    Way.TESTED: "送交检验、鉴定",
    Way.SEALED: "转为封存、查封或者扣押",
    Way.RETURNED: "解除措施，退还当事人",
    Way.TRANSFERRED: "移送有关机关",
    Way.CONFISCATED: "依处罚决定没收",
}
OF_PRESERVATION = frozenset({Way.COPIED, Way.TESTED, Way.SEALED, Way.RETURNED, Way.TRANSFERRED})
OF_COERCION = frozenset({Way.RETURNED, Way.TRANSFERRED, Way.CONFISCATED})


class Signing(StrEnum):
    SIGNED = "SIGNED"
    REFUSED = "REFUSED"
    ABSENT = "ABSENT"


SIGNING_NAMES = {
    Signing.SIGNED: "当事人签名或者盖章",
    Signing.REFUSED: "当事人拒绝签名，已注明",
    Signing.ABSENT: "当事人不到场，由见证人签名",
}


class State(StrEnum):
    PROPOSED = "PROPOSED"
    APPROVED = "APPROVED"
    NOT_APPROVED = "NOT_APPROVED"
    RUNNING = "RUNNING"
    TO_LIFT = "TO_LIFT"
    ENDED = "ENDED"


STATE_NAMES = {
    State.PROPOSED: "待负责人审批",
    State.APPROVED: "已批准，待实施",
    State.NOT_APPROVED: "未批准，不得实施",
    State.RUNNING: "正在实施",
    State.TO_LIFT: "负责人不同意，须立即解除",
    State.ENDED: "已处理完毕",
}
