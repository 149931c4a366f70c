"""What the workbench is measured against in the same run: BM25, simple summaries and keywords, and Recoll."""

from __future__ import annotations

import math
import os
import shutil
import subprocess
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from itertools import pairwise
from pathlib import Path

from benchmarks.scores import syllables
from workbench.vietnamese import sentences

_K1, _B = 1.2, 0.75


class BM25:
    """BM25 over the syllables of texts, with adjacent pairs as further terms if wanted."""

    def __init__(self, texts: Mapping[str, str], *, pairs: bool = False) -> None:
        self._pairs = pairs
        self._postings: dict[str, dict[str, int]] = {}
        self._lengths: dict[str, int] = {}
        for name, text in texts.items():
            counts = Counter(self._terms(text))
            self._lengths[name] = counts.total()
            for term, count in counts.items():
                self._postings.setdefault(term, {})[name] = count
        self._mean = sum(self._lengths.values()) / max(len(self._lengths), 1)

    def search(self, query: str, limit: int = 10) -> list[str]:
        """The names of the best texts; those that score the same in order of name."""
        scores: dict[str, float] = defaultdict(float)
        for term in self._terms(query):
            holders = self._postings.get(term, {})
            rarity = math.log(1 + (len(self._lengths) - len(holders) + 0.5) / (len(holders) + 0.5))
            for name, count in holders.items():
                norm = _K1 * (1 - _B + _B * self._lengths[name] / self._mean)
                scores[name] += rarity * count * (_K1 + 1) / (count + norm)
        return sorted(scores, key=lambda name: (-scores[name], name))[:limit]

    def _terms(self, text: str) -> list[str]:
        words = syllables(text)
        return [*words, *(f"{a}_{b}" for a, b in pairwise(words))] if self._pairs else words


# Summaries ---------------------------------------------------------------------------------------


def split(text: str) -> list[str]:
    """The sentences of a text."""
    return [text[start:end] for start, end in sentences.split(text)]


def within(chosen: Sequence[str], budget: int) -> str:
    """The sentences, best first, that fit into `budget` syllables one after another; one that does not is skipped."""
    return " ".join(chosen[place] for place in fitting([len(syllables(sentence)) for sentence in chosen], budget))


def fitting(lengths: Sequence[int], budget: int) -> list[int]:
    """The places of the lengths that fit one after another into the budget; the first one always does."""
    kept: list[int] = []
    left = budget
    for place, length in enumerate(lengths):
        if length <= left or not kept:
            kept.append(place)
            left -= length
    return kept


def lead_round_robin(texts: Sequence[str]) -> list[str]:
    """The first sentence of every text, then the second of every text, and so on."""
    split_texts = [split(text) for text in texts]
    longest = max(map(len, split_texts), default=0)
    return [text[turn] for turn in range(longest) for text in split_texts if turn < len(text)]


def text_rank(texts: Sequence[str], rounds: int = 30, damping: float = 0.85) -> list[str]:
    """Sentences by TextRank: PageRank over how many syllables two sentences share (Mihalcea and Tarau 2004)."""
    said = [sentence for text in texts for sentence in split(text)]
    sets = [frozenset(syllables(sentence)) for sentence in said]
    links: list[dict[int, float]] = [{} for _ in said]
    for first in range(len(said)):
        for second in range(first):
            shared = len(sets[first] & sets[second])
            size = math.log(max(len(sets[first]), 1)) + math.log(max(len(sets[second]), 1))
            if shared and size > 0:
                links[first][second] = links[second][first] = shared / size
    out = [sum(weights.values()) for weights in links]
    rank = [1.0] * len(said)
    for _ in range(rounds):
        rank = [
            1 - damping + damping * sum(weight * rank[other] / out[other] for other, weight in weights.items())
            for weights in links
        ]
    return [said[place] for place in sorted(range(len(said)), key=lambda place: (-rank[place], place))]


def lex_rank(texts: Sequence[str], rounds: int = 50, damping: float = 0.85, least: float = 0.1) -> list[str]:
    """Sentences by LexRank: PageRank over their TF-IDF cosines of at least `least` (Erkan and Radev 2004)."""
    said = [sentence for text in texts for sentence in split(text)]
    counts = [Counter(syllables(sentence)) for sentence in said]
    holders = Counter(word for count in counts for word in count)
    rarity = {word: math.log(len(said) / held) for word, held in holders.items()}
    vectors = [{word: times * rarity[word] for word, times in count.items()} for count in counts]
    norms = [math.sqrt(sum(value * value for value in vector.values())) for vector in vectors]
    links: list[list[int]] = [[] for _ in said]
    for first, one in enumerate(vectors):
        for second in range(first):
            product = sum(value * vectors[second].get(word, 0.0) for word, value in one.items())
            if product > 0 and product >= least * norms[first] * norms[second]:
                links[first].append(second)
                links[second].append(first)
    rank = [1.0] * len(said)
    for _ in range(rounds):
        rank = [1 - damping + damping * sum(rank[other] / len(links[other]) for other in near) for near in links]
    return [said[place] for place in sorted(range(len(said)), key=lambda place: (-rank[place], place))]


# Recoll ------------------------------------------------------------------------------------------


def recoll_documents_per_s(corpus: Path) -> float | None:
    """Documents a second that Recoll indexes on this machine; None where it is not installed or finds nothing."""
    indexer, asker = shutil.which("recollindex"), shutil.which("recollq")
    if indexer is None or asker is None:
        return None
    with tempfile.TemporaryDirectory(prefix="recoll-", ignore_cleanup_errors=True) as folder:
        # Quoted: a folder's name may hold spaces.
        settings = f'topdirs = "{corpus.resolve()}"\nloglevel = 2\nfollowLinks = 0\n'
        (Path(folder) / "recoll.conf").write_text(settings, encoding="utf-8")
        environment = {**os.environ, "RECOLL_CONFDIR": folder}
        started = time.perf_counter()
        done = subprocess.run([indexer, "-c", folder], env=environment, capture_output=True, check=False)
        seconds = time.perf_counter() - started
        asked = [asker, "-c", folder, "-n", "0-1", "dir:/"]
        answer = subprocess.run(asked, env=environment, capture_output=True, check=False)
    told = answer.stdout.decode("utf-8", "replace").splitlines()
    found = next((int(line.split()[0]) for line in told if " results" in line and line.split()[0].isdigit()), 0)
    return found / seconds if done.returncode == 0 and found else None
