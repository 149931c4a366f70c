"""Which rules of form and of authority were in force on a day (domain.md §2.1, §3).

The rules changed several times, and an archive is full of documents of every age: a document is judged by the rules of
its own day. Every rule carries the mark of how well it is known. An office can put its own rows on top, in a file
`form_versions.csv` in its folder of tables, as with the tables of words.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal, cast

from workbench.documents.model import System
from workbench.errors import SettingsError
from workbench.vietnamese.lexicon import tables
from workbench.vietnamese.lexicon.tables import Column, Table, one_of, some_text

Subject = Literal["tham_quyen", "the_thuc"]
Mark = Literal["V", "V2", "K"]
"""How well a rule is known: V compared with its text, V2 seen in second-hand sources only, K general knowledge."""

MARKS: dict[Mark, str] = {"V": "đã đối chiếu", "V2": "theo nguồn thứ cấp, chưa đối chiếu", "K": "chưa đối chiếu"}


def _a_mark(value: str) -> str:
    return one_of({"V": "V", "V2": "V2", "K": "K"})(value)


A_MARK = Column("mark", "đối chiếu", _a_mark)
"""The column of marks, as every table of rules has it."""

FORM_VERSIONS = Table(
    "form_versions.csv",
    (
        Column("rule", "quy định", some_text, identifies=True),
        Column("system", "hệ", one_of({"party": "party", "state": "state", "Đảng": "party", "Nhà nước": "state"})),
        Column(
            "about",
            "về",
            one_of(
                {
                    "tham_quyen": "tham_quyen",
                    "the_thuc": "the_thuc",
                    "thẩm quyền": "tham_quyen",
                    "thể thức": "the_thuc",
                }
            ),
        ),
        Column("from", "từ ngày", lambda value: some_text(tables.a_date(value))),
        Column("until", "đến ngày", tables.a_date, optional=True),
        A_MARK,
        Column("note", "ghi chú", str, optional=True),
    ),
    package="workbench.documents",
)


@dataclass(frozen=True)
class Rule:
    """A regulation or guideline, and when it was in force.

    Attributes:
        name: as people name it: "36-HD/VPTW".
        system: for whose documents.
        about: "tham_quyen" (who may issue which kind of document) or "the_thuc" (what a document looks like).
        since, until: first and last day; None where it is still in force.
        mark: how well it is known.
        note: what people should know about it.
    """

    name: str
    system: System
    about: Subject
    since: date
    until: date | None
    mark: Mark
    note: str = ""

    def covers(self, day: date) -> bool:
        """Whether it was in force on a day."""
        return self.since <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True)
class FormVersion:
    """The rules in force for one system on one day.

    Attributes:
        system, day: for whom and when.
        form: the rule of form (thể thức), None where none is known for that day.
        authority: the rule of authority (thẩm quyền, Party only), None likewise.
    """

    system: System
    day: date
    form: Rule | None
    authority: Rule | None

    @property
    def in_transition(self) -> bool:
        """The rule of authority is newer than the rule of form, which still goes with the one before it.

        As from 09/01/2026 to 26/5/2026: authority by 399-QĐ/TW, form still by 36-HD/VPTW. That the two go together
        so is general knowledge ([K]): what is not by the form is then warned of, never called wrong.
        """
        return self.form is not None and self.authority is not None and self.form.since < self.authority.since


def load(office_folder: Path | None = None) -> tuple[Rule, ...]:
    """All rules, the office's own rows among them.

    Raises:
        SettingsError: the office's table cannot be used; the message names file, line and column.
    """
    rules = []
    for name, system, about, since, until, mark, note in tables.load(FORM_VERSIONS, office_folder):
        first, last = date.fromisoformat(since), date.fromisoformat(until) if until else None
        if last is not None and last < first:
            raise SettingsError(
                f"Bảng {FORM_VERSIONS.file}: quy định “{name}” hết hiệu lực ({last:%d/%m/%Y}) trước khi có hiệu lực"
                f" ({first:%d/%m/%Y}).",
                "Hãy sửa cột “from” hoặc “until” của dòng này.",
            )
        rules.append(Rule(name, cast(System, system), cast(Subject, about), first, last, cast(Mark, mark), note))
    return tuple(rules)


def in_force(system: System, day: date, office_folder: Path | None = None) -> FormVersion:
    """The rules of form and of authority in force for a system on a day (domain.md §2.1).

    Where two rules cover a day, the later one counts.

    Raises:
        SettingsError: as `load`.
    """
    covering = sorted((rule for rule in load(office_folder) if rule.covers(day)), key=lambda rule: rule.since)
    found = {rule.about: rule for rule in covering if rule.system == system}
    return FormVersion(system, day, found.get("the_thuc"), found.get("tham_quyen"))
