"""The marks by which an exported .docx is known again: bookmarks around each item, and what the file was made from.

Bookmarks outlive what Word and LibreOffice do to a file, a passage through .odt included, where content controls are
lost (decision 31). Which items went into the file stands in its custom properties as fingerprints alone, so that a file
tells "removed from the file" from "added to the draft later" even when it comes back from another machine and the draft
has changed meanwhile. Nothing that a person wrote stands in either.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote, unquote

from workbench.drafting.model import Draft

ITEM, SECTION, FORM = "_vbi_", "_vbs_", "_vbf_"
"""How the bookmarks of items, of headings, and of what belongs to the form (kính gửi …) begin."""

TITLE_MARK = "_vbt"
END_MARK = "_vbe"
PROPERTY = "workbench"
"""Names of the properties begin with this: "workbench-1", "workbench-2" …"""

NOTE_NUMBER = re.compile(r"\s*\[[0-9]+\]\s*")
"""How a template of an office prints the number of a note, above the line; it is no part of the text."""

_CHUNK = 240  # Word keeps at most 255 characters in a property that people edit
_FORMAT = "1"
_ILLEGAL = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LINE_ENDS = re.compile("\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")


@dataclass(frozen=True)
class Manifest:
    """What an exported file was made from.

    Attributes:
        draft_id: the draft.
        title: fingerprint of its title.
        items: mark of each item in order → (mark of its section, fingerprint of its text).
        headings: mark of each section in order → fingerprint of its heading.
    """

    draft_id: str
    title: str
    items: Mapping[str, tuple[str, str]]
    headings: Mapping[str, str]


def item_mark(item_id: str) -> str:
    """The bookmark of an item. Names beginning with "_" are hidden from people."""
    return f"{ITEM}{_digest(item_id)}"


def section_mark(key: str) -> str:
    """The bookmark of a section's heading."""
    return f"{SECTION}{_digest(key)}"


def plain(text: str) -> str:
    """A text as it comes back from a file: no character that XML forbids, no blank lines, single spaces, NFC."""
    cleaned = _ILLEGAL.sub("", _LINE_ENDS.sub("\n", text))
    lines = (" ".join(line.split()) for line in unicodedata.normalize("NFC", cleaned).split("\n"))
    return "\n".join(line for line in lines if line)


def fingerprint(text: str) -> str:
    """What tells a text from another, blind to white space."""
    return _digest(plain(text))


def line_print(text: str) -> str:
    """The fingerprint of a title or heading, which is printed on one line."""
    return _digest(plain(text).replace("\n", " "))


def manifest_of(draft: Draft) -> Manifest:
    """What goes with a file that is made from a draft now."""
    items = {
        item_mark(item.id): (section_mark(section.key), fingerprint(item.text))
        for section in draft.sections
        for item in section.items
    }
    headings = {section_mark(section.key): line_print(section.heading) for section in draft.sections}
    return Manifest(draft.id, line_print(draft.title), items, headings)


def to_properties(manifest: Manifest) -> dict[str, str]:
    """The manifest as properties of a document."""
    parts = [_FORMAT, quote(manifest.draft_id, safe=""), manifest.title]
    for section, heading in manifest.headings.items():
        held = [f"{_bare(mark)}={text}" for mark, (place, text) in manifest.items.items() if place == section]
        parts.append(",".join([f"{_bare(section)}={heading}", *held]))
    whole = ";".join(parts)
    chunks = [whole[start : start + _CHUNK] for start in range(0, len(whole), _CHUNK)]
    return {f"{PROPERTY}-{number}": chunk for number, chunk in enumerate(chunks, start=1)}


def from_properties(properties: Mapping[str, str]) -> Manifest | None:
    """The manifest that `to_properties` wrote, or None where there is none or it was damaged."""
    numbered = [
        (int(name.removeprefix(f"{PROPERTY}-")), value)
        for name, value in properties.items()
        if re.fullmatch(rf"{PROPERTY}-[0-9]{{1,5}}", name)
    ]
    fields = "".join(value for _, value in sorted(numbered)).split(";")
    if len(fields) < 3 or fields[0] != _FORMAT or not fields[1]:
        return None
    items: dict[str, tuple[str, str]] = {}
    headings: dict[str, str] = {}
    for part in fields[3:]:
        pairs = [tuple(pair.split("=")) for pair in part.split(",")]
        if any(len(pair) != 2 for pair in pairs):
            return None
        (bare, heading), *held = pairs
        section = f"{SECTION}{bare}"
        headings[section] = heading
        items.update({f"{ITEM}{mark}": (section, text) for mark, text in held})
    return Manifest(unquote(fields[1]), fields[2], items, headings)


def _bare(mark: str) -> str:
    return mark.rpartition("_")[2]


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:12]
