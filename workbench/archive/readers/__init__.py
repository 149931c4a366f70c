"""The registry of readers: one file per format, one line here."""

from __future__ import annotations

from pathlib import Path

from workbench.archive.readers import (
    csv_table,
    doc,
    docx,
    eml,
    html,
    images,
    mht,
    msg,
    odp,
    ods,
    odt,
    pdf,
    ppt,
    pptx,
    rtf,
    txt,
    xls,
    xlsx,
)
from workbench.archive.readers.base import RawText, Reader, Workshop
from workbench.errors import UnreadableFile

READERS: dict[str, Reader] = {
    **dict.fromkeys(images.SUFFIXES, images.read),
    ".txt": txt.read,
    ".doc": doc.read,
    ".dot": doc.read,
    ".docx": docx.read,
    ".docm": docx.read,
    ".dotx": docx.read,
    ".rtf": rtf.read,
    ".odt": odt.read,
    ".ott": odt.read,
    ".xls": xls.read,
    ".xlt": xls.read,
    ".xlsx": xlsx.read,
    ".xlsm": xlsx.read,
    ".xltx": xlsx.read,
    ".ods": ods.read,
    ".ots": ods.read,
    ".csv": csv_table.read,
    ".ppt": ppt.read,
    ".pps": ppt.read,
    ".pptx": pptx.read,
    ".pptm": pptx.read,
    ".ppsx": pptx.read,
    ".odp": odp.read,
    ".otp": odp.read,
    ".pdf": pdf.read,
    ".html": html.read,
    ".htm": html.read,
    ".eml": eml.read,
    ".msg": msg.read,
    ".mht": mht.read,
    ".mhtml": mht.read,
}
"""Suffix (lower case) → reader."""


def supported_suffixes() -> tuple[str, ...]:
    """The suffixes that can be read, in alphabetical order."""
    return tuple(sorted(READERS))


def read_file(path: Path, workshop: Workshop | None = None) -> RawText:
    """The text of a file, by the reader for its suffix.

    Args:
        path: the file.
        workshop: where the reader may work; None for the system's temporary folder.

    Raises:
        UnreadableFile: no reader for the suffix, or the reader could not read the file.
        MissingPart: it takes a program that is not installed.
    """
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        raise UnreadableFile(
            f"Chưa đọc được tệp có đuôi {path.suffix or '(trống)'}: “{path.name}”.",
            f"Các đuôi đọc được: {', '.join(supported_suffixes())}.",
        )
    return reader(path, workshop)
