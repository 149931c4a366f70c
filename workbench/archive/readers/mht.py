"""Reads web pages saved as one file (.mht, .mhtml): the page inside, without the pictures that came with it."""

from __future__ import annotations

from pathlib import Path

from workbench.archive.readers import base, eml, html
from workbench.archive.readers.mail import decode


def read(path: Path, workshop: base.Workshop | None = None) -> base.RawText:
    """The main text of a saved web page or of a Word document saved as one.

    Raises:
        UnreadableFile: empty, too large, another format, no page inside, or no text.
    """
    message = eml.parse(path)
    pages = [part for part in eml.leaves(message) if part.get_content_type() in ("text/html", "application/xhtml+xml")]
    start = str(message.get_param("start", "") or "")
    page = next((part for part in pages if start and part.get("Content-ID") == start), pages[0] if pages else None)
    if page is None:
        raise base.broken(path, "không có trang web bên trong")
    try:
        markup, _ = decode(eml.content(page), page.get_content_charset("") or "")
    except eml.ERRORS as error:
        raise base.broken(path, "trang web bên trong không đúng cấu trúc") from error
    return html.from_markup(path, markup)
