"""Reading files: how many are read, how true to their transcripts (FILE.txt beside FILE), and how fast.

A file that is not read has an accuracy of 0; one that the secrecy gate refuses is counted apart. With
`--against-libreoffice` each text document is also converted by LibreOffice, and `words_kept_*` say what share of its
words we have, in order; files in old charsets, which LibreOffice does not convert, are left out.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from benchmarks.common import Figures, mean, office_files, percentile, run, take, transcript_of
from benchmarks.scores import character_accuracy, words_kept
from workbench.archive.intake import Refused
from workbench.archive.readers import conversion
from workbench.documents.model import Document
from workbench.errors import UnreadableFile

COMPARED = frozenset({".doc", ".dot", ".docx", ".docm", ".dotx", ".rtf", ".odt", ".html", ".htm"})
"""Suffixes of what LibreOffice reads as text documents."""


def measure(arguments: argparse.Namespace) -> Figures:
    """Take in every file under the folder, one after another in this process."""
    files = office_files(arguments.data)
    accuracies: list[float] = []
    times: list[float] = []
    kept: list[float] = []
    read = refused = 0
    for file in files:
        outcome, document, seconds = take(file)
        times.append(seconds)
        read += document is not None
        refused += isinstance(outcome, Refused)
        if document is None:
            print(f"{file.name}: {getattr(outcome, 'reason', 'refused')}")
        elif arguments.against_libreoffice and (share := share_kept(file, document)) is not None:
            kept.append(share)
            print(f"{file.name}: {share:.4f} of LibreOffice's words")
        transcript = transcript_of(file)
        if transcript is not None:
            truth = transcript.read_text(encoding="utf-8-sig")
            accuracies.append(character_accuracy(document.text, truth) if document else 0.0)
    compared = {"compared": len(kept), "words_kept_mean": mean(kept), "words_kept_min": min(kept, default=0.0)}
    return {
        "files": len(files),
        "read": read,
        "quarantined": len(files) - read - refused,
        "refused": refused,
        "transcripts": len(accuracies),
        "character_accuracy_mean": mean(accuracies),
        "seconds_per_file_p50": percentile(times, 0.5),
        "seconds_per_file_p95": percentile(times, 0.95),
        **(compared if arguments.against_libreoffice else {}),
    }


def share_kept(file: Path, document: Document) -> float | None:
    """Share of the words of LibreOffice's conversion that the document has; None where it can be no reference."""
    if file.suffix.lower() not in COMPARED or any("bảng mã" in note for note in document.notes):
        return None
    try:
        with conversion.convert(file, "txt:Text (encoded):UTF8") as converted:
            return words_kept(document.text, converted.read_text(encoding="utf-8-sig"))
    except UnreadableFile as error:
        print(f"{file.name}: no reference ({error})")
        return None


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of this benchmark."""
    parser.add_argument("--against-libreoffice", action="store_true", help="compare with LibreOffice's conversion")


def main(argv: Sequence[str] | None = None) -> Figures:
    """Run the benchmark."""
    return run(measure, __doc__, argv, add_arguments)


if __name__ == "__main__":
    main()
