"""The sheet the public reads, made once: shown by the board, confirmed by the second person, scanned byte by byte."""

from datetime import date
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from enforcement.kernel.clock import chinese_day
from enforcement.publication.content import Content

FOLDER = Path(__file__).parent / "templates"


def article(content: Content) -> str:
    """HTML of the article alone; whatever stands around it on a page says nothing about the case."""
    return _template().render(content=content, rows=_rows(content))


@cache
def _template() -> Template:
    surroundings = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return surroundings.get_template("board/article.html")


def _rows(content: Content) -> list[tuple[str, str, str]]:
    """Name, label and words of each field that has something to say."""
    shown = ((name, label, _words(name, getattr(content, name))) for name, label in content.labels.items())
    return [(name, label, words) for name, label, words in shown if words]


def _words(name: str, value: object) -> str:
    if isinstance(value, date):
        return chinese_day(value)
    if isinstance(value, int):
        return f"{value // 100:,}.{value % 100:02d} 元" if value else ""
    return str(value)
