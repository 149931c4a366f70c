"""Keywords of news articles; what stands for the truth is the words of the title, which the system does not see.

DIR holds `articles.jsonl.gz`; the archive has one .txt file (abstract and body) an article. Of the keywords, the first
ten distinct words count; right are those that the title has. Words are those of `words.segment`, without stop words.
"""

from __future__ import annotations

import argparse
import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from pathlib import PurePath
from typing import Any

import numpy as np

from benchmarks.common import Figures, archive_of, mean, read_articles, run
from benchmarks.scores import precision_recall
from workbench.vietnamese.sentences import split
from workbench.vietnamese.spelling import key
from workbench.vietnamese.stop_words import stop_words
from workbench.vietnamese.words import segment

_HOW_MANY = 10


def measure(arguments: argparse.Namespace) -> Figures:
    """Build the archive and ask for the keywords of every article."""
    articles = {row["id"]: row for row in read_articles(arguments.data, arguments.documents)}
    texts = {name: article_text(row) for name, row in articles.items()}
    titles = {name: frozenset(title_words(row["title"])) for name, row in articles.items()}
    words = {name: title_words(text) for name, text in texts.items()}
    ours: dict[str, list[str]] = {}
    with archive_of(texts) as workbench:
        for row in workbench.documents().itertuples():
            found = workbench.keywords(document_id=str(row.id), limit=_HOW_MANY)
            ours[PurePath(str(row.path)).stem] = _first(word for item in found.rows for word in title_words(item.term))
    frequency = Counter(word for said in words.values() for word in set(said))
    rarity = {word: math.log(len(words) / count) for word, count in frequency.items()}
    return {
        "documents": len(ours),
        "f1_at_10": _score(ours, titles),
        "baselines": {
            "tfidf_words": _score({name: _by_tf_idf(said, rarity) for name, said in words.items()}, titles),
            "first_words": _score({name: _first(said) for name, said in words.items()}, titles),
            "textrank": _score({name: _by_text_rank(said) for name, said in words.items()}, titles),
            "yake_like": _score({name: _by_yake(text) for name, text in texts.items()}, titles),
        },
    }


def article_text(row: Mapping[str, Any]) -> str:
    """What the system sees of an article: abstract and body, never the headline."""
    body = row.get("body") or row.get("text") or ""
    return "\n".join([row.get("abstract") or "", *([body] if isinstance(body, str) else body)]).strip()


def title_words(text: str) -> list[str]:
    """The words of a text in order: lower case, one spelling; no stop words, no single signs, no numbers."""
    spelled = (key(text[word.start : word.end]) for word in segment(text))
    return [word for word in spelled if word not in stop_words() and len(word) > 1 and not word[0].isdigit()]


def _first(words: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(words))[:_HOW_MANY]


def _by_tf_idf(said: Sequence[str], rarity: Mapping[str, float]) -> list[str]:
    """Words of several syllables by count times rarity in the same articles."""
    counts = Counter(word for word in said if " " in word)
    return sorted(counts, key=lambda word: (-counts[word] * rarity[word], word))[:_HOW_MANY]


def _by_text_rank(said: Sequence[str]) -> list[str]:
    """TextRank (Mihalcea and Tarau 2004): PageRank over words that stand within two places of each other."""
    numbers = {word: number for number, word in enumerate(dict.fromkeys(said))}
    if not numbers:
        return []
    links = np.zeros((len(numbers), len(numbers)))
    for at, word in enumerate(said):
        for other in said[at + 1 : at + 3]:
            if other != word:
                links[numbers[word], numbers[other]] += 1
                links[numbers[other], numbers[word]] += 1
    shares = links / np.maximum(links.sum(axis=0), 1)
    rank = np.full(len(numbers), 1 / len(numbers))
    for _ in range(40):
        rank = 0.15 / len(numbers) + 0.85 * shares @ rank
    return sorted(numbers, key=lambda word: (-rank[numbers[word]], numbers[word]))[:_HOW_MANY]


def _by_yake(text: str) -> list[str]:
    """The word score of YAKE (Campos et al. 2020): case, place, frequency, neighbours, spread; of this text alone."""
    sentences = [title_words(text[start:end]) for start, end in split(text)]
    said = [word for sentence in sentences for word in sentence]
    counts = Counter(said)
    if not counts:
        return []
    mean_count, deviation = mean(counts.values()), float(np.std(list(counts.values())))
    opens = {start for start, _ in split(text)}  # a capital there says nothing
    capitals = Counter(
        key(text[word.start : word.end])
        for word in segment(text)
        if text[word.start].isupper() and word.start not in opens
    )
    left: dict[str, list[str]] = {word: [] for word in counts}
    right: dict[str, list[str]] = {word: [] for word in counts}
    for sentence in sentences:
        for first, second in pairwise(sentence):
            left[second].append(first)
            right[first].append(second)
    scores = {}
    for word, count in counts.items():
        places = [number for number, sentence in enumerate(sentences) if word in sentence]
        case = capitals[word] / (1 + math.log(count))
        place = math.log(math.log(3 + float(np.median(places))))
        frequency = count / (mean_count + deviation)
        spread = len(places) / len(sentences)
        sides = [len(set(side)) / len(side) if side else 0.0 for side in (left[word], right[word])]
        related = 1 + sum(sides) * count / max(counts.values())
        scores[word] = related * place / (case + frequency / related + spread / related)
    final = {word: score / (counts[word] * (1 + score)) for word, score in scores.items()}
    return sorted(final, key=lambda word: (final[word], word))[:_HOW_MANY]


def _score(given: Mapping[str, Sequence[str]], titles: Mapping[str, frozenset[str]]) -> float:
    """Mean F1 over the articles."""
    return mean(
        precision_recall(len(titles[name] & set(words)), len(words), len(titles[name]))["f1"]
        for name, words in given.items()
    )


def main(argv: Sequence[str] | None = None) -> Figures:
    """Run the benchmark."""
    return run(
        measure,
        __doc__,
        argv,
        lambda parser: parser.add_argument("--documents", type=int, default=500, help="only the first N (500)"),
    )


if __name__ == "__main__":
    main()
