"""The words of this room: verdicts and states, each with what people read beside it."""

from enum import StrEnum


class Came(StrEnum):
    """How files came from a device."""

    COMMAND = "COMMAND"
    FOLDER = "FOLDER"


CAME_NAMES = {Came.COMMAND: "管理命令导入", Came.FOLDER: "采集站文件夹自动导入"}


class Result(StrEnum):
    """What became of one file of a receipt."""

    TAKEN = "TAKEN"
    DAMAGED = "DAMAGED"
    KNOWN = "KNOWN"
    REFUSED = "REFUSED"


RESULT_NAMES = {
    Result.TAKEN: "已收",
    Result.DAMAGED: "已收（有缺损）",
    Result.KNOWN: "已有",
    Result.REFUSED: "未收",
}


class LinkedBy(StrEnum):
    PERSON = "PERSON"
    SLATE = "SLATE"


LINKED_BY_NAMES = {LinkedBy.PERSON: "人工关联", LinkedBy.SLATE: "电子场记板自动关联"}


class Verdict(StrEnum):
    """What the first minute of a recording shows."""

    BELIEVED = "BELIEVED"
    NONE = "NONE"
    FORGED = "FORGED"
    OTHER_BODY = "OTHER_BODY"
    UNKNOWN = "UNKNOWN"
    SEVERAL = "SEVERAL"
    EXPIRED = "EXPIRED"
    REPLAYED = "REPLAYED"
    OTHER_CASE = "OTHER_CASE"
    NOT_ON_CASE = "NOT_ON_CASE"
    CASE_ENDED = "CASE_ENDED"
    UNREAD = "UNREAD"


VERDICT_SENTENCES = {
    Verdict.BELIEVED: "画面中有本单位的电子场记板，已按其关联并测得设备时钟偏差。",
    Verdict.NONE: "前一分钟画面中没有电子场记板，请人工关联。",
    Verdict.FORGED: "画面中的场记板签名不符，不是本系统出具或者已被改动，没有自动关联。",
    Verdict.OTHER_BODY: "画面中有其他单位的场记板，没有自动关联。",
    Verdict.UNKNOWN: "画面中的场记板在本系统没有登记，没有自动关联。",
    Verdict.SEVERAL: "画面中先后出现两块不同的场记板，不能确定属于哪件案件，没有自动关联。",
    Verdict.EXPIRED: "画面中的场记板不在其有效时间内，没有自动关联。",
    Verdict.REPLAYED: "场记板显示的时间比录像自带的时间早半小时以上，可能是翻拍的旧场记板，没有自动关联。",
    Verdict.OTHER_CASE: "画面中的场记板属于另一件案件，请核对这份录像是否传错了案件。",
    Verdict.NOT_ON_CASE: "设备持有人不是场记板所属案件的承办人，没有自动关联。",
    Verdict.CASE_ENDED: "场记板所属案件已不能再收入证据，没有自动关联。",
    Verdict.UNREAD: "画面无法解读，没有查找场记板，请人工关联。",
}
