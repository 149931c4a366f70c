"""Takes in one file: reads it, holds it at the secrecy gate, and makes a document of it. Runs in a worker process."""

from __future__ import annotations

import hashlib
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from workbench.archive.readers import read_file
from workbench.documents.header import read_header
from workbench.documents.model import Document
from workbench.documents.passages import split_passages
from workbench.documents.references import cited_symbols
from workbench.documents.secrecy import circulation_labels, find_mark, urgency
from workbench.documents.title import display_title
from workbench.errors import SecretDocument, UnreadableFile

# What SQLite, XML or a screen cannot hold, one for one so that offsets stay true: NUL and lone surrogates.
_UNSTORABLE = {0: " ", **dict.fromkeys(range(0xD800, 0xE000), "\ufffd")}


@dataclass(frozen=True)
class Job:
    """A file to take in.

    Attributes:
        file: where it is.
        path: its path under the corpus, with forward slashes, NFC.
        document_id: the id that its document bears.
        known_hash: SHA-256 of the content that the catalogue already holds for this path, or None.
    """

    file: Path
    path: str
    document_id: str
    known_hash: str | None = None


@dataclass(frozen=True)
class Taken:
    """A file that became a document; `document` is None when its content is the one already held."""

    job: Job
    size: int
    mtime_ns: int
    content_hash: str
    document: Document | None


@dataclass(frozen=True)
class Refused:
    """A file that bears a secrecy mark. Nothing of it is kept but its name and the mark."""

    job: Job
    mark: str


@dataclass(frozen=True)
class Unread:
    """A file that could not be read, and why, in Vietnamese."""

    job: Job
    reason: str
    size: int = 0
    mtime_ns: int = 0


Outcome = Taken | Refused | Unread


def document_id(path: str) -> str:
    """The id of a document first seen at this path under the corpus: stable over rebuilds and machines."""
    canonical = unicodedata.normalize("NFC", path).encode("utf-8", "surrogatepass")
    return hashlib.blake2b(canonical, digest_size=6).hexdigest()


def take_in(job: Job) -> Outcome:
    """Take in one file. A bad file gives `Unread`, a secret one `Refused`; neither raises."""
    size = mtime_ns = 0
    try:
        stat = job.file.stat()
        size, mtime_ns = stat.st_size, stat.st_mtime_ns
        content_hash = _hash(job.file)
        if content_hash == job.known_hash:
            return Taken(job, size, mtime_ns, content_hash, None)
        return Taken(job, size, mtime_ns, content_hash, read_document(job))
    except SecretDocument as error:
        return Refused(job, error.mark)
    except UnreadableFile as error:
        return Unread(job, str(error), size, mtime_ns)
    except FileNotFoundError:
        return Unread(job, "Tệp biến mất trong lúc đọc. Nếu tệp được chuyển chỗ, lần cập nhật sau sẽ nhận lại.")
    except OSError as error:
        return Unread(
            job, f"Không mở được tệp ({error.strerror or error}). Hãy kiểm tra quyền đọc tệp.", size, mtime_ns
        )
    except MemoryError:
        return Unread(job, "Tệp quá lớn so với bộ nhớ của máy. Hãy chia nhỏ tệp.", size, mtime_ns)
    except Exception as error:  # a reader met what nobody foresaw: the file waits with its reason, the build goes on
        # Only the kind of error: its message may hold text of a document that the gate has not seen yet.
        kind = type(error).__name__
        return Unread(
            job, f"Lỗi ngoài dự kiến khi đọc tệp ({kind}). Hãy gửi tên lỗi này cho người phụ trách.", size, mtime_ns
        )


def read_document(job: Job) -> Document:
    """Read a file into a document.

    Raises:
        SecretDocument: it bears a secrecy mark (domain.md §5.2); raised before anything else is made of the text.
        UnreadableFile: it cannot be read.
    """
    raw = read_file(job.file)
    text = raw.text.translate(_UNSTORABLE)
    page_one_end = raw.page_starts[1] if len(raw.page_starts) > 1 else None
    mark = find_mark(text, raw.margins, page_one_end)
    if mark is not None:
        raise SecretDocument(mark)
    header = read_header(text, job.file.name)
    urgent = urgency(text, raw.margins, page_one_end)
    return Document(
        id=job.document_id,
        path=job.path,
        text=text,
        page_starts=raw.page_starts,
        header=header,
        title=display_title(header, text, job.file.name),
        passages=split_passages(text, raw.page_starts),
        cites=cited_symbols(text, header.symbol),
        labels=(*circulation_labels(text, raw.margins, page_one_end), *((urgent,) if urgent else ())),
        notes=raw.notes,
    )


def _hash(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
