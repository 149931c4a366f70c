"""The words of official form that follow from the draft and the office: numbers, days, quyền hạn, chỉ dẫn."""

from __future__ import annotations

import re
from datetime import date

from workbench.documents.model import System
from workbench.documents.tables import document_types
from workbench.export.docx_page import Blank
from workbench.export.heading import OfficeHeading
from workbench.export.report import Report
from workbench.export.text import one_line

_AUTHORITY = re.compile(r"^(TUQ|TM|T/M|KT|K/T|TL|T/L)[.\s]\s*", re.IGNORECASE)
_SUBJECT_START = re.compile(r"^(?:về việc|v/v|về)\s+", re.IGNORECASE)
_PROMPTED = {"công văn": "kinh_gui", "tờ trình": "kinh_trinh"}


def value(text: str | None, name: str = "") -> str | Blank:
    """The text on one line, or a blank with a name."""
    return one_line(text or "") or Blank(name)


def capitals(text: str | None, name: str) -> str | Blank:
    """The text in capitals, or a blank with a name."""
    return one_line(text or "").upper() or Blank(name)


def symbol_line(report: Report, heading: OfficeHeading) -> tuple[str | Blank, ...]:
    """ "Số …-BC/VPTU" of the Party (domain.md §2.4), "Số: …/BC-UBND" of the State, "Số: …/UBND-…" of its công văn."""
    system: System = report.draft.system if report.draft else "party"
    organ = value(heading.symbol_suffix)
    kind = _abbreviation(report.type_name, system)
    if system == "party":
        return ("Số ", Blank(), "-", kind, "/", organ)
    if report.is_letter:
        return ("Số: ", Blank(), "/", organ, "-", Blank())
    return ("Số: ", Blank(), "/", kind, "-", organ)


def day_line(place: str | None, day: date | None) -> tuple[str | Blank, ...]:
    """Địa danh and day; days below 10 and January, February with a 0 (domain.md §2.5)."""
    where = value(place, "địa danh")
    if day is None:
        return (where, ", ngày ", Blank(), " tháng ", Blank(), " năm ", Blank())
    month = f"{day.month:02}" if day.month < 3 else str(day.month)
    return (where, f", ngày {day.day:02} tháng {month} năm {day.year}")


def subject_of_letter(title: str, system: System) -> tuple[str, str]:
    """What stands before the trích yếu of a công văn without belonging to it, and the trích yếu itself."""
    if system == "state":
        return "V/v ", _SUBJECT_START.sub("", title)
    return "", title


def authority(text: str | None, system: System) -> str | Blank:
    """Quyền hạn ký as the system writes it: "T/M", "K/T" of the Party, "TM.", "KT." of the State."""
    if text == "":
        return ""
    words = capitals(text, "quyền hạn ký")
    found = _AUTHORITY.match(words) if isinstance(words, str) else None
    if found is None or isinstance(words, Blank):
        return words
    letters = found[1].upper().replace("/", "")
    rest = words[found.end() :]
    if system == "state":
        return f"{letters}. {rest}"
    return f"{letters[0]}/{letters[1]} {rest}" if len(letters) == 2 else words


def addressing(report: Report, heading: OfficeHeading) -> str | None:
    """The part of the layout that addresses the reader: "kinh_gui", "kinh_trinh", or None where nobody is addressed."""
    wanted = _PROMPTED.get(report.type_name.casefold())
    if wanted is None:
        return "kinh_gui" if heading.addressees else None
    return wanted if report.layout.get(wanted) else "kinh_gui"


def recipients_of(report: Report, heading: OfficeHeading) -> list[tuple[str | Blank, ...]]:
    """Nơi nhận, one a line; where somebody is addressed the first is "Như trên"."""
    state = report.layout.system == "state"
    stripped = (one_line(one).removeprefix("-").strip().rstrip(".,;") for one in heading.recipients)
    named: list[tuple[str | Blank, ...]] = [(words,) for words in stripped if words]
    if not named:
        named = [(Blank(),), ("Lưu: VT, " if state else "Lưu ", Blank())]
    if addressing(report, heading) and str(named[0][0]).casefold() != "như trên":
        named.insert(0, ("Như trên",))
    ends = [*[";" if state else ","] * (len(named) - 1), "."]
    return [("- ", *words, end) for words, end in zip(named, ends, strict=True)]


def labels_of(report: Report, heading: OfficeHeading) -> list[tuple[str, str]]:
    """What is stamped below the number: part of the layout and words; urgency, directions of circulation, DỰ THẢO."""
    draft = report.draft
    if draft is None:
        return []
    stamped = [("khan", one_line(heading.urgency).upper())] if heading.urgency.strip() else []
    stamped += [("luu_hanh", one_line(label).upper()) for label in draft.labels if label.strip()]
    asked = report.options.draft_mark
    if draft.issued is None if asked is None else asked:
        stamped.append(("du_thao", report.layout["du_thao"].words))
    return stamped


def _abbreviation(type_name: str, system: System) -> str | Blank:
    found = [
        kind.abbreviation
        for kind in document_types()
        if kind.name.casefold() == type_name.casefold() and kind.system in (system, "both") and kind.abbreviation
    ]
    return found[0] if found else Blank()
