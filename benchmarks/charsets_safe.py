"""Text that is already Unicode must come through unchanged: whatever the charset repair touches is counted.

DIR holds `articles.jsonl.gz`. Every article goes through both doors: as bytes of a .txt file, and as text of another
format. Composed (NFC) is not a change: the comparison is with the NFC of the original.
"""

from __future__ import annotations

import argparse
import unicodedata
from collections.abc import Sequence
from itertools import zip_longest

from benchmarks.common import Figures, read_articles, run
from workbench.errors import UnreadableFile
from workbench.vietnamese import charsets


def measure(arguments: argparse.Namespace) -> Figures:
    """Decode and repair every article."""
    texts = changed_texts = changed = 0
    for article in read_articles(arguments.data, arguments.documents):
        fields = (article.get(name) or "" for name in ("title", "abstract", "text", "body"))
        text = "\n".join("\n".join(field) if isinstance(field, list) else field for field in fields)
        wanted = unicodedata.normalize("NFC", text)
        try:
            decoded = charsets.decode(text.encode("utf-8")).text
        except UnreadableFile:
            decoded = ""
        repaired = unicodedata.normalize("NFC", charsets.repair(text).text)
        worst = max(_differing(decoded, wanted), _differing(repaired, wanted))
        texts += 1
        changed += worst
        changed_texts += worst > 0
        if worst:
            print(f"{article['id']}: {worst} characters changed")
    return {"texts": texts, "characters_changed": changed, "texts_changed": changed_texts}


def _differing(read: str, wanted: str) -> int:
    return sum(a != b for a, b in zip_longest(read, wanted)) if read != wanted else 0


def main(argv: Sequence[str] | None = None) -> Figures:
    """Run the benchmark."""
    return run(
        measure, __doc__, argv, lambda parser: parser.add_argument("--documents", type=int, help="only the first N")
    )


if __name__ == "__main__":
    main()
