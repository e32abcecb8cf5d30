"""`python -m tests.redaction`: recall and precision over the made-up decisions, as text and as final bytes."""

import sys
from collections.abc import Iterable

from tests.redaction import carriers
from tests.redaction.decisions import Made, decision
from tests.redaction.measure import Tally, tally, tally_carried
from tests.redaction.unseen import unseen

FIRST, SECOND, CARRIED = 300, 300, 60


def table(title: str, found: Tally) -> str:
    lines = [f"\n{title}", f"{'kind':16}{'marked':>8}{'recall':>9}{'precision':>11}"]
    lines += [
        f"{kind:16}{found.marked[kind]:8}{found.recall(kind):9.4f}{found.precision(kind):11.4f}"
        for kind in sorted(found.marked)
    ]
    return "\n".join(lines)


def carried(texts: Iterable[Made]) -> dict[str, Tally]:
    made = list(texts)
    pages = carriers.pdf_texts(carriers.pdf([each.text for each in made]))
    return {
        "HTML": tally_carried(made, [carriers.read("x.html", carriers.page(each.text)) for each in made]),
        "PDF": tally_carried(made, pages),
        "DOCX": tally_carried(made, [carriers.read("x.docx", carriers.word(each.text)) for each in made]),
    }


def main() -> None:
    say = sys.stdout.write
    say(table(f"{FIRST} decisions", tally(map(decision, range(FIRST)))))
    say(table(f"{SECOND} decisions of the second set", tally(map(unseen, range(SECOND)))))
    for name, found in carried(map(decision, range(CARRIED))).items():
        say(table(f"{CARRIED} decisions as {name}", found))
    say("\n")


if __name__ == "__main__":
    main()
