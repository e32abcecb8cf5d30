from enum import StrEnum

SHA256 = "length({}) = 64"


def one_of(column: str, kind: type[StrEnum]) -> str:
    return f"{column} IN ({', '.join(repr(member.value) for member in kind)})"
