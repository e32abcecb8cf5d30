"""Everything the storage house can refuse, each with a code and a sentence a person can act on."""

from enum import StrEnum


class StorageError(Exception):
    """Root of the family; nothing else leaves this house on purpose."""


class KeyRefused(StorageError):
    """The key is not one of ours: it could leave the store or collide with its records."""


class ObjectMissing(StorageError):
    """No object under this key."""


class ObjectExists(StorageError):
    """The key is taken. Objects are written once; a correction is a new object."""


class ObjectLocked(StorageError):
    """A retention period or a hold forbids this."""


class LockUnsupported(StorageError):
    """The bucket was made without object lock, or the server has none."""


class StoreUnavailable(StorageError):
    """The store cannot be reached or cannot do its work now; trying again later may help."""


class SizeMismatch(StorageError):
    """More or fewer bytes arrived than were announced."""


class DigestMismatch(StorageError):
    """The bytes read back are not the bytes that were written."""


class Refusal(StrEnum):
    """Why a file is not accepted, or cannot be shown."""

    EMPTY = "empty"
    NAME_UNKNOWN = "name_unknown"
    CONTENT_UNKNOWN = "content_unknown"
    NAME_CONTENT_DIFFER = "name_content_differ"
    UNREADABLE = "unreadable"
    NO_PICTURE = "no_picture"
    NO_SOUND = "no_sound"

    @property
    def sentence(self) -> str:
        return REFUSAL_SENTENCES[self]


class Exceeded(StrEnum):
    """Which limit a file ran into."""

    PROCESSOR_TIME = "processor_time"
    WALL_TIME = "wall_time"
    MEMORY = "memory"
    OUTPUT = "output"
    PIXELS = "pixels"
    STREAMS = "streams"
    DURATION = "duration"

    @property
    def sentence(self) -> str:
        return EXCEEDED_SENTENCES[self]


REFUSAL_SENTENCES = {
    Refusal.EMPTY: "文件是空的，请重新选择文件。",
    Refusal.NAME_UNKNOWN: "不接受这种扩展名的文件，请上传常见的视频、音频、图片或者 PDF 文件。",
    Refusal.CONTENT_UNKNOWN: "文件内容不是可以识别的视频、音频、图片或者 PDF。",
    Refusal.NAME_CONTENT_DIFFER: "文件内容与扩展名不一致，请核对文件后重新上传。",
    Refusal.UNREADABLE: "文件已经损坏或者无法解读，不能生成预览。",
    Refusal.NO_PICTURE: "文件中没有图像，不能生成画面预览。",
    Refusal.NO_SOUND: "文件中没有声音，不能生成声音预览。",
}

EXCEEDED_SENTENCES = {
    Exceeded.PROCESSOR_TIME: "处理这个文件用时过长，已经停止。",
    Exceeded.WALL_TIME: "处理这个文件等待过久，已经停止。",
    Exceeded.MEMORY: "处理这个文件需要的内存过多，已经停止。",
    Exceeded.OUTPUT: "处理这个文件产生的数据过多，已经停止。",
    Exceeded.PIXELS: "画面尺寸超出可以处理的范围。",
    Exceeded.STREAMS: "文件中的音视频流过多。",
    Exceeded.DURATION: "文件标明的时长不合常理。",
}


class MediaRefused(StorageError):
    """The file is not accepted, or cannot be shown. The original may still be kept as evidence."""

    def __init__(self, reason: Refusal, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}" if detail else str(reason))
        self.reason = reason
        self.detail = detail

    @property
    def sentence(self) -> str:
        return self.reason.sentence


class MediaLimit(StorageError):
    """Handling the file would cost more than it may. The original may still be kept as evidence."""

    def __init__(self, exceeded: Exceeded, detail: str = "") -> None:
        super().__init__(f"{exceeded}: {detail}" if detail else str(exceeded))
        self.exceeded = exceeded
        self.detail = detail

    @property
    def sentence(self) -> str:
        return self.exceeded.sentence
