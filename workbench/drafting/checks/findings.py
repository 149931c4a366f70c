"""What checks found in one text: a list, a table, and a picture of it for notebooks."""

from __future__ import annotations

import html
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from workbench.drafting.checks.model import Finding, Severity

COLUMNS = ("Mức", "Phép kiểm", "Chỗ", "Nhận xét", "Nên làm", "Nguyên văn", "Nguồn", "Quy định")
_CLEAN = "Không thấy gì cần xem lại. Máy chỉ kiểm những phép nêu ở trên; người ký vẫn phải đọc."
_COLOURS = {Severity.ERROR: "#b3261e", Severity.WARNING: "#8a5a00", Severity.HINT: "#3d5a80"}


@dataclass(frozen=True)
class Findings:
    """What was found, errors first, inside one severity in the order of the text.

    Attributes:
        about: what was checked: the draft's title, or the file's name.
        rows: the findings.
        labels: name for people of each check that was run, by its key.
        skipped: names for people of the checks that were not run because there is no archive.
        places: for each item, where it stands in words, by id.
        texts: for each item its text, by id; "" holds the text of an outside file.
    """

    about: str
    rows: tuple[Finding, ...]
    labels: dict[str, str]
    skipped: tuple[str, ...]
    places: dict[str, str]
    texts: dict[str, str]

    def __iter__(self) -> Iterator[Finding]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def __getitem__(self, at: int) -> Finding:
        return self.rows[at]

    @property
    def query(self) -> str:
        """What was checked, for the title of an export."""
        return self.about

    @property
    def errors(self) -> tuple[Finding, ...]:
        """What must not be signed as it is."""
        return tuple(row for row in self.rows if row.severity is Severity.ERROR)

    @property
    def counts(self) -> dict[Severity, int]:
        """How many findings there are of each severity."""
        counted = Counter(row.severity for row in self.rows)
        return {severity: counted[severity] for severity in Severity}

    def of_item(self, item_id: str) -> tuple[Finding, ...]:
        """The findings about one item of a draft."""
        return tuple(row for row in self.rows if row.item_id == item_id)

    def words(self, finding: Finding) -> str:
        """The words in question, verbatim; "" where no words are."""
        if finding.end <= finding.start:
            return ""
        text = self.texts.get("", "") or self.texts.get(finding.item_id, "")
        return text[finding.start : finding.end]

    def place(self, finding: Finding) -> str:
        """Where it is, in words: "III- KẾT QUẢ, câu 2"; of a file "trang 3, đoạn 12"."""
        if finding.passage is not None:
            page = f"trang {finding.page}, " if finding.page is not None else ""
            return f"{page}đoạn {finding.passage}"
        return self.places.get(finding.item_id or finding.section_key, "toàn văn bản")

    @property
    def summary(self) -> str:
        """How many findings of each severity, in one line."""
        counted = ", ".join(f"{count} {severity.label.lower()}" for severity, count in self.counts.items() if count)
        skipped = f" Chưa kiểm được vì không có kho: {', '.join(self.skipped).lower()}." if self.skipped else ""
        return f"{counted or 'Không thấy gì cần xem lại'}.{skipped}"

    def to_frame(self) -> pd.DataFrame:
        """One row a finding: Mức, Phép kiểm, Chỗ, Nhận xét, Nên làm, Nguyên văn, Nguồn, Quy định."""
        rows = [
            (
                row.severity.label,
                self.labels.get(row.check, row.check),
                self.place(row),
                row.message,
                row.advice,
                self.words(row),
                row.citation.label if row.citation else "",
                row.rule,
            )
            for row in self.rows
        ]
        return pd.DataFrame(rows, columns=list(COLUMNS))

    def _repr_html_(self) -> str:
        lines = [f"<p><b>Kiểm: {html.escape(self.about)}</b> – {html.escape(self.summary)}</p>"]
        if not self.rows:
            lines.append(f"<p>{_CLEAN}</p>")
            return "".join(lines)
        lines.append("<table><thead><tr><th>Mức</th><th>Chỗ</th><th>Nhận xét</th><th>Nên làm</th></tr></thead><tbody>")
        for row in self.rows:
            cells = (self.place(row), row.message, row.advice)
            told = "".join(f"<td style='text-align:left'>{html.escape(_sendable(cell))}</td>" for cell in cells)
            lines.append(
                f"<tr><td style='color:{_COLOURS[row.severity]};font-weight:bold'>{row.severity.label}</td>{told}</tr>"
            )
        lines.append("</tbody></table>")
        return "".join(lines)


def _sendable(text: str) -> str:
    """Lone surrogates, as some converted files hold, cannot be sent to a browser."""
    return text.encode("utf-8", "replace").decode("utf-8")
