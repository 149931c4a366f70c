"""What a text does with the documents that it cites, read from the words around each (domain.md §6.4).

A text is cut into segments: paragraphs, sentences, items of a list. In a segment the nearest word of a relation before
a reference governs it ("bãi bỏ Quyết định A và Quyết định B"); a reference that a segment begins with is governed by
what follows ("Quyết định A hết hiệu lực"), and an item of a list by the line that announces the list ("bãi bỏ các văn
bản sau:").
The words stand in `relation_cues.csv`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from workbench.documents.reference_cues import (
    AGENT,
    AND_MORE,
    BREAK,
    CHANGES,
    DESCRIBED,
    FAR,
    GOES_ON,
    ITEMS,
    KINDS,
    LEAD_IN,
    MARKER,
    NEAR,
    NEAR_ONLY,
    NEW_ITEM,
    NO_CUE,
    PART,
    PROPOSAL,
    TITLE_LEAD_IN,
    WENT_ON,
    Cue,
    Place,
    Told,
    cue_words,
)

__all__ = ["CHANGES", "KINDS", "Place", "relate"]


def relate(lower: str, places: Sequence[Place]) -> list[Told]:
    """What the text does with each of the places (which are in order of their start).

    Args:
        lower: the text, composed and as `spelling.key` gives it.
        places: the references found in it.
    """
    return _Reading(lower, places).told if places else []


class _Reading:
    def __init__(self, lower: str, places: Sequence[Place]) -> None:
        self._text = lower
        self._places = places
        self._inside = [place.start for place in places]
        self._bounds = self._cut()
        self._cues_of: dict[int, list[Cue]] = {}
        self.told: list[Told] = []
        self._governed: dict[int, Told] = {}  # by segment, its first reference
        for number in range(len(places)):
            self.told.append(self._tell(number))

    # -- segments ---------------------------------------------------------------------------------------------

    def _cut(self) -> list[int]:
        """Where segments begin; never inside a reference."""
        bounds = [0]
        for pattern in (BREAK, NEW_ITEM):
            for match in pattern.finditer(self._text):
                at = bisect_right(self._inside, match.start()) - 1
                if at >= 0 and match.start() < self._places[at].end:
                    continue
                if pattern is NEW_ITEM and GOES_ON.search(self._text, max(0, match.start() - 12), match.start()):
                    continue
                bounds.append(match.end())
        return sorted(set(bounds))

    def _segment(self, offset: int) -> int:
        return bisect_right(self._bounds, offset) - 1

    def _end(self, segment: int) -> int:
        return self._bounds[segment + 1] if segment + 1 < len(self._bounds) else len(self._text)

    def _first_place(self, offset: int) -> int:
        return bisect_right(self._inside, offset - 1)

    def _cues(self, segment: int) -> list[Cue]:
        """The words of relations in a segment, outside references."""
        if segment not in self._cues_of:
            found = []
            before, after, pattern = cue_words()
            for match in pattern.finditer(self._text, self._bounds[segment], self._end(segment)):
                at = bisect_right(self._inside, match.start()) - 1
                if at >= 0 and match.start() < self._places[at].end:
                    continue
                if match["review"]:
                    found.append(Cue(match.start(), match.end(), "so_ket"))
                    continue
                phrase = " ".join(match["cue"].split())
                if NO_CUE.search(self._text[max(0, match.start() - 10) : match.start()] + phrase):
                    continue
                if found and found[-1].passive and match.start() < found[-1].end:
                    continue
                if phrase in after and phrase not in before:
                    more = AND_MORE.match(self._text, match.end())
                    end = more.end() if more else match.end()
                    agent = AGENT.match(self._text, end)
                    found.append(Cue(match.start(), agent.end() if agent else end, after[phrase], True, bool(agent)))
                else:
                    found.append(Cue(match.start(), match.end(), before[phrase]))
            self._cues_of[segment] = found
        return self._cues_of[segment]

    # -- one reference ----------------------------------------------------------------------------------------

    def _tell(self, number: int) -> Told:
        place = self._places[number]
        segment = self._segment(place.start)
        cue = self._governing(number, segment)
        if cue is None:
            goes_on = self._text[max(0, self._bounds[segment] - 2) : self._bounds[segment]].startswith(";")
            ways = (self._by_the_list, self._by_what_follows) if goes_on else (self._by_what_follows, self._by_the_list)
            told = ways[0](number, segment) or ways[1](number, segment)
            told = told or Told("khac", (place.start, place.start))
        else:
            told = self._by_cue(number, segment, cue)
        if segment not in self._governed:
            self._governed[segment] = told
        return told

    def _governing(self, number: int, segment: int) -> Cue | None:
        """The nearest word of a relation before the reference that reaches it."""
        place = self._places[number]
        cues = [cue for cue in self._cues(segment) if cue.end <= place.start]
        for at in range(len(cues) - 1, -1, -1):
            cue = cues[at]
            between = self._first_place(cue.end)
            if cue.passive:
                if self._text[cue.end : place.start].rstrip().endswith(":") and not cue.agent:
                    return cue._replace(passive=False)  # "Các văn bản sau đây hết hiệu lực: …"
                # "… theo Luật số 2, Luật Đất đai số 3": the second is a new object
                if not cue.agent or (place.named and number > between):
                    continue
                return cue
            if cue.relation in NEAR_ONLY and not self._is_near(cue, number, between):
                continue
            if cue.relation == "khac" and not self._reaches(cue, number, between):
                continue
            if cue.relation in CHANGES and self._is_quoted(cue, place):
                return Cue(cue.start, cue.end, "khac")
            if cue.relation == "thuc_hien" and at and cues[at - 1].relation == "huong_dan" and not cues[at - 1].passive:
                earlier = cues[at - 1]  # "hướng dẫn một số nội dung thực hiện …"
                if cue.start - earlier.end <= 40 and self._first_place(earlier.end) == between:
                    return earlier._replace(end=cue.end)
            weak = cue.relation == "khac" and self._text[cue.start : cue.end].split()[-1] in ("tại", "theo", "của")
            if weak and self._text[cue.start : cue.end] != "theo" and at and between == number:
                earlier = cues[at - 1]
                gap = self._text[earlier.end : cue.start]
                active = earlier.relation in CHANGES and not earlier.passive
                bare = self._first_place(earlier.end) == number and not re.search(
                    r"(?<!\w)(?:theo|như|bằng)(?!\w)", gap
                )
                if active and bare:
                    return earlier  # "bãi bỏ quy định tại khoản 2 Điều 5 của …"
            return cue
        return None

    def _is_near(self, cue: Cue, number: int, between: int) -> bool:
        """Whether "thực hiện", "hướng dẫn" … can still mean the reference; the farther, the less they do."""
        gap = self._text[cue.end : self._places[between].start]
        in_a_tail = between > self._first_place(self._bounds[self._segment(cue.start)])
        return (len(gap) <= 45 and "," not in gap) if in_a_tail else len(gap) <= 120

    def _reaches(self, cue: Cue, number: int, between: int) -> bool:
        """Whether a word that only mentions stands close enough: "có Công văn", "quy định tại khoản 1 Điều 2 Luật"."""
        phrase = self._text[cue.start : cue.end]
        gap = self._text[cue.end : self._places[between].start]
        if phrase in ("có", "ký", "xem", "gửi", "trình", "áp dụng"):
            return not gap.strip(' :"') or (phrase in ("xem", "áp dụng", "trình") and len(gap) < 40)
        if phrase in ("tham mưu", "xem xét"):
            return len(gap) < 12
        return True

    def _is_quoted(self, cue: Cue, place: Place) -> bool:
        """Whether a phrase in quotes is changed that only holds the reference, or it is what comes instead of one."""
        gap = self._text[cue.end : place.start]
        return gap.count('"') % 2 == 1 or bool(re.search(r"(?<!\w)bằng(?!\w)", gap))

    def _by_cue(self, number: int, segment: int, cue: Cue) -> Told:
        place = self._places[number]
        relation, span = cue.relation, (cue.start, cue.end)
        gap = self._text[cue.end : place.start]
        if cue.passive:
            return Told("khac", span)
        if relation == "huong_dan" and re.search(r"theo(?:\s+sự)?\s+$", self._text[max(0, cue.start - 9) : cue.start]):
            return Told("khac", span)
        as_told = re.search(r"(?<!\w)theo(?!\w)", self._text[cue.start : cue.end] + gap[:6])
        if relation == "thuc_hien" and as_told and WENT_ON.search(self._text, max(0, cue.start - 12), cue.start):
            relation = "khac"
        if relation not in CHANGES:
            change = self._described(number, segment)
            if relation == "khac" and change is not None and change.near:
                return Told(change.relation, change.span, change.relation, change.by)
            if change is not None and change.relation in CHANGES:
                return Told(relation, span, change.relation, change.by)
            return Told(relation, span)
        run = self._run(segment, cue)
        first = self._first_place(cue.end) == number
        part_text = gap if first else self._text[cue.end : self._places[self._first_place(cue.end)].start]
        last = (
            gap
            if first
            else re.split(r",|;|(?<!\w)và(?!\w)", self._text[self._places[number - 1].end : place.start])[-1]
        )
        partial = bool(PART.search(last)) or bool(PART.search(part_text))
        if partial and (relation == "thay_the" or ("sua_doi" in run and relation == "bai_bo")):
            relation = "sua_doi"
        agent = self._subject(segment, cue)
        proposed = agent is None and bool(
            PROPOSAL.search(self._text, max(self._bounds[segment], cue.start - 160), cue.start)
        )
        return Told(relation, span, relation, agent, partial, proposed)

    def _run(self, segment: int, cue: Cue) -> set[str]:
        """The relations of the change words that stand side by side with this one ("sửa đổi, bổ sung và bãi bỏ")."""
        found = {cue.relation}
        start = cue.start
        for earlier in reversed([one for one in self._cues(segment) if one.end <= cue.start]):
            if earlier.relation in CHANGES and not earlier.passive and start - earlier.end <= 8:
                found.add(earlier.relation)
                start = earlier.start
        return found

    def _subject(self, segment: int, cue: Cue) -> int | None:
        """The reference that does what an active word says: "Kế hoạch số 203 … sửa đổi, bổ sung Kế hoạch số 145"."""
        start = cue.start
        for earlier in reversed([one for one in self._cues(segment) if one.end <= cue.start]):
            if earlier.relation in CHANGES and start - earlier.end <= 8:
                start = earlier.start
        number = self._first_place(start) - 1
        if number < 0 or self._segment(self._places[number].start) != segment:
            return None
        tail = self._text[self._places[number].end : start]
        if re.search(r"(?<!\w)(?:này|và)\s*$|,\s+\w|(?<!\w)(?:đã ban hành|quyết định|yêu cầu|đề nghị)(?!\w)", tail):
            return None
        return number

    # -- what follows -----------------------------------------------------------------------------------------

    class _Change(NamedTuple):
        relation: str
        span: tuple[int, int]
        by: int | None
        near: bool

    def _described(self, number: int, segment: int) -> _Change | None:
        """ "… được sửa đổi, bổ sung bởi Nghị định B" right after a reference."""
        place = self._places[number]
        following = self._places[number + 1].start if number + 1 < len(self._places) else len(self._text)
        limit = min(following, self._end(segment))
        for cue in self._cues(segment):
            if cue.start < place.end or not cue.passive or cue.relation not in CHANGES:
                continue
            if cue.start >= limit:
                return None
            tail = self._text[place.end : cue.start]
            near = len(tail) <= NEAR and not re.search(r",\s+\w+\s+\w+\s+\w+\s+\w+\s", tail)
            return self._Change(cue.relation, (cue.start, cue.end), self._agent_after(cue), near)
        return None

    def _agent_after(self, cue: Cue) -> int | None:
        number = self._first_place(cue.end)
        if number >= len(self._places):
            return None
        gap = self._text[cue.end : self._places[number].start]
        if len(gap) >= 160 or re.search(r"[\n;]", gap):
            return None
        near = cue.agent or re.search(r"(?<!\w)(?:bởi|theo|tại|bằng)(?!\w)", gap)
        return number if near else None

    def _by_what_follows(self, number: int, segment: int) -> Told | None:
        """A reference that its segment begins with, or that a list begins: the strongest word after it."""
        place = self._places[number]
        end = min(self._end(segment), place.end + FAR)
        best: Cue | None = None
        for cue in self._cues(segment):
            if cue.start < place.end or cue.start > end:
                continue
            if not cue.passive:
                if cue.relation in CHANGES or (cue.relation != "khac" and best is None):
                    between = self._first_place(place.end)
                    follows = between < len(self._places) and self._places[between].start > cue.start
                    if follows and cue.relation in CHANGES and cue.start - place.end < NEAR:
                        break  # it is what acts
                continue
            if self._text[max(0, cue.start - 5) : cue.start].endswith(("(vb ", "vb ")):
                continue
            far = self._first_place(place.end) < self._first_place(cue.start)
            if cue.relation == "sua_doi" and (far or best is not None or cue.start - place.end > DESCRIBED):
                continue
            if best is None or best.relation == "sua_doi":
                best = cue
            if best.relation != "sua_doi":
                break
        if best is None:
            return None
        return Told(
            best.relation, (best.start, best.end), best.relation, self._agent_after(best), self._partly(place, best)
        )

    def _partly(self, place: Place, cue: Cue) -> bool:
        segment = self._segment(place.start)
        return (
            bool(PART.search(self._text[self._bounds[segment] : place.start]))
            or "một phần" in self._text[cue.end : cue.end + 12]
        )

    # -- lists ------------------------------------------------------------------------------------------------

    def _by_the_list(self, number: int, segment: int) -> Told | None:
        """What the line before a list says of its items, or the reference before a semicolon of the one after it."""
        place = self._places[number]
        begin = self._bounds[segment]
        marker = MARKER.match(self._text, begin)
        first = self._first_place(begin)
        if first != number and segment in self._governed and self._governed[segment].cue[0] < begin:
            return self._governed[segment]  # coordinated with the first of its item
        lead = self._text[marker.end() if marker else begin : place.start]
        kind = _marker_kind(marker)
        if first == number and len(lead) > 60 and not PART.match(lead.strip()):
            return None
        for back in range(segment - 1, max(-1, segment - ITEMS), -1):
            start, end = self._bounds[back], self._end(back)
            line = self._text[start:end]
            if TITLE_LEAD_IN.match(line.strip()):
                return Told("can_cu", (start, end))
            same_line = "\n" not in self._text[max(start, end - 3) : end] and "\t" not in self._text[end - 1 : end]
            if same_line and back in self._governed and self._text[end - 2 : end].startswith(";"):
                told = self._governed[back]
                return told._replace(by=None)
            if LEAD_IN.search(line.strip()):
                back_kind = _marker_kind(MARKER.match(self._text, start))
                if kind and kind == back_kind:
                    return None
                return self._announced(back, place)
            if not (_marker_kind(MARKER.match(self._text, start)) or back in self._governed or same_line):
                return None
        return None

    def _announced(self, segment: int, place: Place) -> Told | None:
        cues = [cue for cue in self._cues(segment) if cue.relation != "khac"]
        if not cues:
            return None
        active = [cue for cue in cues if not cue.passive]
        cue = active[0] if active and active[0].relation not in CHANGES else cues[-1]
        changes = [one for one in cues if one.relation in CHANGES]
        cue = changes[-1] if changes else cue
        line = self._text[cue.start : self._end(segment)]
        phrase = re.search(r"cụm từ|các từ", line)
        if phrase:
            return None
        begin = self._bounds[self._segment(place.start)]
        partial = bool(
            PART.search(self._text[begin : place.start]) or re.search(r"một số (?:điều|điểm|khoản|nội dung)", line)
        )
        change = cue.relation if cue.relation in CHANGES else None
        return Told(cue.relation, (cue.start, cue.end), change, None, partial and change is not None)


def _marker_kind(marker: re.Match[str] | None) -> str | None:
    return marker.lastgroup if marker else None
