"""公示质量: the body's own rates, each with its definition beside it."""

from flask import Blueprint, render_template

from enforcement.publication import public_openness as openness
from enforcement.publication import public_queries as queries
from enforcement.web import board_kit as kit

blueprint = Blueprint("board_openness", "enforcement.publication")


@blueprint.get("/openness")
def index() -> str:
    session = kit.reading()
    return render_template(
        "board/openness.html",
        on_time=openness.on_time(session, today=kit.today()),
        full_text=openness.full_text(session),
        withheld=queries.withheld_by_year(session),
    )


@blueprint.get("/openness.json")
def data() -> dict[str, object]:
    session = kit.reading()
    rates = {"on_time": openness.on_time(session, today=kit.today()), "full_text": openness.full_text(session)}
    told: dict[str, object] = {
        name: [{"year": one.year, "part": one.part, "whole": one.whole} for one in shares]
        for name, shares in rates.items()
    }
    withheld = [{"year": year, "cases": cases} for year, cases in queries.withheld_by_year(session)]
    return told | {"withheld": withheld, "as_of": kit.today().isoformat()}
