"""Takes in one file, and what is inside it: reads, holds at the secrecy gate, makes documents. Runs in a worker.

Nothing is kept of what has not passed the gate: files taken out of containers lie in a folder that is gone when the
work on their container ends.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from workbench.archive.containers import CONTAINERS, unpack
from workbench.archive.containers.base import MAX_DEPTH, MAX_MEMBERS, MAX_UNPACKED_BYTES, Member
from workbench.archive.readers import READERS, read_file
from workbench.archive.readers.base import Workshop, scratch
from workbench.archive.readers.pdf_stamps import NOTE as PICTURED_FIGURES
from workbench.documents.header import read_header
from workbench.documents.model import Document
from workbench.documents.passages import split_passages
from workbench.documents.references import cited_symbols
from workbench.documents.secrecy import circulation_labels, find_mark, urgency
from workbench.documents.secrecy_names import mark_in_name
from workbench.documents.secrecy_suspicions import Suspicion, suspicions
from workbench.documents.title import display_title
from workbench.errors import MissingPart, SecretDocument, UnreadableFile
from workbench.folders import make_folder

READING = 3
"""Number of the way in which files are read. Raised when readers, header or structure change what they give: the next
build then reads every file again. Documents keep their ids."""

_TOO_DEEP = "Gói nằm lồng trong quá nhiều gói khác; không mở. Hãy giải nén ra thư mục."
_TOO_MANY = "Gói chứa quá nhiều tệp; phần còn lại không mở. Hãy giải nén ra thư mục rồi để từng phần vào kho."
_HAS_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
# What SQLite, XML or a screen cannot hold, one for one so that offsets stay true: NUL and lone surrogates.
_UNSTORABLE = {0: " ", **dict.fromkeys(range(0xD800, 0xE000), "\ufffd")}


@dataclass(frozen=True)
class Known:
    """What the catalogue holds for a path: the document's id, or None, and SHA-256 of the content."""

    document_id: str | None
    content_hash: str | None


@dataclass(frozen=True)
class Job:
    """A file to take in.

    Attributes:
        file: where it is.
        path: its path under the corpus, with forward slashes, NFC; inside a container: that path, a slash, its name.
        document_id: the id that its document bears.
        known_hash: SHA-256 of the content that the catalogue already holds for this path; None: read it in any case.
        inside: what the catalogue holds of files inside this one, by path.
        container: path of the file on disk that this one was found in, or None.
    """

    file: Path
    path: str
    document_id: str
    known_hash: str | None = None
    inside: Mapping[str, Known] = field(default_factory=dict)
    container: str | None = None


@dataclass(frozen=True)
class Taken:
    """A file that was taken in.

    Attributes:
        job: what was to be done.
        size, mtime_ns, content_hash: the file, as it was read.
        document: what it became; None for a container, and where the content is the one already held.
        suspicions: places in the document that a person should look at before it is kept.
        same: True where the content is the one already held.
        reason: what people should know of it, in Vietnamese.
    """

    job: Job
    size: int
    mtime_ns: int
    content_hash: str
    document: Document | None
    same: bool = False
    reason: str = ""
    suspicions: tuple[Suspicion, ...] = ()


@dataclass(frozen=True)
class Refused:
    """A file that bears a secrecy mark. Nothing of it is kept but the mark."""

    job: Job
    mark: str
    size: int = 0
    mtime_ns: int = 0


@dataclass(frozen=True)
class Unread:
    """A file that could not be read, and why, in Vietnamese; `part` names the program that it waits for, if any."""

    job: Job
    reason: str
    size: int = 0
    mtime_ns: int = 0
    content_hash: str | None = None
    part: str | None = None


Outcome = Taken | Refused | Unread


def document_id(path: str) -> str:
    """The id of a document first seen at this path under the corpus: stable over rebuilds and machines."""
    canonical = unicodedata.normalize("NFC", path).encode("utf-8", "surrogatepass")
    return hashlib.blake2b(canonical, digest_size=6).hexdigest()


def take_in(job: Job, workshop: Workshop | None = None) -> list[Outcome]:
    """Take in one file: its outcome, then one for each file inside it. A bad file gives `Unread`, a secret one
    `Refused`; neither raises.

    A refused container is refused as a whole.
    """
    return list(_take_in(job, workshop, _Budget(MAX_MEMBERS), 0))


class _Budget:
    """How many more files, and bytes, may be taken out of the containers in one file on disk, however deep."""

    def __init__(self, members: int, size: int = 2 * MAX_UNPACKED_BYTES) -> None:
        self._members = members
        self._size = size

    def spend(self, size: int) -> bool:
        self._members -= 1
        self._size -= size
        return self._members >= 0 and self._size >= 0


def _take_in(job: Job, workshop: Workshop | None, budget: _Budget, depth: int) -> Iterator[Outcome]:
    own = _take_one(job, workshop)
    is_container = job.file.suffix.lower() in CONTAINERS
    if not is_container or isinstance(own, Refused) or (isinstance(own, Taken) and own.same):
        yield own
        return
    if depth >= MAX_DEPTH:
        yield _unopened(own, _TOO_DEEP)
        return
    with scratch(workshop) as folder:
        try:
            members = unpack(job.file, folder)
        except MissingPart as error:
            yield _unopened(own, _told(error, job), error.part)
            return
        except UnreadableFile as error:
            yield _unopened(own, _told(error, job))
            return
        except Exception as error:  # as in _take_one
            yield _unopened(own, _unforeseen(error))
            return
        inner: list[Outcome] = []
        for member in members:
            place = _member_job(job, member)
            if member.file is None:
                inner.append(Unread(place, member.reason))
            elif not budget.spend(member.file.stat().st_size):
                inner.append(Unread(place, _TOO_MANY))
            else:
                inner.extend(_take_in(place, workshop, budget, depth + 1))
                member.file.unlink(missing_ok=True)
    secret = sum(isinstance(outcome, Refused) for outcome in inner)
    if secret and depth == 0 and isinstance(own, Taken):
        # Without their names: this is kept.
        own = replace(own, reason=f"Bên trong có {secret} tệp mang dấu mật, không nhận; hãy chuyển chúng khỏi kho.")
    yield own
    yield from inner


def _member_job(job: Job, member: Member) -> Job:
    path = f"{job.path}/{member.name}"
    known = job.inside.get(path, Known(None, None))
    return Job(
        file=member.file or job.file,
        path=path,
        document_id=known.document_id or document_id(path),
        known_hash=known.content_hash,
        inside=job.inside,
        container=job.container or job.path,
    )


def _unopened(own: Outcome, reason: str, part: str | None = None) -> Outcome:
    """The outcome of a container that could not be opened; one that is a document, too (a mail), stays one."""
    if not isinstance(own, Taken):
        return own
    if own.document is not None:
        return replace(own, reason=reason)
    return Unread(own.job, reason, own.size, own.mtime_ns, own.content_hash, part)


def _take_one(job: Job, workshop: Workshop | None) -> Outcome:
    size = mtime_ns = 0
    content_hash = None
    try:
        stat = job.file.stat()
        size, mtime_ns = stat.st_size, stat.st_mtime_ns
        mark = mark_in_name(job.path)
        if mark is not None:
            return Refused(job, mark, size, mtime_ns)
        content_hash = _hash(job.file)
        if content_hash == job.known_hash:
            return Taken(job, size, mtime_ns, content_hash, None, same=True)
        suffix = job.file.suffix.lower()
        if suffix in CONTAINERS and suffix not in READERS:
            return Taken(job, size, mtime_ns, content_hash, None)
        document, suspected = _read(job, workshop, content_hash)
        return Taken(job, size, mtime_ns, content_hash, document, suspicions=suspected)
    except SecretDocument as error:
        return Refused(job, error.mark, size, mtime_ns)
    except MissingPart as error:
        return Unread(job, _told(error, job), size, mtime_ns, content_hash, error.part)
    except UnreadableFile as error:
        return Unread(job, _told(error, job), size, mtime_ns, content_hash)
    except FileNotFoundError:
        return Unread(job, "Tệp biến mất trong lúc đọc. Nếu tệp được chuyển chỗ, lần cập nhật sau sẽ nhận lại.")
    except OSError as error:
        return Unread(
            job, f"Không mở được tệp ({error.strerror or error}). Hãy kiểm tra quyền đọc tệp.", size, mtime_ns
        )
    except MemoryError:
        return Unread(job, "Tệp quá lớn so với bộ nhớ của máy. Hãy chia nhỏ tệp.", size, mtime_ns, content_hash)
    except Exception as error:  # a reader met what nobody foresaw: the file waits with its reason, the build goes on
        return Unread(job, _unforeseen(error), size, mtime_ns, content_hash)


def _told(error: UnreadableFile, job: Job) -> str:
    """What is wrong with a file; one that was taken out of a container is called by its name inside."""
    return str(error).replace(f"“{job.file.name}”", f"“{job.path.rpartition('/')[2]}”")


def _unforeseen(error: Exception) -> str:
    # Only the kind of error: its message may hold text of a document that the gate has not seen yet.
    kind = type(error).__name__
    return f"Lỗi ngoài dự kiến khi đọc tệp ({kind}). Hãy gửi tên lỗi này cho người phụ trách."


def read_document(job: Job, workshop: Workshop | None = None) -> Document:
    """Read a file into a document.

    Raises:
        SecretDocument: it bears a secrecy mark (domain.md §5.2); raised before anything else is made of the text.
        UnreadableFile: it cannot be read.
        MissingPart: it takes a program that is not installed.
    """
    return _read(job, workshop, None)[0]


def _read(job: Job, workshop: Workshop | None, content_hash: str | None) -> tuple[Document, tuple[Suspicion, ...]]:
    """The document, and what in it a person should look at; a searchable copy is kept where the hash is given."""
    name = job.path.rpartition("/")[2]
    raw = read_file(job.file, workshop)
    text = raw.text.translate(_UNSTORABLE) if _HAS_UNSTORABLE.search(raw.text) else raw.text
    page_one_end = raw.page_starts[1] if len(raw.page_starts) > 1 else None
    recognised = bool(raw.page_confidence) and raw.page_confidence[0] is not None
    mark = find_mark(text, raw.margins, page_one_end, page_starts=raw.page_starts, recognised=recognised)
    if mark is not None:
        raise SecretDocument(mark)
    header = read_header(
        text,
        name,
        page_starts=raw.page_starts,
        page_confidence=raw.page_confidence,
        pictured=PICTURED_FIGURES in raw.notes,
    )
    urgent = urgency(text, raw.margins, page_one_end)
    notes = raw.notes
    if raw.searchable and workshop is not None and workshop.searchable is not None and content_hash is not None:
        try:
            _keep_searchable(raw.searchable, workshop, workshop.searchable / f"{content_hash}.pdf")
        except OSError as error:
            notes = (*notes, f"Không ghi được bản PDF có lớp chữ ({error.strerror or error}).")
    document = Document(
        id=job.document_id,
        path=job.path,
        text=text,
        page_starts=raw.page_starts,
        header=header,
        title=display_title(header, text, name),
        passages=split_passages(text, raw.page_starts),
        cites=cited_symbols(text, header.symbol),
        labels=(*circulation_labels(text, raw.margins, page_one_end), *((urgent,) if urgent else ())),
        notes=notes,
        tables=raw.tables,
        page_confidence=raw.page_confidence,
    )
    return document, suspicions(text, raw.margins)


def _keep_searchable(copy: bytes, workshop: Workshop, place: Path) -> None:
    """Write the searchable copy in one step: there is a whole one or none."""
    with scratch(workshop) as folder:
        draft = folder / "copy.pdf"
        draft.write_bytes(copy)
        make_folder(place.parent)
        draft.replace(place)


def _hash(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
