"""The package of an OpenDocument file (.odt, .ods, .odp): its parts, its styles, and what stands outside the body."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass, replace
from pathlib import Path

from lxml import etree

from workbench.archive.readers import base
from workbench.archive.readers.package import Parts, attribute, child, local, open_zip

NAMES = {
    "text": "văn bản OpenDocument",
    "spreadsheet": "bảng tính OpenDocument",
    "presentation": "trình chiếu OpenDocument",
}
"""Kind of the body → what people call such a file."""

_OFFICE = (("word/", "văn bản Word"), ("xl/", "bảng tính Excel"), ("ppt/", "bản trình chiếu PowerPoint"))
_MAX_CHAIN = 50  # styles that one inherits from; real ones have three or four
_PROPERTIES = ("title", "subject", "keyword", "description", "user-defined")


@dataclass(frozen=True)
class TextStyle:
    """How text is shown.

    Attributes:
        font: name of its font, "" where nothing says.
        hidden: whether the page does not show it.
        capitals: whether the page shows it in capitals.
    """

    font: str = ""
    hidden: bool = False
    capitals: bool = False


class Styles:
    """The styles of a part, with inheritance; those of its own stand before those of the document."""

    def __init__(self, *roots: etree._Element) -> None:
        self._styles: dict[tuple[str, str], etree._Element] = {}
        self._faces: dict[str, str] = {}
        self._defaults: dict[str, etree._Element] = {}
        self.lists: dict[str, etree._Element] = {}
        self.outline: etree._Element | None = None
        for root in roots:
            for element in root.iter(
                "{*}style", "{*}default-style", "{*}list-style", "{*}outline-style", "{*}font-face"
            ):
                name = attribute(element, "name") or ""
                match local(element):
                    case "style":
                        self._styles[attribute(element, "family") or "", name] = element
                    case "default-style":
                        self._defaults[attribute(element, "family") or ""] = element
                    case "list-style":
                        self.lists[name] = element
                    case "outline-style":
                        self.outline = element
                    case _:
                        self._faces[name] = (attribute(element, "font-family") or name).strip("'\"")

    def text(self, family: str, name: str | None, around: TextStyle | None = None) -> TextStyle:
        """How text in a style is shown, where it stands in text shown like `around` (None: the family's default)."""
        shown = around
        if shown is None:
            shown = TextStyle()
            if family in self._defaults:
                shown = self._with(shown, self._defaults[family])
        for style in reversed(self.chain(family, name)):
            shown = self._with(shown, style)
        return shown

    def chain(self, family: str, name: str | None) -> list[etree._Element]:
        """A style and those it inherits from, nearest first."""
        found: dict[str, etree._Element] = {}
        while name and name not in found and (family, name) in self._styles and len(found) < _MAX_CHAIN:
            found[name] = self._styles[family, name]
            name = attribute(found[name], "parent-style-name")
        return list(found.values())

    def value(self, family: str, name: str | None, properties: str, key: str) -> str | None:
        """A value of a style's properties ("paragraph-properties", "break-before"), inherited; None where unset."""
        for style in self.chain(family, name):
            element = child(style, properties)
            value = attribute(element, key) if element is not None else None
            if value is not None:
                return value
        return None

    def _with(self, shown: TextStyle, style: etree._Element) -> TextStyle:
        properties = child(style, "text-properties")
        if properties is None:
            return shown
        name, family = attribute(properties, "font-name"), attribute(properties, "font-family")
        display, transform = attribute(properties, "display"), attribute(properties, "text-transform")
        if name or family:
            shown = replace(shown, font=self._faces.get(name or "", name or "") or (family or "").strip("'\""))
        if display is not None:
            shown = replace(shown, hidden=display == "none")
        if transform is not None:
            shown = replace(shown, capitals=transform == "uppercase")
        return shown


class OpenDocument(Parts):
    """An open OpenDocument file.

    Attributes:
        body: the element under `office:body` that holds the content.
        styles: the styles of the content.
        outer: the root of the styles part, with the master pages, or None; outer_styles: the styles that rule there.
    """

    def __init__(self, path: Path, file: zipfile.ZipFile, kind: str) -> None:
        super().__init__(path, file)
        manifest = self.xml("META-INF/manifest.xml")
        if manifest is not None and next(manifest.iter("{*}encryption-data"), None) is not None:
            raise base.locked(path)
        content = self.xml("content.xml")
        if content is None:
            stranger = next((name for lead, name in _OFFICE if any(n.startswith(lead) for n in self.names)), None)
            raise base.wrong_kind(path, stranger or f"tệp nén khác, không phải {NAMES[kind]}")
        holder = child(content, "body")
        bodies = {local(element): element for element in holder} if holder is not None else {}
        if kind not in bodies:
            other = next((name for key, name in NAMES.items() if key in bodies), None)
            raise base.wrong_kind(path, other) if other else base.broken(path, "không có phần thân văn bản")
        self.body = bodies[kind]
        self.outer = self.xml("styles.xml")
        common = [element for name in ("font-face-decls", "styles") if (element := self._under(name)) is not None]
        self.styles = Styles(*common, *(element for element in content if local(element) != "body"))
        own = self._under("automatic-styles")
        self.outer_styles = Styles(*common, *([own] if own is not None else []))

    def master_pages(self) -> list[etree._Element]:
        """The master pages: page headers and footers, and what stands behind every slide."""
        masters = self._under("master-styles")
        return [element for element in masters if local(element)] if masters is not None else []

    def properties(self) -> list[str]:
        """Title, subject, keywords, description and properties of other names."""
        meta = self.xml("meta.xml")
        return (
            [element.text for element in meta.iter() if local(element) in _PROPERTIES and element.text]
            if meta is not None
            else []
        )

    def _under(self, name: str) -> etree._Element | None:
        return child(self.outer, name) if self.outer is not None else None


def open_document(path: Path, kind: str) -> OpenDocument:
    """An OpenDocument file.

    Args:
        path: the file.
        kind: "text", "spreadsheet" or "presentation".

    Raises:
        UnreadableFile: no zip, locked, another kind of file, or one that unpacks to too much.
        OSError: the file cannot be opened.
    """
    file = open_zip(path, NAMES[kind])
    try:
        return OpenDocument(path, file, kind)
    except BaseException:
        file.close()
        raise
