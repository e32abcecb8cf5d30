"""The words of this room: kinds, states and events, each with the name people read beside it."""

from enum import StrEnum


class EvidenceKind(StrEnum):
    """The eight kinds of 《行政处罚法》第四十六条."""

    DOCUMENTARY = "DOCUMENTARY"
    PHYSICAL = "PHYSICAL"
    AUDIOVISUAL = "AUDIOVISUAL"
    ELECTRONIC = "ELECTRONIC"
    TESTIMONY = "TESTIMONY"
    STATEMENT = "STATEMENT"
    APPRAISAL = "APPRAISAL"
    SCENE = "SCENE"


KIND_NAMES = {
    EvidenceKind.DOCUMENTARY: "书证",
    EvidenceKind.PHYSICAL: "物证",
    EvidenceKind.AUDIOVISUAL: "视听资料",
    EvidenceKind.ELECTRONIC: "电子数据",
    EvidenceKind.TESTIMONY: "证人证言",
    EvidenceKind.STATEMENT: "当事人的陈述",
    EvidenceKind.APPRAISAL: "鉴定意见",
    EvidenceKind.SCENE: "勘验笔录、现场笔录",
}


class Medium(StrEnum):
    VIDEO = "video"
    AUDIO = "audio"
    PICTURE = "picture"
    DOCUMENT = "document"
    TEXT = "text"


MEDIUM_NAMES = {
    Medium.VIDEO: "视频",
    Medium.AUDIO: "音频",
    Medium.PICTURE: "照片",
    Medium.DOCUMENT: "扫描件",
    Medium.TEXT: "文字记录",
}


class TextKind(StrEnum):
    PARTY_INTERVIEW = "PARTY_INTERVIEW"
    WITNESS_INTERVIEW = "WITNESS_INTERVIEW"
    SCENE = "SCENE"
    PHYSICAL = "PHYSICAL"
    OTHER = "OTHER"


TEXT_KIND_NAMES = {
    TextKind.PARTY_INTERVIEW: "询问笔录（当事人）",
    TextKind.WITNESS_INTERVIEW: "询问笔录（证人）",
    TextKind.SCENE: "现场笔录、勘验笔录",
    TextKind.PHYSICAL: "物证登记",
    TextKind.OTHER: "其他文字记录",
}

TEXT_EVIDENCE = {
    TextKind.PARTY_INTERVIEW: EvidenceKind.STATEMENT,
    TextKind.WITNESS_INTERVIEW: EvidenceKind.TESTIMONY,
    TextKind.SCENE: EvidenceKind.SCENE,
    TextKind.PHYSICAL: EvidenceKind.PHYSICAL,
    TextKind.OTHER: EvidenceKind.DOCUMENTARY,
}


class UploadState(StrEnum):
    OPEN = "OPEN"
    RECEIVED = "RECEIVED"
    SEALED = "SEALED"
    REFUSED = "REFUSED"
    CANCELLED = "CANCELLED"
    EXPIRED = "EXPIRED"


UPLOAD_STATE_NAMES = {
    UploadState.OPEN: "上传未完成",
    UploadState.RECEIVED: "已收齐，正在核验入卷",
    UploadState.SEALED: "已入卷",
    UploadState.REFUSED: "未予接收",
    UploadState.CANCELLED: "已取消",
    UploadState.EXPIRED: "逾期未续传，已清理",
}


class PlaceSource(StrEnum):
    """How the sending device came by its place, or why there is none."""

    BROWSER = "BROWSER"
    REFUSED = "REFUSED"
    UNAVAILABLE = "UNAVAILABLE"


PLACE_SOURCE_NAMES = {
    PlaceSource.BROWSER: "上传设备定位",
    PlaceSource.REFUSED: "上传人未允许定位",
    PlaceSource.UNAVAILABLE: "上传设备未能定位",
}


class JobKind(StrEnum):
    SEAL = "SEAL"
    DERIVE = "DERIVE"
    CLIP = "CLIP"
    MARK = "MARK"


JOB_KIND_NAMES = {
    JobKind.SEAL: "核验入卷",
    JobKind.DERIVE: "生成预览",
    JobKind.CLIP: "剪取片段",
    JobKind.MARK: "制作带水印的调阅副本",
}


class CopyKind(StrEnum):
    """Copies made because somebody asked: a stretch, or one marked with the asker's name."""

    CLIP = "CLIP"
    MARK = "MARK"


COPY_KIND_NAMES = {CopyKind.CLIP: "片段", CopyKind.MARK: "带水印的调阅副本"}


class JobState(StrEnum):
    QUEUED = "QUEUED"
    RUNNING = "RUNNING"
    DONE = "DONE"
    FAILED = "FAILED"


JOB_STATE_NAMES = {
    JobState.QUEUED: "排队中",
    JobState.RUNNING: "处理中",
    JobState.DONE: "已完成",
    JobState.FAILED: "未能完成",
}


class CustodyEvent(StrEnum):
    RECEIVED = "RECEIVED"
    SEALED = "SEALED"
    RECORDED = "RECORDED"
    LABELLED = "LABELLED"
    DERIVED = "DERIVED"
    VIEWED = "VIEWED"
    COPIED = "COPIED"
    BUNDLED = "BUNDLED"
    HELD = "HELD"
    RELEASED = "RELEASED"
    EXTENDED = "EXTENDED"
    DISPOSED = "DISPOSED"


CUSTODY_NAMES = {
    CustodyEvent.RECEIVED: "接收",
    CustodyEvent.SEALED: "封存入卷",
    CustodyEvent.RECORDED: "制作入卷",
    CustodyEvent.LABELLED: "标注",
    CustodyEvent.DERIVED: "生成副本",
    CustodyEvent.VIEWED: "调阅",
    CustodyEvent.COPIED: "下载副本",
    CustodyEvent.BUNDLED: "导出电子卷宗包",
    CustodyEvent.HELD: "停止销毁",
    CustodyEvent.RELEASED: "解除停止销毁",
    CustodyEvent.EXTENDED: "延长锁定",
    CustodyEvent.DISPOSED: "销毁",
}


class Soundness(StrEnum):
    """What reading an object back showed."""

    OK = "OK"
    MISMATCH = "MISMATCH"
    MISSING = "MISSING"
    UNREADABLE = "UNREADABLE"


SOUNDNESS_NAMES = {
    Soundness.OK: "一致",
    Soundness.MISMATCH: "内容与入卷时的校验值不符",
    Soundness.MISSING: "文件缺失",
    Soundness.UNREADABLE: "文件无法读取",
}


class Trace(StrEnum):
    """Lines of the custody time line that come from elsewhere than the custody record itself."""

    OPENED = "OPENED"
    CHECKED = "CHECKED"
    REFUSED = "REFUSED"


TRACE_NAMES = {
    Trace.OPENED: "开始上传",
    Trace.CHECKED: "固定性核验",
    Trace.REFUSED: "查阅被拒绝",
}


class Purpose(StrEnum):
    """Why somebody looks at a recording (音像记录调阅). OTHER needs its reason in words."""

    HANDLING = "HANDLING"
    REVIEW = "REVIEW"
    DECISION = "DECISION"
    DEFENCE = "DEFENCE"
    REMEDY = "REMEDY"
    SUPERVISION = "SUPERVISION"
    OTHER = "OTHER"


PURPOSE_NAMES = {
    Purpose.HANDLING: "办案核实",
    Purpose.REVIEW: "法制审核",
    Purpose.DECISION: "审批决定",
    Purpose.DEFENCE: "陈述申辩复核",
    Purpose.REMEDY: "复议、诉讼举证",
    Purpose.SUPERVISION: "执法监督",
    Purpose.OTHER: "其他（须写明）",
}


class DerivativeKind(StrEnum):
    POSTER = "poster"
    PROXY = "proxy"
    SOUND = "sound"
    WAVE = "wave"
    SMALL = "small"
    LARGE = "large"
    STRIP = "strip"
    STRIP_INDEX = "strip_index"


DERIVATIVE_NAMES = {
    DerivativeKind.POSTER: "封面图",
    DerivativeKind.PROXY: "播放副本",
    DerivativeKind.SOUND: "收听副本",
    DerivativeKind.WAVE: "声音波形",
    DerivativeKind.SMALL: "缩略图",
    DerivativeKind.LARGE: "大图",
    DerivativeKind.STRIP: "画面条",
    DerivativeKind.STRIP_INDEX: "画面条索引",
}
