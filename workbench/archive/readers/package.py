"""The zip package of a .docx: its parts, checked before anything of it is unpacked."""

from __future__ import annotations

import lzma
import posixpath
import struct
import zipfile
import zlib
from pathlib import Path
from types import TracebackType

from lxml import etree

from workbench.archive.readers import base

MAX_UNPACKED_BYTES = 400 * 1024 * 1024
"""Most that the XML parts of a package may unpack to; pictures are never unpacked."""

_STRANGERS = (("xl/", "bảng tính Excel"), ("ppt/", "bản trình chiếu PowerPoint"), ("META-INF/", "tệp OpenDocument"))
# A damaged zip is met as any of these; a member packed in an unknown way as NotImplementedError.
_ZIP_ERRORS = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, NotImplementedError, ValueError)
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


class Package:
    """An open .docx. Use as a context manager.

    Attributes:
        main: root element of the document part.
    """

    main: etree._Element

    def __init__(self, path: Path, file: zipfile.ZipFile) -> None:
        self._path = path
        self._zip = file
        self._names = set(file.namelist())
        root = self._related("", "officeDocument")
        main = root[0] if root else "word/document.xml"
        if main not in self._names:
            stranger = next((name for lead, name in _STRANGERS if any(n.startswith(lead) for n in self._names)), None)
            raise base.wrong_kind(path, stranger or "tệp nén khác, không phải văn bản Word")
        self._main = main
        document = self._xml(main)
        assert document is not None  # its name was found above
        self.main = document

    def __enter__(self) -> Package:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._zip.close()

    def part(self, kind: str) -> etree._Element | None:
        """Root of the first part of a kind ("styles", "numbering", "footnotes" …) that the document refers to."""
        return next(iter(self.parts(kind)), None)

    def parts(self, *kinds: str) -> list[etree._Element]:
        """Roots of all parts of these kinds."""
        names = [name for kind in kinds for name in self._related(self._main, kind)]
        return [root for name in names if (root := self._xml(name)) is not None]

    def properties(self) -> list[str]:
        """Title, subject, keywords, category and description of the document."""
        names = self._related("", "core-properties") or ["docProps/core.xml"]
        root = self._xml(names[0])
        wanted = ("title", "subject", "keywords", "category", "description")
        return (
            [element.text for element in root if local(element) in wanted and element.text] if root is not None else []
        )

    def _related(self, source: str, kind: str) -> list[str]:
        folder, name = posixpath.split(source)
        relations = self._xml(posixpath.join(folder, "_rels", f"{name}.rels"))
        if relations is None:
            return []
        targets = [
            posixpath.normpath(posixpath.join("/" + folder, relation.get("Target", ""))).lstrip("/")
            for relation in relations
            if isinstance(relation.tag, str)
            and relation.get("Type", "").rpartition("/")[2] == kind
            and relation.get("TargetMode") != "External"
        ]
        return list(dict.fromkeys(targets))

    def _xml(self, name: str) -> etree._Element | None:
        """Root of an XML part, or None where the package has no such part."""
        if name not in self._names:
            return None
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False)
        try:
            root = etree.fromstring(self._zip.read(name), parser)
        except _ZIP_ERRORS as error:
            raise base.broken(self._path, "phần nén bên trong không giải được") from error
        except etree.LxmlError as error:
            raise base.broken(self._path, "nội dung XML bên trong không hợp lệ") from error
        if (
            root.getroottree().docinfo.internalDTD is not None
        ):  # Office never writes one; it is how entity attacks begin
            raise base.broken(self._path, "nội dung XML có khai báo lạ (DTD)")
        return root


def open_package(path: Path) -> Package:
    """The package of a .docx file.

    Raises:
        UnreadableFile: no zip, locked, another kind of file, or one that unpacks to more than MAX_UNPACKED_BYTES.
        OSError: the file cannot be opened.
    """
    size = path.stat().st_size
    if not size:
        raise base.empty(path)
    if size > base.MAX_FILE_BYTES:
        raise base.too_long(path)
    with path.open("rb") as stream:
        head = stream.read(1024)
    kind = base.kind_of(head)
    if kind is None:
        raise base.broken(path, "bên trong không phải là văn bản Word")
    if kind[0] == "ole" and _ENCRYPTED in path.read_bytes():
        raise base.locked(path)
    if kind[0] != "zip":
        raise base.wrong_kind(path, kind[1])
    try:
        file = zipfile.ZipFile(path)
    except _ZIP_ERRORS as error:
        raise base.broken(path, "phần cuối bị mất hoặc gói nén bị lỗi (có lẽ chép hoặc tải về chưa xong)") from error
    try:
        _check(path, file)
        return Package(path, file)
    except BaseException:
        file.close()
        raise


def _check(path: Path, file: zipfile.ZipFile) -> None:
    infos = file.infolist()
    if any(info.flag_bits & 1 for info in infos):
        raise base.locked(path)
    if sum(info.file_size for info in infos if info.filename.endswith((".xml", ".rels"))) > MAX_UNPACKED_BYTES:
        raise base.too_long(path)


def local(element: etree._Element) -> str:
    """The element's name without its namespace (the transitional and the strict format differ only in that)."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def child(element: etree._Element, name: str) -> etree._Element | None:
    """The first child of that name."""
    return next((inner for inner in element if local(inner) == name), None)


def attribute(element: etree._Element, name: str) -> str | None:
    """The attribute of that name, in whatever namespace."""
    return next((str(value) for key, value in element.attrib.items() if str(key).rpartition("}")[2] == name), None)
