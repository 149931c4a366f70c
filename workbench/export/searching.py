"""Searches whose answers are files, as methods of `Workbench`: all hits of one search, a batch of queries."""

from __future__ import annotations

from pathlib import Path

from workbench.archive.report import OnProgress, Progress, ProgressMeter
from workbench.errors import BatchError, ExportError
from workbench.export.batch import BatchReport, write_batch
from workbench.export.hits import HitsFile, write_hits
from workbench.search.batch_sheet import read_queries
from workbench.search.keeping import Keeping
from workbench.search.question import Question


class Searching(Keeping):
    """The part of `Workbench` about answers as files."""

    def export_search(
        self, path: Path | str, query: str | Question = "", *, progress: OnProgress | None = None, **limits: object
    ) -> HitsFile:
        """Write all hits of a search, not only a page, to a .xlsx, .csv or .docx file.

        Every hit bears its citation in official form and its labels of circulation. A .docx holds the first
        `workbench.export.hits.MOST_IN_WORD` hits, and says so.

        Args:
            path: the file; one that is there is replaced once the new one is whole.
            query: the query, or a whole question.
            progress: told how far the work has come.
            limits: filters, order and chips, as in `search`.

        Raises:
            ExportError: another suffix, or the file cannot be written.
            NotBuiltError, QueryError: as `search`.
        """
        question = query if isinstance(query, Question) else Question.of(query, **limits)  # type: ignore[arg-type]

        def written(done: int, total: int) -> None:
            if progress is not None:
                progress(Progress(done, total, "Xuất kết quả"))

        return write_hits(
            Path(path), question, lambda limit, offset: self.ask(question, limit=limit, offset=offset), written
        )

    def batch_search(
        self,
        file: Path | str,
        out: Path | str,
        *,
        column: str | None = None,
        limit: int = 20,
        progress: OnProgress | None = None,
    ) -> BatchReport:
        """Ask every query of a sheet, and write a workbook of totals and hits.

        The column of queries ("Câu tìm"), and those of Loại, Cơ quan, Từ ngày and Đến ngày where there are any, are
        known by their headings. A bad row is told in its row and stops no other.

        Args:
            file: the queries: .xlsx, .xls, .csv, or .txt with one a line.
            out: the workbook (.xlsx); one that is there is replaced once the new one is whole.
            column: heading of the column of queries, where the guess is wrong.
            limit: hits written for each query; the total is always exact.
            progress: told how far the work has come.

        Raises:
            BatchError: the sheet cannot be read, or has no column of queries.
            ExportError: `out` is no .xlsx, or cannot be written.
            NotBuiltError: the archive has not been built.
        """
        file, out = Path(file), Path(out)
        if out.suffix.lower() != ".xlsx":
            raise ExportError(
                f"Kết quả tìm hàng loạt chỉ ghi được ra .xlsx, không ra “{out.name}”.", "Hãy đổi đuôi tệp."
            )
        if out.resolve() == file.resolve():
            raise BatchError("Tệp kết quả trùng với tệp câu tìm.", "Hãy đặt tên khác cho tệp kết quả.")
        sheet = read_queries(file, column)
        self._require_built()
        meter = ProgressMeter(progress, len(sheet.rows), "Tìm hàng loạt")
        return write_batch(sheet, out, lambda question: self.ask(question, limit=limit), meter.step)
