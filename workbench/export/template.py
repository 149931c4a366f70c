"""Drafts in the office's own Word templates (`workspace/mau/*.docx`, filled by docxtpl).

A template may come from anywhere: it is filled in Jinja's sandbox, with values that can only be shown, every name that
is not known is an error, and what comes from documents is escaped.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import docx
from docx.document import Document
from docx.opc.exceptions import PackageNotFoundError
from docx.text.paragraph import Paragraph
from docxtpl import DocxTemplate  # type: ignore[import-untyped]
from jinja2 import StrictUndefined, TemplateError, TemplateSyntaxError, UndefinedError
from jinja2.exceptions import SecurityError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from lxml.etree import LxmlError

from workbench.archive.readers.base import file_errors
from workbench.archive.readers.package import open_package
from workbench.drafting.item_marks import NOTE_NUMBER, fingerprint, item_mark, manifest_of, section_mark
from workbench.errors import ExportError, WorkbenchError
from workbench.export.docx_marks import Bookmarks, write_properties
from workbench.export.heading import OfficeHeading
from workbench.export.report import Report
from workbench.export.template_context import NAMES, context_of

_UNDEFINED = re.compile(r"'([^']+)' is undefined|has no attribute '([^']+)'")


class _Sandbox(ImmutableSandboxedEnvironment):
    """Jinja that reaches nothing but the values of the context, and cannot be made to fill the memory."""

    intercepted_binops = frozenset(("*", "**"))

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """Multiplication is refused: "x" * 10**9 would fill the memory, and no document needs it."""
        raise SecurityError(f"phép tính “{operator}” không được dùng trong mẫu")


def environment() -> _Sandbox:
    """The Jinja environment that templates are filled in."""
    return _Sandbox(autoescape=True, undefined=StrictUndefined)


def report_bytes(report: Report, heading: OfficeHeading, template: Path) -> bytes:
    """A draft as a .docx file by a template, marked so that it can be read in again.

    Raises:
        ExportError: the template cannot be read or filled; the message names it and the name or place at fault.
    """
    filled = _fill(template, context_of(report, heading))
    with _told(template):
        document = docx.Document(BytesIO(filled))
    document.core_properties.title = report.title[:255]
    if report.draft is not None:
        _mark(document, report)
        write_properties(document, manifest_of(report.draft))
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def check(template: Path) -> None:
    """See whether a template can be used, without a draft.

    Raises:
        ExportError: it cannot be read, its tags are not closed, or it names what there is not.
    """
    with _opened(template) as tags:
        unknown = tags.get_undeclared_template_variables(environment()) - set(NAMES)
    if unknown:
        raise _unknown_name(template, sorted(unknown)[0])


def _fill(template: Path, context: dict[str, Any]) -> bytes:
    file = BytesIO()
    with _opened(template) as tags:
        tags.render(context, environment(), autoescape=True)
        tags.save(file)
    return file.getvalue()


@contextmanager
def _opened(template: Path) -> Iterator[DocxTemplate]:
    with _told(template):
        with file_errors(template), open_package(template):
            pass  # no bomb, no other kind of file: looked at before anything unpacks it whole
        yield DocxTemplate(template)


@contextmanager
def _told(template: Path) -> Iterator[None]:
    """Errors of a template in words for people."""
    try:
        yield
    except UndefinedError as error:
        found = _UNDEFINED.search(str(error))
        raise _unknown_name(template, (found[1] or found[2]) if found else str(error)) from error
    except SecurityError as error:
        raise ExportError(
            f"Mẫu “{template.name}” có chỗ không được phép: {error}.",
            "Mẫu chỉ được hiện các giá trị có sẵn; hãy sửa mẫu, và xem lại mẫu từ đâu tới.",
        ) from error
    except TemplateSyntaxError as error:
        raise ExportError(
            f"Mẫu “{template.name}” có thẻ viết sai: {error.message}.",
            "Hãy kiểm tra các cặp {{ … }}, {% … %}, mỗi {%p for … %} phải có {%p endfor %}.",
        ) from error
    except (TemplateError, TypeError, ValueError, ArithmeticError, OverflowError) as error:
        raise ExportError(f"Mẫu “{template.name}” không điền được: {error}.", "Hãy sửa các thẻ trong mẫu.") from error
    except (PackageNotFoundError, BadZipFile, KeyError, LxmlError) as error:
        raise ExportError(
            f"Mẫu “{template.name}” không phải tệp Word lành lặn.", "Hãy mở mẫu bằng Word rồi lưu lại kiểu .docx."
        ) from error
    except WorkbenchError as error:
        if isinstance(error, ExportError):
            raise
        raise ExportError(f"Mẫu “{template.name}”: {error.message}", error.advice) from error


def _unknown_name(template: Path, name: str) -> ExportError:
    return ExportError(
        f"Mẫu “{template.name}” dùng tên “{name}” mà công cụ không biết.",
        f"Các tên dùng được: {', '.join(NAMES)}.",
    )


def _mark(document: Document, report: Report) -> None:
    """Put the bookmarks of items and headings around the paragraphs that hold just their text, in order."""
    marks = Bookmarks()
    wanted = [
        pair
        for part in report.parts
        for pair in (
            *([(part.heading, section_mark(part.key))] if part.heading else []),
            *((line.text, item_mark(line.item_id)) for line in part.lines),
        )
    ]
    texts = [(fingerprint(_words(paragraph)), paragraph) for paragraph in document.paragraphs]
    at = 0
    for text, name in wanted:
        found = next((n for n in range(at, len(texts)) if texts[n][0] == fingerprint(text)), None)
        if found is not None and text.strip():
            marks.around(name, texts[found][1])
            at = found + 1


def _words(paragraph: Paragraph) -> str:
    """The paragraph without the number of its note, which templates set as "[1]" above the line."""
    return "".join(run.text for run in paragraph.runs if not (run.font.superscript and NOTE_NUMBER.fullmatch(run.text)))
