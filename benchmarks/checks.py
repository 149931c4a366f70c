"""Checks over drafts of an archive: changes that must be caught, and honest edits that must not be accused.

Drafts are made by the archive's own keywords. Into their sentences one change each is put: a digit (other, more, fewer,
exchanged, or two numbers exchanged), a day or month, a negation (put in, left out), a unit (of measure or of place), a
name (another of the archive, or one syllable of it). Other sentences are edited honestly: clauses moved or left out,
connectives put in, taken out or exchanged, other spellings of the same, and several of these. `caught`: the sentence
has a finding of drift from its source. `accused`: the same for honest edits. Nothing here knows how the checks work.
"""

from __future__ import annotations

import argparse
import copy
import random
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from benchmarks.checks_changes import INJECTIONS, names_of
from benchmarks.checks_edits import edit_honestly
from benchmarks.common import Figures, mean, run, workbench_over
from workbench.drafting.checks.sources import ABSENT, DRIFTED
from workbench.drafting.model import Draft, DraftItem
from workbench.workbench import Workbench

Change = Callable[[str, random.Random], str | None]
_LEAST_SYLLABLES = 6


@dataclass(frozen=True)
class Place:
    """A sentence of a draft, its change, and what sort of change it is."""

    draft: int
    item_id: str
    text: str
    changed: str
    kind: str


def measure(arguments: argparse.Namespace) -> Figures:
    """Make drafts, change their sentences, check, count."""
    chance = random.Random(arguments.seed)
    with workbench_over(arguments.data) as workbench:
        workbench.build()
        queries = [row.term for row in workbench.keywords(limit=arguments.queries).rows]
        drafts = [workbench.draft(query, title=f"kết quả thực hiện {query}") for query in queries]
        sentences = [(number, item) for number, draft in enumerate(drafts) for item in draft.items() if _fits(item)]
        chance.shuffle(sentences)
        names = names_of(item.text for _, item in sentences)
        injected = _injected(sentences, names, arguments.changes, chance)
        honest = _honest(sentences, arguments.changes, chance)
        caught, seconds = _checked(workbench, drafts, injected)
        accused, more = _checked(workbench, drafts, honest)
    by_kind = Counter(place.kind for place in injected)
    caught_by_kind = Counter(place.kind for place, found in zip(injected, caught, strict=True) if found)
    _tell("not caught", [place for place, found in zip(injected, caught, strict=True) if not found])
    _tell("accused", [place for place, found in zip(honest, accused, strict=True) if found])
    by_edit = Counter(place.kind for place, found in zip(honest, accused, strict=True) if found)
    return {
        "sentences": len(sentences),
        "injected": len(injected),
        "caught": mean(caught),
        "honest_edits": len(honest),
        "accused": mean(accused),
        "caught_by_kind": {kind: caught_by_kind[kind] / count for kind, count in sorted(by_kind.items())},
        "accused_by_kind": dict(sorted(by_edit.items())),
        "ms_per_sentence": 1000 * (seconds + more) / max(len(injected) + len(honest), 1),
    }


def _fits(item: DraftItem) -> bool:
    return bool(item.citations) and len(item.text.split()) >= _LEAST_SYLLABLES and item.text == item.citations[0].quote


def _injected(
    sentences: Sequence[tuple[int, DraftItem]], names: Sequence[str], wanted: int, chance: random.Random
) -> list[Place]:
    """One change a sentence; the kinds in turn, so that each has its share where sentences allow it."""
    found: list[Place] = []
    seen: set[tuple[str, str]] = set()
    kinds = list(INJECTIONS)
    for turn in range(40):
        for number, item in sentences:
            if len(found) >= wanted:
                return found
            for step in range(len(kinds)):
                kind = kinds[(len(found) + turn + step) % len(kinds)]
                changed = INJECTIONS[kind](item.text, names, chance)
                if changed is not None and (item.text, changed) not in seen:
                    seen.add((item.text, changed))
                    found.append(Place(number, item.id, item.text, changed, kind))
                    break
    return found


def _honest(sentences: Sequence[tuple[int, DraftItem]], wanted: int, chance: random.Random) -> list[Place]:
    found: list[Place] = []
    seen: set[tuple[str, str]] = set()
    for _ in range(40):
        for number, item in sentences:
            if len(found) >= wanted:
                return found
            edited = edit_honestly(item.text, chance)
            if edited is not None and (item.text, edited[0]) not in seen:
                seen.add((item.text, edited[0]))
                found.append(Place(number, item.id, item.text, *edited))
    return found


def _checked(workbench: Workbench, drafts: Sequence[Draft], places: Sequence[Place]) -> tuple[list[bool], float]:
    """Whether each changed sentence has a finding of drift; a draft is checked with one change to a sentence."""
    results: dict[int, bool] = {}
    left = list(enumerate(places))
    seconds = 0.0
    while left:
        later: list[tuple[int, Place]] = []
        now: dict[tuple[int, str], int] = {}
        changed: dict[int, Draft] = {}
        for number, place in left:
            if (place.draft, place.item_id) in now:
                later.append((number, place))
                continue
            now[place.draft, place.item_id] = number
            draft = changed.setdefault(place.draft, copy.deepcopy(drafts[place.draft]))
            draft.edit(place.item_id, place.changed)
        for number, draft in changed.items():
            started = time.perf_counter()
            findings = workbench.check(draft, only=(DRIFTED, ABSENT))
            seconds += time.perf_counter() - started
            accused = {row.item_id for row in findings}
            for (which, item_id), at in now.items():
                if which == number:
                    results[at] = item_id in accused
        left = later
    return [results[number] for number in range(len(places))], seconds


def _tell(what: str, places: Sequence[Place]) -> None:
    for place in places:
        print(f"{what} ({place.kind})\n  {place.text}\n  {place.changed}")


def main(argv: Sequence[str] | None = None) -> Figures:
    """Run the benchmark."""

    def more(parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--queries", type=int, default=200, help="drafts to make (200)")
        parser.add_argument("--changes", type=int, default=500, help="changes, and as many honest edits (500)")
        parser.add_argument("--seed", type=int, default=7, help="of the choice of sentences and changes")

    return run(measure, __doc__, argv, more)


if __name__ == "__main__":
    main()
