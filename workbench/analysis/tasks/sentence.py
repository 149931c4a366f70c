"""Assignments in one sentence: "Giao Ban Tổ chức chủ trì, phối hợp với …, hoàn thành trước …" (domain.md §6.1).

A sentence is cut where another unit is given something ("…; Văn phòng Tỉnh ủy theo dõi"), and where a second deadline
comes with a second verb ("trình trước ngày 30/11; … xong trong quý II").
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from workbench.analysis.tasks.cues import (
    ASSIGN,
    BY,
    BY_ROLE,
    CLAUSE_OF_UNIT,
    COOPERATE,
    DONE,
    DUTY,
    EACH,
    ENACTS,
    FORMULA,
    LABEL,
    LABEL_COOP,
    LABEL_PRODUCT,
    LEAD_IN,
    MODAL,
    NOT_ASSIGNING,
    NUMBERING,
    OPENING,
    ORDERS,
    PAST,
    QUOTED,
    TARGET,
)
from workbench.analysis.tasks.model import Assignment, Cue
from workbench.analysis.tasks.words import BARE_NAMES, Units, begins_with_verb, product_of, read_units, verb_at
from workbench.documents.deadlines import Deadline, find_deadlines


class _Trigger(NamedTuple):
    start: int  # of what sets the task, its opening words included
    units: Units
    cue: Cue
    content: int  # where the work begins


def find_assignments(
    plain: str, start: int, end: int, above: tuple[str, ...] = (), *, listed: bool = False
) -> list[Assignment]:
    """The assignments of the sentence `plain[start:end]` of a text in composed form (`Composed.text`).

    Args:
        above: the units that a heading or lead-in puts above this sentence.
        listed: whether it is an item of a list of tasks, so that a verb alone sets one.
    """
    number = NUMBERING.match(plain, start, end)
    start = number.end() if number else start
    if LEAD_IN.search(plain, max(start, end - 80), end):
        return []
    deadlines = list(_deadlines(plain, start, end))
    labelled = _labelled(plain, start, end, deadlines)
    if labelled:
        return labelled
    triggers = _triggers(plain, start, end, deadlines)
    if not triggers:
        return _without_unit(plain, start, end, above, deadlines, listed)
    found: list[Assignment] = []
    if triggers[0].start > start and (above or listed):
        found += _without_unit(plain, start, triggers[0].start, above, deadlines, listed)
    for trigger, following in zip(triggers, [*triggers[1:], None], strict=True):
        stop = following.start if following else end
        found += _segments(plain, trigger, stop, deadlines)
    return found


def lead_in_units(plain: str, start: int, end: int) -> tuple[str, ...]:
    """The units that a lead-in speaks to: "Ban Thường vụ yêu cầu các cấp ủy … thực hiện các nhiệm vụ sau:"."""
    for match in ASSIGN.finditer(plain, start, end):
        units = read_units(plain, match.end(), end)
        if units:
            return units.names
    number = NUMBERING.match(plain, start, end)
    begin = number.end() if number else start
    units = read_units(plain, begin, end)
    if units and not ORDERS.match(plain, units.end, end):
        return units.names
    return ()


def _triggers(plain: str, start: int, end: int, deadlines: Sequence[Deadline]) -> list[_Trigger]:
    quoted = [match.span() for match in QUOTED.finditer(plain, start, end)]
    found: list[_Trigger] = []
    for trigger in sorted(
        [*_assigning(plain, start, end), *_subjects(plain, start, end, deadlines)], key=lambda one: one.units.start
    ):
        if any(first < trigger.start < last for first, last in quoted):
            continue
        if trigger.cue == "subject" and not found and not _leads(plain, trigger, start, end, deadlines):
            continue
        if found and (trigger.units.start < found[-1].units.end or EACH.match(trigger.units.names[0])):
            continue  # inside the list of units; "mỗi đơn vị chọn …" goes on about the unit named before
        found.append(trigger)
    return found


def _leads(plain: str, trigger: _Trigger, start: int, end: int, deadlines: Sequence[Deadline]) -> bool:
    """Whether a unit inside a sentence is given something: after ";" in a description it only does something."""
    if trigger.start == start:
        return True
    timed = any(trigger.start <= item.start < end and item.strong for item in deadlines)
    return timed or plain.startswith(("chủ trì", "có trách nhiệm", "phải"), trigger.content)


def _assigning(plain: str, start: int, end: int) -> Iterator[_Trigger]:
    for match in ASSIGN.finditer(plain, start, end):
        before = plain[max(start, match.start() - 24) : match.start()]
        if before.strip() and NOT_ASSIGNING.search(before):
            continue
        verb = match["verb"].lower()
        opens = _opens_clause(plain, start, match.start())
        if (
            not opens
            and not verb.startswith(("giao", "thống", "đồng"))
            and not _after_subject(plain, start, match.start())
        ):
            continue
        units = read_units(plain, match.end(), end)
        if units is None or DONE.match(plain, units.end, end):
            continue
        begin = match.start() if opens else _clause_start(plain, start, match.start())
        clause = CLAUSE_OF_UNIT.match(plain, units.end, end)
        if clause:
            units = _with_clause(plain, units, clause.end())
        content = _content_start(plain, units, end)
        if not opens and not _is_work(plain, units.end, content, end):
            continue  # "02 bản giao doanh nghiệp"
        yield _Trigger(begin if begin > start else start, units, "assign", content)
    for match in BY.finditer(plain, start, end):
        units = read_units(plain, match.end(), end)
        if units and BY_ROLE.match(plain, units.end, end) and match.start() > start:
            before = plain[max(start, match.start() - 12) : match.start()]
            if not re.search(r"(?:đã|được)\s+$", before):
                yield _Trigger(_sentence_part(plain, start, match.start()), units, "assign", start)


def _is_work(plain: str, after: int, content: int, end: int) -> bool:
    """Whether what follows a unit says what it shall do."""
    told = verb_at(plain, content) is not None or MODAL.match(plain, after, end) is not None
    return told or ":" in plain[after:content] or bool(find_deadlines(plain[content : min(content + 40, end)]))


def _subjects(plain: str, start: int, end: int, deadlines: Sequence[Deadline]) -> Iterator[_Trigger]:
    """A unit at the beginning of a clause, and a verb that says what it shall do."""
    places = {start: start}
    for match in re.compile(r"[;:.]\s+(?:(?:và|đồng thời|riêng)\s+)?").finditer(plain, start, end):
        places[match.end()] = match.end()
    opening = OPENING.match(plain, start, end)
    if opening:
        for comma in re.compile(r",\s+").finditer(plain, start, end):
            if read_units(plain, comma.end(), end):
                places.setdefault(comma.end(), start)
                break
    for deadline in deadlines:
        joint = re.compile(r"\s*,\s*").match(plain, deadline.end, end)
        if joint and _opens_clause(plain, start, deadline.start):
            places.setdefault(joint.end(), deadline.start)
    for place, begin in sorted(places.items()):
        units = read_units(plain, place, end)
        if units is None or units.start != place:
            continue
        after = units.end
        duty = DUTY.match(plain, after, end)
        clause = CLAUSE_OF_UNIT.match(plain, after, end)
        if duty and not any(after <= item.start < duty.end() for item in deadlines):
            after = duty.end()
        elif clause:
            after = clause.end()
        if DONE.match(plain, after, end) or ORDERS.match(plain, after, end):
            continue
        if ENACTS.match(plain, after, end) and not any(item.start > after for item in deadlines):
            continue
        gap = re.compile(r"\s*(?:[,:]\s*)?").match(plain, after, end)
        at = gap.end() if gap else after
        modal = MODAL.match(plain, after, end)
        timed = any(item.start == at for item in deadlines) and at < end
        if modal or verb_at(plain, at) or timed:
            yield _Trigger(begin, _with_clause(plain, units, after), "subject", at)


def _with_clause(plain: str, units: Units, end: int) -> Units:
    """Units with the clause that tells which are meant: "các xã có tỷ lệ dưới 60%"."""
    said = " ".join(plain[units.end : end].split())
    names = (*units.names[:-1], f"{units.names[-1]} {said}") if said else units.names
    return Units(names, units.start, end)


def _segments(plain: str, trigger: _Trigger, stop: int, deadlines: Sequence[Deadline]) -> Iterator[Assignment]:
    """The tasks that one unit is given: one for each deadline that comes with its own verb."""
    mine = [item for item in deadlines if trigger.start <= item.start < stop]
    cuts: list[int] = []
    telling = [
        item for item in mine if item.kind in ("calendar", "relative") or (item.strong and item.kind == "periodic")
    ]
    for earlier, later in itertools.pairwise(telling):
        cut = _cut_between(plain, earlier.end, later.start)
        if cut == later.start and not earlier.strong:
            continue  # "trong tháng 5, hoàn thành trước ngày 30/6": one piece of work
        if earlier.periodic and later.periodic:
            continue
        if cut is not None and earlier.start >= trigger.units.start:
            cuts.append(cut)
    bounds = [trigger.start, *cuts, stop]
    for number, (first, last) in enumerate(itertools.pairwise(bounds)):
        inside = [item for item in mine if first <= item.start < last]
        content_from = trigger.content if number == 0 else first
        made = _made(plain, first, last, content_from, trigger.units.names, inside, trigger.cue)
        if made.content.endswith(" và") and len(made.content) < 20:
            continue  # "báo cáo và đề nghị …": what is asked of another unit
        bare = " ".join(made.lead).lower() in BARE_NAMES
        timed = made.deadline is not None and made.deadline.start >= content_from
        empty = not made.content or (number == 0 and timed and len(made.content) <= len(made.deadline.text) + 2)  # type: ignore[union-attr]
        if not (bare or empty or (made.deadline is None and FORMULA.match(made.content))):
            yield made


def _cut_between(plain: str, start: int, end: int) -> int | None:
    for match in re.compile(r"[;,.]\s*(?:và\s+|đồng thời\s+)?|\s+(?:và|đồng thời)\s+").finditer(plain, start, end):
        at = match.end()
        if ";" in match[0] or verb_at(plain, at):
            return at
    return None


def _without_unit(
    plain: str, start: int, end: int, above: tuple[str, ...], deadlines: Sequence[Deadline], listed: bool
) -> list[Assignment]:
    """What a sentence sets that names no unit: an item under a unit, or a command with a deadline."""
    text = plain[start:end]
    if TARGET.match(text):
        return []
    opening = OPENING.match(text)
    commands = begins_with_verb(text) or bool(opening and re.search(r",\s", text))
    mine = [item for item in deadlines if start <= item.start < end]
    telling = any(item.strong and item.kind in ("calendar", "relative") for item in mine)
    if not commands or not (above or (listed and telling) or (telling and begins_with_verb(text))):
        return []
    if DONE.match(text) or re.match(r"(?:đã|được)\s", text):
        return []
    trigger = _Trigger(start, Units(above, start, start), "list", start)
    return list(_segments(plain, trigger, end, deadlines))


def _labelled(plain: str, start: int, end: int, deadlines: Sequence[Deadline]) -> list[Assignment]:
    """ "… Cơ quan chủ trì: X; phối hợp: Y; thời gian: quý III/2025." """
    label = LABEL.search(plain, start, end)
    if label is None or plain[label.start() - 1 : label.start()].strip() not in ("", ".", ";", ",", "-", "(", ":"):
        return []
    units = read_units(plain, label.end(), end)
    if units is None:
        return []
    made = _made(plain, start, end, start, units.names, list(deadlines), "label", content_to=label.start())
    coop = LABEL_COOP.search(plain, start, end)
    others = read_units(plain, coop.end(), end) if coop else None
    product = LABEL_PRODUCT.search(plain, start, end)
    values = {**vars(made), "cooperate": others.names if others else made.cooperate}
    if product:
        values["product"] = " ".join(product["what"].split())
    return [Assignment(**values)]


def _made(
    plain: str, start: int, end: int, content_from: int, lead: tuple[str, ...], deadlines: Sequence[Deadline], cue: Cue,
    content_to: int | None = None,
) -> Assignment:  # fmt: skip
    content = " ".join(plain[content_from : content_to or end].split()).strip(" ,;.:-–(")
    coop = COOPERATE.search(plain, content_from, end)
    others = read_units(plain, coop.end(), end) if coop else None
    text_end = end - (len(plain[start:end]) - len(plain[start:end].rstrip(" ;,\n\t")))
    return Assignment(
        start, max(text_end, start), content, lead, others.names if others else (), best_deadline(deadlines),
        product_of(plain[content_from:end]), cue,
    )  # fmt: skip


def has_label(plain: str, start: int, end: int) -> bool:
    """Whether a text names its unit by a label, "Cơ quan chủ trì: …"."""
    return bool(_labelled(plain, start, end, ()))


def numbering(plain: str, start: int = 0) -> tuple[int | None, int]:
    """The level of a line's number (0 for I, 1 for 1., 2 for 1.1, 3 for a), 4 for a dash) or None; and its end."""
    match = NUMBERING.match(plain, start)
    if match is None:
        return None, start
    mark = match[0].strip()
    if mark[:1] in "-–+*•":
        return (5 if mark[:1] == "+" else 4), match.end()
    if re.match(r"[a-zđ]\d?\s*[).]", mark):
        return 3, match.end()
    if re.match(r"\d", mark):
        return 1 + min(mark.rstrip(".-) /").count("."), 1), match.end()
    return 0, match.end()


def best_deadline(deadlines: Sequence[Deadline]) -> Deadline | None:
    """The deadline of a task among those its words hold: one with a day, in clear words, the last one."""
    order = {"calendar": 3, "relative": 3, "periodic": 2, "open": 1}

    def rank(item: Deadline) -> tuple[bool, int, bool, int]:
        known = item.kind != "relative" or item.count > 0
        return (known and item.strong, order[item.kind], item.strong, item.start)

    return max(deadlines, key=rank, default=None)


def _deadlines(plain: str, start: int, end: int) -> list[Deadline]:
    found = []
    for item in find_deadlines(plain[start:end]):
        placed = Deadline(**{**vars(item), "start": item.start + start, "end": item.end + start})
        if placed.kind == "calendar" and PAST.search(plain[max(start, placed.start - 40) : placed.start]):
            continue
        found.append(placed)
    return found


def _opens_clause(plain: str, start: int, at: int) -> bool:
    before = plain[start:at].rstrip()
    return (
        not before
        or before[-1] in ";:.,("
        or bool(re.search(r"(?:và|đồng thời|thời gian tới|riêng|trước mắt)$", before, re.IGNORECASE))
    )


def _after_subject(plain: str, start: int, at: int) -> bool:
    """Whether "đề nghị", "yêu cầu" stands right after the unit that speaks."""
    for place in {start, _sentence_part(plain, start, at), _after_comma(plain, start, at)}:
        units = read_units(plain, place, at)
        if units and not plain[units.end : at].strip():
            return True
    return False


def _after_comma(plain: str, start: int, at: int) -> int:
    comma = plain.rfind(", ", start, at)
    return comma + 2 if comma >= 0 else start


def _clause_start(plain: str, start: int, at: int) -> int:
    return at if _after_subject(plain, start, at) else _sentence_part(plain, start, at)


def _sentence_part(plain: str, start: int, at: int) -> int:
    """Where the part of the sentence begins (after ";" or ": ") in which an offset stands."""
    cut = max(plain.rfind(mark, start, at) for mark in ("; ", ". "))
    return cut + 2 if cut >= 0 else start


def _content_start(plain: str, units: Units, end: int) -> int:
    return re.compile(r"[\s,:]*").match(plain, units.end, end).end()  # type: ignore[union-attr]  # it always matches
