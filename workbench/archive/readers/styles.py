"""What the styles of a .docx say about fonts and list numbers, with inheritance (`w:basedOn`)."""

from __future__ import annotations

from lxml import etree

from workbench.archive.readers.package import attribute, child, local

_MAX_CHAIN = 50  # styles that one is based on; real ones have three or four


class Styles:
    """The style sheet of a document; an absent one (None) has no styles."""

    def __init__(self, root: etree._Element | None) -> None:
        self._styles: dict[str, etree._Element] = {}
        self._default: str | None = None
        self._default_font: str | None = None
        for element in root if root is not None else ():
            if local(element) == "style":
                name = attribute(element, "styleId") or ""
                self._styles[name] = element
                if attribute(element, "type") == "paragraph" and attribute(element, "default") in ("1", "true", "on"):
                    self._default = name
            elif local(element) == "docDefaults":
                for inner in element.iter():
                    if local(inner) == "rPr":
                        self._default_font = _font(inner)

    def paragraph_font(self, properties: etree._Element | None) -> str | None:
        """Font of a paragraph's plain runs, from its style or the defaults; None where nothing says."""
        for style in self.chain(properties):
            font = _font(child(style, "rPr"))
            if font:
                return font
        return self._default_font

    def run_font(self, properties: etree._Element | None) -> str | None:
        """Font that a run names itself, or that its character style names."""
        if properties is None:
            return None
        font = _font(properties)
        if font:
            return font
        reference = child(properties, "rStyle")
        name = attribute(reference, "val") if reference is not None else None
        return next((font for style in self._ancestry(name) if (font := _font(child(style, "rPr")))), None)

    def chain(self, properties: etree._Element | None) -> list[etree._Element]:
        """The paragraph's style and those it is based on, nearest first."""
        reference = child(properties, "pStyle") if properties is not None else None
        return self._ancestry(attribute(reference, "val") if reference is not None else self._default)

    def _ancestry(self, name: str | None) -> list[etree._Element]:
        found: dict[str, etree._Element] = {}
        while name and name in self._styles and name not in found and len(found) < _MAX_CHAIN:
            found[name] = self._styles[name]
            parent = child(found[name], "basedOn")
            name = attribute(parent, "val") if parent is not None else None
        return list(found.values())


def _font(properties: etree._Element | None) -> str | None:
    fonts = child(properties, "rFonts") if properties is not None else None
    if fonts is None:
        return None
    # hAnsi rules the accented letters of the old charsets; a theme font overrides the name.
    if attribute(fonts, "hAnsiTheme"):
        return None
    return attribute(fonts, "hAnsi") or attribute(fonts, "ascii")
