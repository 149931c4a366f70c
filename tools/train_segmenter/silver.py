"""Sentences of a public archive, cut by our tokenizer and labelled by two other segmenters.

A set is three files of one line a sentence: NAME.tok (tokens with spaces between), NAME.under and NAME.pyvi (for each
token "1" when it goes on the word of the token before it, else "0").
"""

from __future__ import annotations

import gzip
import hashlib
import json
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from workbench.vietnamese import sentences
from workbench.vietnamese.spelling import old_tone, same_length_clean, tone
from workbench.vietnamese.tokenizer import tokens

SHARES = {"news": 0.308, "codex": 0.132}
_SHORTEST, _LONGEST = 3, 200  # tokens of a sentence


def make(data: Path, folder: Path) -> None:
    """Write the sentences and both labels; steps that are already there are kept."""
    folder.mkdir(parents=True, exist_ok=True)
    plain = folder / "silver.tok"
    if not plain.exists():
        plain.write_text("".join(f"{line}\n" for line in dict.fromkeys(_sentences(data))), encoding="utf-8")
    for suffix, label in (("under", _by_underthesea), ("pyvi", _by_pyvi)):
        if not plain.with_suffix(f".{suffix}").exists():
            label(plain, plain.with_suffix(f".{suffix}"))


def _sentences(data: Path) -> Iterator[str]:
    for name, share in SHARES.items():
        with gzip.open(data / name / "articles.jsonl.gz", "rt", encoding="utf-8") as lines:
            for line in lines:
                article = json.loads(line)
                if not _chosen(article["id"], share):
                    continue
                text = f"{article['title']}\n{article.get('body') or article.get('text')}"
                text = unicodedata.normalize("NFC", same_length_clean(text)).replace("\x00", "")
                for start, end in sentences.split(text):
                    found = [token.replace(" ", "") for token in tokens(text[start:end]).texts]
                    if _SHORTEST <= len(found) <= _LONGEST:
                        yield " ".join(found)


def _chosen(name: str, share: float) -> bool:
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:4], "big") / 2**32 < share


def _older(line: str) -> list[str]:
    """Both know only the older tone placement: cấp uỷ, hoà."""
    return old_tone(tone(line.rstrip("\n"))).split(" ")


def _by_underthesea(source: Path, target: Path) -> None:
    import underthesea.pipeline.word_tokenize as pipeline

    pipeline.word_tokenize("nạp", use_token_normalize=False)  # loads the model
    model = pipeline.word_tokenize_model
    with source.open(encoding="utf-8") as lines, target.open("w", encoding="utf-8") as out:
        for line in lines:
            labels = model.predict([[token] for token in _older(line)])
            out.write("".join("1" if label == "I-W" else "0" for label in labels) + "\n")


def _by_pyvi(source: Path, target: Path) -> None:
    from pyvi.ViTokenizer import ViTokenizer  # not a dependency: `pip install pyvi==0.1.1` to run this step again

    with source.open(encoding="utf-8") as lines, target.open("w", encoding="utf-8") as out:
        for line in lines:
            labels = ViTokenizer.model.predict([ViTokenizer.sent2features(_older(line), False)])[0]
            out.write("".join("1" if label == "I_W" else "0" for label in labels) + "\n")
