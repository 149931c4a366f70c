"""Number checks: errors put into documents and found, and alarms on documents as they are (any folder of files as DIR).

An error is one digit changed in a number that arithmetic can see: it takes part in a relation that held (a share, a
sum, an increase, a total or computed column of a table, text against its annex), and the relation does not hold any
more with the changed number; a change that rounding hides is no error and another digit is drawn. It is found when a
finding names the changed number. `alarms` are findings on unchanged documents: each is printed, for people to judge
which are real
errors of the text; `alarm_share` counts them all against the relations tested.
"""

from __future__ import annotations

import argparse
import random
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from benchmarks.common import Figures, office_files, run, take
from workbench.analysis.number_checks import Relation, relations
from workbench.documents.model import Document

_SEED = 20_261_130
_TRIES = 40  # digits drawn for one error before giving up


def measure(arguments: argparse.Namespace) -> Figures:
    """Test every document as it is, then with errors."""
    documents: list[tuple[Document, list[Relation]]] = []
    alarms, accused, seconds, characters = 0, 0, 0.0, 0
    for file in office_files(arguments.data):
        document = take(file)[1]
        if document is None:
            continue
        started = time.perf_counter()
        found = relations(document)
        seconds += time.perf_counter() - started
        characters += len(document.text)
        documents.append((document, found))
        wrong = [relation for relation in found if not relation.holds]
        alarms += len(wrong)
        accused += bool(wrong)
        for relation in wrong:
            print(f"alarm: {document.path}: {relation.rule}: {relation.message}")
    tested = sum(len(found) for _, found in documents)
    injected, caught, missed = _inject(documents, arguments.errors)
    for name, count in missed.most_common():
        print(f"missed: {name}: {count}")
    return {
        "documents": len(documents),
        "tested": tested,
        "alarms": alarms,
        "documents_with_alarms": accused,
        "alarm_share": alarms / tested if tested else 0.0,
        "injected": injected,
        "caught": caught,
        "caught_share": caught / injected if injected else 0.0,
        "characters_per_s": characters / seconds if seconds else 0.0,
    }


def _inject(documents: Sequence[tuple[Document, list[Relation]]], errors: int) -> tuple[int, int, Counter[str]]:
    draw = random.Random(_SEED)
    visible = [(document, relation) for document, found in documents for relation in found if relation.holds]
    injected = caught = 0
    missed: Counter[str] = Counter()
    if not visible:
        return 0, 0, missed
    for _ in range(errors):
        for _ in range(_TRIES):
            document, relation = draw.choice(visible)
            span = draw.choice(relation.members)
            changed = _changed(document.text, span, draw)
            if changed is None:
                continue
            found = relations(replace(document, text=changed))
            if any(
                other.holds and other.rule == relation.rule and other.members == relation.members for other in found
            ):
                continue  # rounding hides it
            injected += 1
            if any(not other.holds and span in other.members for other in found):
                caught += 1
            else:
                missed[relation.rule] += 1
                first, last = relation.members[0][0], relation.members[-1][1]
                print(f"missed: {relation.rule}: {changed[max(0, first - 60) : min(last + 20, first + 200)]!r}")
            break
    return injected, caught, missed


def _changed(text: str, span: tuple[int, int], draw: random.Random) -> str | None:
    """The text with one digit of a number changed; the first digit does not become 0."""
    places = [place for place in range(*span) if text[place].isdigit()]
    if not places:
        return None
    place = draw.choice(places)
    others = [digit for digit in "0123456789" if digit != text[place] and not (digit == "0" and place == places[0])]
    return f"{text[:place]}{draw.choice(others)}{text[place + 1 :]}"


def main(argv: Sequence[str] | None = None) -> Figures:
    """Run the benchmark."""
    return run(
        measure,
        __doc__,
        argv,
        lambda parser: parser.add_argument("--errors", type=int, default=500, help="how many errors to put in"),
    )


if __name__ == "__main__":
    main()
