"""Takes files that people hand over into the corpus: never over another file, and nothing secret stays there."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
import uuid
from abc import abstractmethod
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePosixPath
from typing import Literal

from workbench.archive.containers import CONTAINERS
from workbench.archive.deciding import Deciding
from workbench.archive.readers import supported_suffixes
from workbench.archive.report import BuildReport, OnProgress
from workbench.documents.secrecy_names import mark_in_name
from workbench.errors import WorkbenchError
from workbench.folders import make_folder

FOLDER = "van-ban-den"
"""Folder of the corpus for what comes in, with one folder a year."""

MOST_BYTES = 100_000_000
"""The largest file that is taken over from a browser; a larger one is copied into the folder by hand."""

_UNCHECKED = "van-ban-moi-chep.json"  # under indexes/: files copied here that no build has looked at yet
_LONGEST_NAME = 180  # bytes
_NOT_IN_NAMES = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*]')
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)", re.IGNORECASE)  # names that Windows keeps for itself

Became = Literal["copied", "renamed", "same", "secret", "refused"]


@dataclass(frozen=True)
class Received:
    """What became of a file that was handed over.

    Attributes:
        name: its name as it was given.
        became: "copied" into the corpus; "renamed": likewise, under a numbered name; "same": its content was there
            already; "secret": its name bears a secrecy mark; "refused" for another reason. The last three copy nothing.
        path: under the corpus, where it lies or the same content lay already; "" where nothing was copied.
        told: what people should know, in Vietnamese.
    """

    name: str
    became: Became
    path: str
    told: str


@dataclass(frozen=True)
class TakenIn:
    """What a build made of the files handed over.

    Attributes:
        report: of the build.
        removed: paths of files that bear a secrecy mark (or hold a file that does), taken out of the corpus again.
        stuck: paths of such files that could not be deleted: a person has to.
    """

    report: BuildReport
    removed: tuple[str, ...] = ()
    stuck: tuple[str, ...] = ()


class Receiving(Deciding):
    """The part of `Workbench` about files handed over."""

    @abstractmethod
    def build(self, progress: OnProgress | None = None, *, second_stage: bool = False) -> BuildReport:
        """Bring catalogue and index in line with the corpus."""

    def receive(self, files: Iterable[tuple[str, bytes]], *, on: date | None = None) -> tuple[Received, ...]:
        """Copy files into `corpus/van-ban-den/<năm>`; nothing that is there is ever overwritten. `take_in` reads them.

        A file whose content the archive has already is not copied again; one whose name is taken gets a number.

        Args:
            files: names and contents.
            on: the day that names the folder; today by default.

        Returns:
            What became of each.

        Raises:
            WorkbenchError: the corpus cannot be written to; files copied before stay, and are named in the message.
        """
        folder = self.settings.corpus / FOLDER / str((on or date.today()).year)
        done: list[Received] = []
        for name, data in files:
            try:
                done.append(self._receive(folder, name, data))
            except OSError as error:
                copied = ", ".join(one.path for one in done if one.became in ("copied", "renamed"))
                raise WorkbenchError(
                    f"Không chép được “{name}” vào {folder} ({error.strerror or error})."
                    + (f" Đã chép xong: {copied}." if copied else ""),
                    "Hãy kiểm tra quyền ghi và chỗ trống trên đĩa.",
                ) from error
        return tuple(done)

    def take_in(self, progress: OnProgress | None = None, *, second_stage: bool = False) -> TakenIn:
        """Build, and take out of the corpus again what was handed over and bears a secrecy mark (domain.md §5.3).

        A package that holds such a file goes as a whole. Files that came into the corpus in another way stay there,
        refused: they are not ours to delete.

        Raises:
            WorkbenchError: as `build`.
        """
        report = self.build(progress, second_stage=second_stage)
        ours = self._unchecked()
        looked_at = report.rows
        refused = [row.path for row in looked_at if row.status == "refused"]
        secret = [path for path in ours if any(one == path or one.startswith(f"{path}/") for one in refused)]
        stuck = []
        for path in secret:
            try:
                _file(self.settings.corpus, path).unlink(missing_ok=True)
            except OSError:  # held open by another program: it stays on the list, and people are told
                stuck.append(path)
        removed = tuple(path for path in secret if path not in stuck)
        if removed:
            # What was found in a package before leaves the archive with it, and the mark of the place, too.
            again = self.build(progress)
            kept = tuple(row for row in report.rows if row.path not in removed and not _within(row.path, removed))
            report = BuildReport(kept, again.documents, report.seconds + again.seconds)
        seen = {row.path for row in looked_at} | set(removed)  # others may have handed over more meanwhile
        self._note_unchecked([path for path in self._unchecked() if path not in seen or path in stuck])
        return TakenIn(report, removed, tuple(stuck))

    @property
    def unchecked(self) -> tuple[str, ...]:
        """Paths of files that were handed over and that no build has looked at yet."""
        return tuple(self._unchecked())

    def settle(self, progress: OnProgress | None = None) -> None:
        """After a build that was stopped: make searchable what it had read so far."""
        if self.catalogue.count():
            self._reindex(progress)

    def _receive(self, folder: Path, name: str, data: bytes) -> Received:
        plain = file_name(name)
        mark = mark_in_name(plain)
        if mark is not None:
            told = f"Tên tệp mang dấu {mark}: không nhận, không chép vào kho."
            return Received(name, "secret", "", told)
        suffix = PurePosixPath(plain).suffix.lower()
        if suffix not in supported_suffixes() and suffix not in CONTAINERS:
            kind = f"đuôi {suffix}" if suffix else "không có đuôi"
            return Received(name, "refused", "", f"Công cụ không đọc được tệp {kind}: không chép vào kho.")
        if not data:
            return Received(name, "refused", "", "Tệp trống: không chép vào kho.")
        if len(data) > MOST_BYTES:
            told = f"Tệp lớn hơn {MOST_BYTES // 1_000_000} MB: hãy tự chép vào {folder} rồi bấm “Cập nhật kho”."
            return Received(name, "refused", "", told)
        there = self._same(folder, data)
        if there is not None:
            return Received(name, "same", there, f"Kho đã có tệp này ({there}): không chép lần nữa.")
        make_folder(folder)
        path = self._copy(folder, plain, data)
        shown = path.relative_to(self.settings.corpus).as_posix()
        if path.name == plain:
            return Received(name, "copied", shown, f"Đã chép vào {shown}.")
        return Received(name, "renamed", shown, f"Đã có tệp khác tên “{plain}”: chép vào {shown}.")

    def _same(self, folder: Path, data: bytes) -> str | None:
        """The path of a file in the corpus that has this content, or None."""
        digest = hashlib.sha256(data).hexdigest()
        for one in self.catalogue.listed_with([digest]):
            if _file(self.settings.corpus, one.path).is_file():
                return one.path
        # Not read yet, or a package, which is no document.
        for file in folder.iterdir() if folder.is_dir() else ():
            looks_same = not file.name.startswith(".") and file.is_file() and file.stat().st_size == len(data)
            if looks_same and hashlib.sha256(file.read_bytes()).hexdigest() == digest:
                return file.relative_to(self.settings.corpus).as_posix()
        return None

    def _copy(self, folder: Path, name: str, data: bytes) -> Path:
        """Write a new file, under a numbered name where this one is taken; noted as unchecked before it is there."""
        target = _free(folder, name)
        temporary = folder / f".{uuid.uuid4().hex[:12]}.tmp"  # hidden: a build that runs meanwhile passes it over
        try:
            self._note_unchecked([*self._unchecked(), target.relative_to(self.settings.corpus).as_posix()])
            temporary.write_bytes(data)
            temporary.replace(target)
        except BaseException:
            temporary.unlink(missing_ok=True)
            target.unlink(missing_ok=True)  # only the empty place that was kept for it
            raise
        return target

    # -- what no build has looked at yet ----------------------------------------------------------------------

    def _unchecked(self) -> list[str]:
        try:
            known = json.loads((self.settings.indexes / _UNCHECKED).read_text(encoding="utf-8"))
        except (
            OSError,
            ValueError,
        ):  # none, or cut off by a crash: then nothing is deleted that is not known to be ours
            return []
        return [path for path in known if isinstance(path, str)] if isinstance(known, list) else []

    def _note_unchecked(self, paths: Iterable[str]) -> None:
        file = self.settings.indexes / _UNCHECKED
        wanted = list(dict.fromkeys(paths))
        if not wanted:
            file.unlink(missing_ok=True)
            return
        make_folder(file.parent)
        temporary = file.with_name(f".{uuid.uuid4().hex[:12]}.tmp")
        try:
            temporary.write_text(json.dumps(wanted, ensure_ascii=False), encoding="utf-8")
            temporary.replace(file)
        finally:
            with suppress(OSError):
                temporary.unlink(missing_ok=True)


def file_name(given: str) -> str:
    """A name that every system can hold, made of what a browser gave: no folders, no signs that Windows forbids."""
    text = unicodedata.normalize("NFC", given.encode("utf-8", "replace").decode("utf-8"))
    last = re.split(r"[/\\]", text.rstrip("/\\"))[-1]
    name = " ".join(_NOT_IN_NAMES.sub(" ", last).split()).lstrip(".~$ ").rstrip(". ")
    stem, dot, suffix = name.rpartition(".")
    if not dot or len(suffix) > 10:
        stem, suffix = name, ""
    stem = stem.encode("utf-8")[:_LONGEST_NAME].decode("utf-8", "ignore").strip() or "van-ban"
    if _RESERVED.match(f"{stem}."):
        stem = f"tep {stem}"
    return f"{stem}.{suffix}" if suffix else stem


def _free(folder: Path, name: str) -> Path:
    """An empty new file of this name, or of the next number that is free: "báo cáo (2).docx"."""
    given = PurePosixPath(name)
    number = 1
    while True:
        target = folder / (name if number == 1 else f"{given.stem} ({number}){given.suffix}")
        try:
            target.touch(exist_ok=False)
        except FileExistsError:
            number += 1
        else:
            return target


def _file(corpus: Path, path: str) -> Path:
    """The file of a path under the corpus; paths are kept in NFC, some systems spell names in NFD."""
    file = corpus / path
    return file if file.exists() else corpus / unicodedata.normalize("NFD", path)


def _within(path: str, folders: Iterable[str]) -> bool:
    return any(path.startswith(f"{folder}/") for folder in folders)
