"""Which pairs of documents are worth an exact look: alike by signature, by natural key, or by the very same text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from workbench.archive import similar
from workbench.archive.similar import Profile

_FEW_CHANGES = 200  # contents: up to here comparing with every signature is quicker than building the index of all
_LIKELY = 0.35  # estimated share of common triples from which a pair is looked at exactly
_ALL_BUT_EQUAL = 0.7  # the same for two texts of which no header says that they are one
_MOST = 50  # files that one file is compared with: beyond, an archive holds one form filled in thousands of times


class Near:
    """For the contents that are new, the contents whose texts are alike.

    Args:
        signatures: content hash, text key and signature (b"" for a text without words) of every content.
        new: the content hashes to look for.
    """

    def __init__(self, signatures: Sequence[tuple[str, str, bytes]], new: set[str]) -> None:
        with_words = [row for row in signatures if row[2]]
        self._hashes = [row[0] for row in with_words]
        self._values = np.frombuffer(b"".join(row[2] for row in with_words), dtype=np.uint32)
        self._values = self._values.reshape(-1, similar.PERMUTATIONS)
        keys = {row[0]: row[1] for row in signatures}
        new_keys = {keys[content] for content in new if content in keys}
        self.same_text: dict[str, list[str]] = {}
        """For each text of a new content, all contents that have it."""
        for content, key in keys.items():
            if key in new_keys:
                self.same_text.setdefault(key, []).append(content)
        self.alike: dict[str, list[tuple[float, str]]] = {}
        """For each new content, others by estimated likeness, most alike first."""
        places = [place for place, content in enumerate(self._hashes) if content in new]
        for place, others in self._brute(places) if len(places) <= _FEW_CHANGES else self._indexed(places):
            shares = (self._values[others] == self._values[place]).mean(axis=1)
            order = np.argsort(-shares, kind="stable")[: 4 * _MOST]
            found = [(float(shares[at]), self._hashes[others[at]]) for at in order if others[at] != place]
            self.alike[self._hashes[place]] = [pair for pair in found if pair[0] >= _LIKELY]
        self._new = new

    def contents(self) -> set[str]:
        """Every content that has to do with the new ones, these among them."""
        found = {content for pairs in self.alike.values() for _, content in pairs}
        return found | self._new | {content for contents in self.same_text.values() for content in contents}

    def _brute(self, places: list[int]) -> Iterator[tuple[int, npt.NDArray[Any]]]:
        for place in places:
            shares = (self._values == self._values[place]).mean(axis=1)
            yield place, np.flatnonzero(shares >= _LIKELY)

    def _indexed(self, places: list[int]) -> Iterator[tuple[int, npt.NDArray[Any]]]:
        from datasketch import MinHashLSH  # type: ignore[import-untyped]  # late, as in `similar`

        index = MinHashLSH(num_perm=similar.PERMUTATIONS, params=(similar.BANDS, similar.ROWS))
        for place, values in enumerate(self._values):
            index.insert(place, similar.minhash(values), check_duplication=False)
        for place in places:
            yield place, np.array(index.query(similar.minhash(self._values[place])), dtype=np.intp)


def pairs_to_look_at(profiles: Mapping[str, Profile], changed: set[str], near: Near) -> Iterator[tuple[str, str]]:
    """Pairs of ids, each once and in order, of which one is changed and whose headers do not contradict each other."""
    seen: set[tuple[str, str]] = set()
    for one, other in _all_pairs(profiles, near):
        pair = (one, other) if one < other else (other, one)
        if one == other or pair in seen or not (one in changed or other in changed):
            continue
        seen.add(pair)
        first, second = profiles[one], profiles[other]
        if first.content_hash == second.content_hash or similar.may_be_one(first, second):
            yield pair


def _all_pairs(profiles: Mapping[str, Profile], near: Near) -> Iterator[tuple[str, str]]:
    by_hash: dict[str, list[str]] = {}
    by_key: dict[str, list[str]] = {}
    for name in sorted(profiles):
        by_hash.setdefault(profiles[name].content_hash, []).append(name)
        key = profiles[name].key
        if key:
            by_key.setdefault(key, []).append(name)
    for names in by_hash.values():  # copies are linked to the first, which stands for all of them from here on
        yield from ((names[0], name) for name in names[1:])
    for contents in near.same_text.values():
        yield from _neighbours([by_hash[content][0] for content in contents if content in by_hash], 3)
    for names in by_key.values():
        yield from _neighbours(names, _MOST)
    for content, alike in near.alike.items():
        if content not in by_hash:
            continue
        mine = profiles[by_hash[content][0]]
        theirs = [(share, profiles[by_hash[other][0]]) for share, other in alike if other in by_hash]
        likely = [
            profile.id
            for share, profile in theirs
            if (share >= _ALL_BUT_EQUAL or _has_reason(mine, profile)) and similar.may_be_one(mine, profile)
        ]
        yield from ((mine.id, name) for name in likely[:_MOST])


def _has_reason(one: Profile, other: Profile) -> bool:
    """Whether anything besides the texts speaks for one document: without it only all but equal texts are one."""
    same = (one.symbol and one.symbol == other.symbol) or (one.subject and one.subject == other.subject)
    return bool(same) or one.scanned or other.scanned


def _neighbours(names: list[str], reach: int) -> Iterator[tuple[str, str]]:
    """Pairs of each name with the `reach` names before it: enough to link them all."""
    return (
        (names[place], names[earlier]) for place in range(len(names)) for earlier in range(max(0, place - reach), place)
    )
