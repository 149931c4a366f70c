"""Every error a person can meet: a Vietnamese message that says what happened, to what, and what to do."""

from __future__ import annotations


class WorkbenchError(Exception):
    """An expected failure, told to the user in plain Vietnamese.

    Args:
        message: what happened and to which file or field.
        advice: what the user can do about it.
    """

    def __init__(self, message: str, advice: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.advice = advice

    def __str__(self) -> str:
        return f"{self.message} {self.advice}".strip()


class SettingsError(WorkbenchError):
    """`workbench.toml` holds something that cannot be used."""


class UnreadableFile(WorkbenchError):
    """One file cannot be read; it goes to the quarantine list with this message as its reason."""


class MissingPart(UnreadableFile):
    """A file can be read only with a program that is not installed; it waits, and is read once the program is there.

    Args:
        part: the program, by a name of `workbench.archive.system_parts` ("tesseract", "libreoffice" …).
    """

    def __init__(self, message: str, advice: str, part: str) -> None:
        super().__init__(message, advice)
        self.part = part


class SecretDocument(WorkbenchError):
    """A document bears a secrecy mark and must not be stored (domain.md §5.3).

    Only the mark is kept: never any of the document's text.
    """

    def __init__(self, mark: str) -> None:
        super().__init__(
            f"Văn bản có dấu {mark}.",
            "Công cụ không nhận văn bản mật; hãy chuyển tệp này khỏi kho.",
        )
        self.mark = mark


class NotBuiltError(WorkbenchError):
    """The archive has not been built, or its index is missing."""


class UnknownDocument(WorkbenchError):
    """No document in the catalogue bears this id."""


class CorrectionError(WorkbenchError):
    """A field does not exist, or cannot have the value that a person gave."""


class RegistryError(WorkbenchError):
    """A register of records (.xlsx, .csv) cannot be read or matched as asked."""


class QueryError(WorkbenchError):
    """A query that is empty or beyond the caps on length or depth."""


class MarkError(WorkbenchError):
    """A tag or a note cannot be put on, found or taken off as asked."""


class SavedSearchError(WorkbenchError):
    """There is no saved search of this name, or it cannot be saved so."""


class BatchError(WorkbenchError):
    """A sheet of queries cannot be read, or has no column of queries."""


class TaskError(WorkbenchError):
    """There is no such task, or it cannot be changed as asked."""


class SummaryError(WorkbenchError):
    """A summary cannot be made as asked."""


class DraftError(WorkbenchError):
    """A draft cannot be opened, changed or saved as asked."""


class CheckError(WorkbenchError):
    """A text cannot be checked as asked."""


class LanguageModelError(WorkbenchError):
    """The office's language-model server is not set, cannot be reached, or does not answer as it should."""


class OutlineError(WorkbenchError):
    """There is no such outline, or its file cannot be used."""


class ExportError(WorkbenchError):
    """A file cannot be written as asked."""
