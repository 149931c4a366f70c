"""The zip package of an Office or OpenDocument file: its XML parts, checked before anything of it is unpacked."""

from __future__ import annotations

import lzma
import posixpath
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import IO, BinaryIO, Self

from lxml import etree

from workbench.archive.readers import base

MAX_UNPACKED_BYTES = 400 * 1024 * 1024
"""Most that the XML parts of a package may unpack to; pictures are never unpacked."""

MAX_PART_BYTES = 100 * 1024 * 1024
"""Largest XML part that is read: a text of some 3,000 pages, a sheet of half a million cells."""

MAX_NODES = 4_000_000
"""Most elements and attributes in one XML part: a bomb of empty elements takes thirty times its size in memory."""

NAMES = {"document": "văn bản Word", "workbook": "bảng tính Excel", "presentation": "bản trình chiếu PowerPoint"}
"""Root element of the main part → what people call such a file."""

_MAX_DIRECTORY_BYTES = (
    2 * 1024 * 1024
)  # some 20,000 parts; opening the list of parts takes ten times its size in memory
_OTHERS = (("META-INF/", "tệp OpenDocument"),)
_MAINS = {
    "document": "word/document.xml",
    "workbook": "xl/workbook.xml",
    "presentation": "ppt/presentation.xml",
}
# A damaged zip is met as any of these; a member packed in an unknown way as NotImplementedError.
_ZIP_ERRORS = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, NotImplementedError, ValueError)
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


class Parts:
    """The XML parts of a zip package. Use as a context manager."""

    def __init__(self, path: Path, file: zipfile.ZipFile) -> None:
        self.path = path
        self._zip = file
        self.names = frozenset(file.namelist())
        self._unpacked = 0
        self._relations: dict[str, dict[str, tuple[str, str]]] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._zip.close()

    def xml(self, name: str) -> etree._Element | None:
        """Root of an XML part, or None where the package has no such part."""
        if name not in self.names:
            return None
        self._count(name)
        with self._errors():
            with self._zip.open(name) as stream:
                data = _Counted(self.path, stream).read(-1)
            parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False)
            root = etree.fromstring(data, parser)
        self._no_dtd(root)
        return root

    def elements(self, name: str, *tags: str) -> Iterator[etree._Element]:
        """The elements of these local names in an XML part, one by one; each is emptied after its turn.

        Elements inside one another must not both be asked for. A part that is not there has none.
        """
        if name not in self.names:
            return
        self._count(name)
        with self._errors(), self._zip.open(name) as stream:
            events = etree.iterparse(
                _Counted(self.path, stream),
                events=("end",),
                tag=[f"{{*}}{tag}" for tag in tags],
                resolve_entities=False,
                no_network=True,
                load_dtd=False,
                dtd_validation=False,
            )
            first = True
            for _, element in events:
                if first:
                    self._no_dtd(element)
                    first = False
                yield element
                element.clear()
                while (before := element.getprevious()) is not None and (parent := element.getparent()) is not None:
                    parent.remove(before)

    @contextmanager
    def _errors(self) -> Iterator[None]:
        try:
            yield
        except _ZIP_ERRORS as error:
            raise base.broken(self.path, "phần nén bên trong không giải được") from error
        except etree.LxmlError as error:
            raise base.broken(self.path, "nội dung XML bên trong không hợp lệ") from error

    def _count(self, name: str) -> None:
        """Take note of what a part unpacks to; zipfile reads no more of it than its entry says."""
        size = self._zip.getinfo(name).file_size
        self._unpacked += size
        if size > MAX_PART_BYTES or self._unpacked > MAX_UNPACKED_BYTES:
            raise base.too_long(self.path)

    def _no_dtd(self, element: etree._Element) -> None:
        # Office programs never write one; it is how entity attacks begin.
        if element.getroottree().docinfo.internalDTD is not None:
            raise base.broken(self.path, "nội dung XML có khai báo lạ (DTD)")


class _Counted:
    """A part being unpacked, until it shows more elements and attributes than MAX_NODES."""

    def __init__(self, path: Path, stream: IO[bytes]) -> None:
        self._path = path
        self._stream = stream
        self._nodes = 0

    def read(self, size: int) -> bytes:
        data = self._stream.read(size)
        self._nodes += data.count(b"<") + data.count(b"=")
        if self._nodes > MAX_NODES:
            raise base.too_long(self._path)
        return data


class Package(Parts):
    """An open .docx, .xlsx or .pptx.

    Attributes:
        main: root element of the main part; main_name: its name.
    """

    main: etree._Element
    main_name: str

    def __init__(self, path: Path, file: zipfile.ZipFile, kind: str = "document") -> None:
        super().__init__(path, file)
        root = self.related("", "officeDocument")
        self.main_name = root[0] if root else _MAINS[kind]
        stranger = next((name for lead, name in _OTHERS if any(n.startswith(lead) for n in self.names)), None)
        if not root and self.main_name not in self.names:
            others = (name for key, name in NAMES.items() if _MAINS[key] in self.names)
            raise base.wrong_kind(path, stranger or next(others, f"tệp nén khác, không phải {NAMES[kind]}"))
        if self.main_name.endswith(".bin"):
            raise base.wrong_kind(path, "bảng tính Excel dạng nhị phân (xlsb)")
        main = self.xml(self.main_name)
        if main is None:
            raise base.broken(path, "thiếu phần nội dung chính")
        if local(main) != kind and local(main) in NAMES:
            raise base.wrong_kind(path, NAMES[local(main)])
        self.main = main

    def part(self, kind: str) -> etree._Element | None:
        """Root of the first part of a kind ("styles", "numbering", "footnotes" …) that the main part refers to."""
        return next(iter(self.parts(kind)), None)

    def parts(self, *kinds: str, source: str | None = None) -> list[etree._Element]:
        """Roots of all parts of these kinds that a part (by default the main one) refers to."""
        names = [name for kind in kinds for name in self.related(source or self.main_name, kind)]
        return [root for name in names if (root := self.xml(name)) is not None]

    def properties(self) -> list[str]:
        """Title, subject, keywords, category and description of the document, and its properties of other names."""
        names = self.related("", "core-properties") or ["docProps/core.xml"]
        root = self.xml(names[0])
        wanted = ("title", "subject", "keywords", "category", "description")
        found = (
            [element.text for element in root if local(element) in wanted and element.text] if root is not None else []
        )
        for custom in self.parts("custom-properties", source="/"):
            found += [text for element in custom.iter() if (text := element.text or "").strip() and local(element)]
        return found

    def related(self, source: str, kind: str) -> list[str]:
        """Names of the parts of a kind that a part refers to ("" or "/" for the package itself)."""
        return list(dict.fromkeys(name for name, found in self.relations(source).values() if found == kind))

    def relations(self, source: str) -> dict[str, tuple[str, str]]:
        """The parts that a part refers to: id of the relation → (name, kind)."""
        if source not in self._relations:
            folder, name = posixpath.split(source.removeprefix("/"))
            root = self.xml(posixpath.join(folder, "_rels", f"{name}.rels"))
            self._relations[source] = {
                relation.get("Id", ""): (
                    posixpath.normpath(posixpath.join("/" + folder, relation.get("Target", ""))).lstrip("/"),
                    relation.get("Type", "").rpartition("/")[2],
                )
                for relation in (root if root is not None else ())
                if isinstance(relation.tag, str) and relation.get("TargetMode") != "External"
            }
        return self._relations[source]


def open_package(path: Path, kind: str = "document") -> Package:
    """The package of an Office file.

    Args:
        path: the file.
        kind: "document", "workbook" or "presentation": what its main part must be.

    Raises:
        UnreadableFile: no zip, locked, another kind of file, or one that unpacks to more than MAX_UNPACKED_BYTES.
        OSError: the file cannot be opened.
    """
    file = open_zip(path, NAMES[kind])
    try:
        return Package(path, file, kind)
    except BaseException:
        file.close()
        raise


def open_zip(path: Path, what: str) -> zipfile.ZipFile:
    """The zip of an Office or OpenDocument file, after the checks that need no unpacking.

    Args:
        path: the file.
        what: what it should be, as people call it.

    Raises:
        UnreadableFile, OSError: as in `open_package`.
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
        raise base.broken(path, f"bên trong không phải là {what}")
    if kind[0] == "ole" and _ENCRYPTED in path.read_bytes():
        raise base.locked(path)
    if kind[0] != "zip":
        raise base.wrong_kind(path, kind[1])
    try:
        with path.open("rb") as stream:
            if directory_bytes(stream) > _MAX_DIRECTORY_BYTES:
                raise base.too_long(path)
        file = zipfile.ZipFile(path)
    except _ZIP_ERRORS as error:
        raise base.broken(path, "phần cuối bị mất hoặc gói nén bị lỗi (có lẽ chép hoặc tải về chưa xong)") from error
    try:
        infos = file.infolist()
        if any(info.flag_bits & 1 for info in infos):
            raise base.locked(path)
        if sum(info.file_size for info in infos if info.filename.endswith((".xml", ".rels"))) > MAX_UNPACKED_BYTES:
            raise base.too_long(path)
    except BaseException:
        file.close()
        raise
    return file


def directory_bytes(stream: BinaryIO) -> int:
    """Size that a zip states for its list of members, 0 where it has none: what opening it costs in memory."""
    size = stream.seek(0, 2)
    tail_start = max(0, size - 66_000)
    stream.seek(tail_start)
    tail = stream.read()
    stream.seek(0)
    end = tail.rfind(b"PK\x05\x06")
    if end < 0 or len(tail) < end + 22:
        return 0
    stated = int.from_bytes(tail[end + 12 : end + 16], "little")
    if stated == 0xFFFFFFFF:  # the true figure stands in the ZIP64 record before it
        large = tail.rfind(b"PK\x06\x06", 0, end)
        stated = int.from_bytes(tail[large + 40 : large + 48], "little") if large >= 0 else stated
    return min(stated, size)


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
