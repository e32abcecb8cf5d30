"""What the core may refuse, and how. `web/errors.py` maps each class to a status and a page."""

from collections.abc import Mapping, Sequence


class EnforcementError(Exception):
    """A refusal a person can read: one Chinese sentence, and the article it rests on where there is one."""

    def __init__(self, sentence: str, *, basis: str = "", code: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.basis = basis
        self.code = code or type(self).__name__


class NotFound(EnforcementError):
    """Also raised for things the actor may not know of: existence itself can be secret."""

    def __init__(self, sentence: str = "没有找到您要的内容，可能已被移走，或您无权查看。") -> None:
        super().__init__(sentence)


class NotSignedIn(EnforcementError):
    def __init__(self, sentence: str = "请先登录。") -> None:
        super().__init__(sentence)


class Concealed(NotFound):
    """It exists, but not for this person: answered like anything unknown, and noted like any refused attempt."""

    noted = "不在该人员的查阅范围内，已按“没有找到”答复。"


class NotAllowed(EnforcementError):
    @property
    def noted(self) -> str:
        return self.sentence


class RuleBroken(EnforcementError):
    """The law refuses. `code` is stable, for machines and tests; `basis` names the article.

    `cure` names the page where what is missing can be put right, if there is one.
    """

    def __init__(self, code: str, sentence: str, *, basis: str, cure: str = "") -> None:
        super().__init__(sentence, basis=basis, code=code)
        self.cure = cure


class Stale(EnforcementError):
    """Somebody else changed the same thing first; the slower editor sees both versions."""

    def __init__(self, sentence: str = "他人已先行修改，请刷新后核对再提交。") -> None:
        super().__init__(sentence)


class Gone(EnforcementError):
    """It was here and was lawfully destroyed; the sentence names the paper."""


class InvalidInput(EnforcementError):
    """`fields` maps an input's name to its Chinese sentences."""

    def __init__(self, fields: Mapping[str, Sequence[str]], sentence: str = "请更正标出的内容后再提交。") -> None:
        super().__init__(sentence)
        self.fields = {name: list(messages) for name, messages in fields.items()}


class Unavailable(EnforcementError):
    """A part we depend on (database, object store) does not answer: try again later, nothing was lost."""
