"""The header fields of a document, read from its printed first page (domain.md §2.2–2.5, §3.1–3.4).

What is not printed stays None: nothing is guessed, and a file's name never supplies a field. An article that merely
cites documents has no head, and gets no fields.
"""

from __future__ import annotations

import re
from datetime import date

from workbench.documents.dates import find_dates
from workbench.documents.head_cells import Cell, bare, cells_of, is_capitals
from workbench.documents.issuer import read_issuer
from workbench.documents.model import Header, System
from workbench.documents.symbols import SymbolSpan, find_symbols, symbol_key, tidy_symbol
from workbench.documents.tables import DocumentType, document_types
from workbench.vietnamese.spelling import clean, fold

_HEAD = 12_000  # characters in which a head is looked for; web pages carry menus before it
_BEFORE_TITLE, _AFTER_TITLE = 14, 60  # cells of a head before and after the state's or the Party's title
_LONG = 260  # a cell this long is a paragraph of the body

_CONSOLIDATED = "Văn bản hợp nhất"
_BODY = re.compile(
    r"[-+*–]?\s*(?:căn cứ|kính gửi|kính trình|xét (?:đề nghị|tờ trình)|theo đề nghị)\b"
    r"|(?:chương|phần|mục)\s+(?:[ivxlc]+|\d+|thứ|mở)\b|điều\s+\d+\b|[ivx]{1,5}\s*[-.]\s|\d{1,2}\s*[-.)]\s",
    re.IGNORECASE,
)
# Who decides, in capitals between the subject and the body: "BỘ TRƯỞNG BỘ TÀI CHÍNH".
_AUTHORITY = re.compile(
    r"(?:CAC )?BO TRUONG|CHU TICH|PHO CHU TICH|THU TUONG|CHINH PHU"
    r"|TONG (?:GIAM DOC|KIEM TOAN|THANH TRA|CUC TRUONG|BI THU)"
    r"|GIAM DOC|THONG DOC|CHANH AN|CHANH VAN PHONG|VIEN TRUONG|UY BAN|QUOC HOI|HOI DONG|BAN THUONG VU|BAN CHAP HANH"
    r"|TINH UY|THANH UY|HUYEN UY|DANG UY|BO CHINH TRI|BAN BI THU|TRUONG BAN|HIEU TRUONG|CUC TRUONG|TRUONG PHONG"
    r"|QUYET (?:DINH|NGHI)\s*:"
)
_ABOUT = re.compile(r"v\s*/\s*v\b|về việc\b", re.IGNORECASE)
_ADOPTED = re.compile(r"này (?:đã )?được [^\n]{0,240}?thông qua ngày[^\n]{0,60}", re.IGNORECASE)
# The note with which a consolidated text begins: "Luật … số …, có hiệu lực …, được sửa đổi, bổ sung bởi:".
_AMENDED_BY = re.compile(r"được sửa đổi, bổ sung(?: một số điều)? (?:bởi|theo)\s*:$", re.IGNORECASE)


def read_header(text: str, file_name: str = "") -> Header:
    """The header fields that the first page prints.

    A consolidated text (văn bản hợp nhất) carries its number and day in the block "XÁC THỰC VĂN BẢN HỢP NHẤT" behind
    its body; a law carries its day in the sentence "… thông qua ngày …". Never raises on any text.

    Args:
        text: the document's text (form: see archive/readers/base.py).
        file_name: only decides between several numbers that the page prints (its own and that of a stamp).
    """
    cells = _head(cells_of(text[:_HEAD], limit=400))
    if not cells:
        return Header()
    block = _consolidation_block(text)
    symbols_at = [place for place, cell in enumerate(cells) if cell.kind == "symbol"]
    type_at, kind, rest = _find_type(cells)
    body_at = _body_start(cells, type_at, symbols_at)
    symbols_at = _without_titles(cells, [place for place in symbols_at if place < body_at])
    if type_at is not None and type_at >= body_at:
        type_at, kind, rest = None, None, ""
    symbol_at = _choose([place for place in symbols_at if cells[place].symbol], cells, file_name)
    symbol = cells[symbol_at].symbol if symbol_at is not None else None
    name_ends = min([*symbols_at[:1], *([type_at] if type_at is not None else []), body_at])
    issuer_cells = cells[:name_ends]
    day_cell = _dateline(cells, type_at, body_at)
    consolidated = block is not None or _is_consolidated(cells[: body_at + 1], symbol)
    if block is not None:
        symbol = next((cell.symbol for cell in block if cell.kind == "symbol"), None)
        day_cell = next((cell for cell in block if cell.kind == "date"), None)
        issuer_cells = block[: next((i for i, cell in enumerate(block) if cell.kind == "symbol"), len(block))]
    system = _system(cells, symbol)
    type_name = _CONSOLIDATED if consolidated else _type_name(kind, symbol, system, cells[: body_at + 1])
    subject = (
        _subject(cells, type_at, rest, body_at) if type_at is not None else _letter_subject(cells, symbols_at, body_at)
    )
    day = day_cell.day if day_cell else None if consolidated else _day_adopted(text, type_name)
    return Header(
        symbol=tidy_symbol(symbol.text) if symbol else None,
        type=type_name,
        issuer=read_issuer(issuer_cells, text),
        date=day,
        subject=subject,
        place=day_cell.place if day_cell else None,
        system=system,
    )


def _head(cells: list[Cell]) -> list[Cell]:
    """The cells of the head, or nothing where the text begins without one (an article, a table)."""
    title = next((i for i, cell in enumerate(cells) if cell.kind in ("party", "state")), None)
    if title is not None:
        head = cells[max(0, title - _BEFORE_TITLE) : title + _AFTER_TITLE]
        # A newspaper's banner bears the Party's title too, but neither number nor dateline nor tên loại follows.
        return head if any(cell.kind == "symbol" or cell.place or _type_in(cell) for cell in head) else []
    head = cells[:_AFTER_TITLE]
    for place, cell in enumerate(head):
        if cell.kind == "text" and len(cell.text) > _LONG:
            head = head[:place]
            break
    if any(cell.kind == "symbol" for cell in head[:25]):
        return head
    # Without title and number, only a tên loại in capitals among the first lines makes a head.
    first = next((i for i, cell in enumerate(head[:5]) if cell.capitals and _type_in(cell)), None)
    if first is not None and not any(_type_in(cell) for cell in head[first + 1 : first + 2]):
        return head
    return []


def _find_type(cells: list[Cell]) -> tuple[int | None, DocumentType | None, str]:
    """Where the tên loại is printed in capitals, which it is, and what follows it in the same cell."""
    for place, cell in enumerate(cells):
        found = _type_in(cell)
        if found and found[0].name != _CONSOLIDATED:
            return place, found[0], found[1]
    return None, None, ""


def _type_in(cell: Cell) -> tuple[DocumentType, str] | None:
    if cell.kind != "text":
        return None
    text = re.sub(r"(?<=[^\W\d_])[\d*()]{1,4}$", "", cell.text).strip(" .:*")
    folded = fold(text[:60])
    for spelled, kind in _TYPES_BY_LENGTH:
        if folded == spelled and is_capitals(text):
            return kind, ""
        if folded.startswith(spelled + " "):
            words = len(spelled.split())
            head, rest = " ".join(text.split()[:words]), text.split()[words:]
            # Run together with its subject: "NGHỊ ĐỊNH QUY ĐỊNH CHI TIẾT …", "BÁO CÁO tình hình …".
            if is_capitals(head) and not _is_organ_like(rest):
                return kind, " ".join(rest)
    return None


def _is_organ_like(rest: list[str]) -> bool:
    return rest[:1] == ["-"] or fold(" ".join(rest[:2])) in {"cua bo", "cua uy", "cua chinh"}


_TYPES_BY_LENGTH = sorted(
    {fold(kind.name): kind for kind in reversed(document_types())}.items(), key=lambda pair: -len(pair[0])
)


def _body_start(cells: list[Cell], type_at: int | None, symbols_at: list[int]) -> int:
    """The first cell of the body: behind the head's fields, a legal basis, an addressee, an article, a paragraph."""
    first = min([at for at in (type_at, *symbols_at[:1]) if at is not None], default=0)
    for place in range(first + 1, len(cells)):
        cell = cells[place]
        if cell.kind == "text" and (_BODY.match(cell.text) or (len(cell.text) > _LONG and place != type_at)):
            # The subject itself may be long: the cell right behind the tên loại, unless it opens the body.
            if type_at is not None and place == type_at + 1 and not _BODY.match(cell.text):
                continue
            return place
    return len(cells)


def _without_titles(cells: list[Cell], places: list[int]) -> list[int]:
    """The places of symbols without those that come again: a web page's title line names the number, then the head."""
    keys = [symbol_key(span.text) if (span := cells[place].symbol) else "" for place in places]
    return [place for i, place in enumerate(places) if not keys[i] or keys[i] not in keys[i + 1 :]]


def _dateline(cells: list[Cell], type_at: int | None, body_at: int) -> Cell | None:
    """The cell "địa danh, ngày …"; without a place only before the tên loại, where no subject can name a day."""
    days = [cell for cell in cells[:body_at] if cell.kind == "date"]
    early = [cell for cell in cells[: body_at if type_at is None else type_at] if cell.kind == "date"]
    return next((cell for cell in days if cell.place), early[0] if early else None)


def _choose(places: list[int], cells: list[Cell], file_name: str) -> int | None:
    def letters(text: str) -> str:
        return re.sub(r"[\W_]+", "", fold(text))

    for place in places:
        span = cells[place].symbol
        if span and file_name and letters(span.text) in letters(file_name):
            return place
    return places[0] if places else None


def _is_consolidated(cells: list[Cell], symbol: SymbolSpan | None) -> bool:
    if symbol and symbol.type == "VBHN":
        return True
    for cell in cells:
        if cell.kind == "text" and (fold(cell.text).startswith("van ban hop nhat") and cell.capitals):
            return True
        if cell.kind == "text" and _AMENDED_BY.search(cell.text) and find_symbols(cell.text):
            return True
    return False


def _consolidation_block(text: str) -> list[Cell] | None:
    """The cells of the block that authenticates a consolidated text, up to its signer."""
    match = re.search(r"^.*XÁC THỰC VĂN BẢN HỢP NHẤT", text, re.MULTILINE)
    if match is None:
        return None
    cells = cells_of(text[match.start() : match.start() + 1_200])
    is_own = [cell.symbol is not None and cell.symbol.type == "VBHN" for cell in cells]
    symbol = is_own.index(True) if True in is_own else None
    if symbol is None or symbol > 8:
        return None
    last = next((i for i in range(symbol, len(cells)) if cells[i].kind == "date"), symbol)
    return cells[: max(symbol, last if last <= symbol + 3 else symbol) + 1]


def _system(cells: list[Cell], symbol: SymbolSpan | None) -> System | None:
    title = next((cell.kind for cell in cells if cell.kind in ("party", "state")), None)
    if title == "party" or title == "state":
        return "party" if title == "party" else "state"
    return symbol.system if symbol else None


def _type_name(
    kind: DocumentType | None, symbol: SymbolSpan | None, system: System | None, head: list[Cell]
) -> str | None:
    """The printed tên loại; where none is printed, what the symbol says without doubt (domain.md §2.2, §3.2)."""
    if symbol and symbol.type == "CV":
        return "Công văn"
    if kind:
        return kind.name
    if symbol is None:
        blank = any(cell.kind == "symbol" and re.search(r"CV/|/UBND-|/[A-ZĐ]{3,}-", cell.text) for cell in head)
        return "Công văn" if blank and _addresses(head) else None
    if symbol.type is None:
        is_letter = "-" in symbol.symbol.partition("/")[2] and symbol.year is None
        return "Công văn" if is_letter and _addresses(head) else None
    names = {
        entry.name
        for entry in document_types()
        if entry.abbreviation == symbol.type and (system is None or entry.system in (system, "both"))
    }
    return names.pop() if len(names) == 1 else None


def _addresses(cells: list[Cell]) -> bool:
    return any(
        cell.kind == "text" and (_ABOUT.match(cell.text) or fold(cell.text).startswith("kinh gui")) for cell in cells
    )


def _subject(cells: list[Cell], type_at: int, rest: str, body_at: int) -> str | None:
    """Trích yếu: what stands between the tên loại and the body."""
    parts = [_without_authority(re.split(r"\s\(?Số\s*:", rest)[0])] if rest else []
    for cell in cells[type_at + 1 : body_at]:
        text = re.split(r"(?<=\S)\s+(?=Căn cứ\s)", cell.text)[0]
        if cell.kind == "rule" or (cell.kind in ("party", "state") and parts):
            if parts:
                break
            continue
        number_of = parts and re.search(r"\b(?:năm|tháng|quý|số)$", parts[-1])
        says = re.search(r"\w" if number_of else r"[^\W\d_]", text)
        if cell.kind not in ("text", "symbol", "date") or cell.place or not says:
            continue
        if (cell.capitals and _AUTHORITY.match(bare(text))) or re.match(r"\(?Số\s*:", text):
            break
        if parts and (_opens_body(text) or len(" ".join(parts)) > 1_500):
            break
        parts.append(text)
        if text != cell.text:
            break
    return _tidy(parts)


def _opens_body(text: str) -> bool:
    """A sentence of the body that nothing marks: "Thực hiện …, Ban Thường vụ báo cáo như sau:"."""
    if text.endswith((".", ":", ";")) and len(text) > 40:
        return True
    if text.startswith("Ngày "):
        return True
    return len(text) > 100 and re.match(r"(?:Thực hiện|Ngày|Trong|Để|Sau khi|Qua|Năm|Theo)\s", text) is not None


def _without_authority(rest: str) -> str:
    """A subject in capitals without what a web page ran together with it: the text behind it, and who decides."""
    words = rest.split()
    # "… số 12/2020/QĐ-TTg" may stand in a subject in capitals; an ordinary word with small letters ends it.
    ends = next((i for i, word in enumerate(words) if word.isalpha() and word.upper() != word), len(words))
    if ends >= 2 and is_capitals(" ".join(words[:2])):
        rest = " ".join(words[:ends])
    found = re.search(
        r"(?<! CUA)\s(?:(?:CAC )?BO TRUONG BO|CHU TICH UY BAN|HOI DONG (?:THAM PHAN|NHAN DAN) "
        r"|(?:THU TUONG CHINH PHU|QUOC HOI)$)",
        bare(rest),
    )
    return rest[: found.start()] if found and found.start() > 10 else rest


def _letter_subject(cells: list[Cell], symbols_at: list[int], body_at: int) -> str | None:
    """Trích yếu of a công văn: "V/v …" (or the Party's bare line) under the number, in the left column."""
    if not symbols_at:
        return None
    parts: list[str] = []
    for cell in cells[symbols_at[0] + 1 : body_at]:
        text = cell.text
        # The dateline of the right column stands between; a day inside the subject has no place before it.
        if cell.kind not in ("text", "date") or cell.place or cell.capitals or (cell.kind == "date" and not parts):
            continue
        if parts and _opens_body(text):
            break
        if re.search(r"[^\W\d_]", text) and len(text) <= _LONG:
            parts.append(text)
        if len(parts) >= 8:
            break
    about = next((i for i, part in enumerate(parts) if _ABOUT.match(part)), 0)
    return _tidy(parts[about:])


def _tidy(parts: list[str]) -> str | None:
    subject = re.sub(r"\s+(?=[,.;])", "", re.sub(r"\s+", " ", " ".join(parts))).strip(" -*_")
    return subject or None


def _day_adopted(text: str, type_name: str | None) -> date | None:
    """The day in "Luật này được Quốc hội … thông qua ngày …", for what an assembly adopts without a dateline."""
    if type_name not in {"Luật", "Bộ luật", "Nghị quyết", "Pháp lệnh", "Hiến pháp"}:
        return None
    found = list(_ADOPTED.finditer(clean(text[-20_000:])))
    days = [span.day for match in found[-1:] for span in find_dates(match[0])]
    return days[0] if days else None
