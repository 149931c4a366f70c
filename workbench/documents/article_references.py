"""References to articles: "điểm a khoản 2 Điều 36 Luật Đầu tư", "Điều 5 Nghị định này", "Điều 7 Quy định số 294-QĐ/TW".

A text that is itself one article of a law, as the official codex prints them, also tells which one it is
(`article_identity`), so that "Điều 5 Luật này" leads somewhere. Nothing here knows the names of laws: where a name ends
is only known beside the laws of an archive (`names_match`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from workbench.documents.symbols import SymbolSpan, find_symbols, symbol_key
from workbench.vietnamese.spelling import key, same_length_clean

NAMED = ("Bộ luật", "Luật", "Pháp lệnh", "Điều lệ", "Hiến pháp")
"""Rules that people cite by their name, without a symbol."""

_OTHERS = (
    "Nghị định",
    "Thông tư liên tịch",
    "Thông tư",
    "Quyết định",
    "Nghị quyết liên tịch",
    "Nghị quyết",
    "Quy chế",
    "Quy định",
    "Chỉ thị",
    "Hướng dẫn",
    "Kết luận",
    "Văn bản hợp nhất",
)
_KINDS = "|".join(f"[{name[0]}{name[0].lower()}]{name[1:]}" for name in (*NAMED, *_OTHERS))

_NAME_WORDS = 8  # of a law's name are kept: enough to tell laws apart, and what follows a name is kept out of the index
_NAME_REACH = 120  # characters after the kind in which a name is looked for
_MOST = 60  # articles of one range: "từ Điều 5 đến Điều 700" is a slip

_NUMBER = r"\d{1,3}(?:[a-zđ](?![^\W_]))?(?![\d/]|\.\d)"
_AND = r"\s*(?:[,;]|và|hoặc|hay)\s*"
_ARTICLE = r"[ĐđÐ]iều\s+"
_POINTS = rf"[Đđ]iểm\s+(?P<points>[a-zđ]\d?(?![^\W_])(?:{_AND}(?:điểm\s+)?[a-zđ]\d?(?![^\W_]))*)"
_CLAUSES = rf"[Kk]hoản\s+(?P<clauses>{_NUMBER}(?:{_AND}(?:[Kk]hoản\s+)?{_NUMBER})*)"
_PLACE = re.compile(
    rf"(?<![^\W_])(?:{_POINTS}\s*,?\s*)?(?:{_CLAUSES}\s*,?\s*(?:của\s+)?)?(?:các\s+)?{_ARTICLE}"
    rf"(?P<articles>{_NUMBER}(?:{_AND}(?:{_ARTICLE})?{_NUMBER})*)(?:\s+đến\s+(?:{_ARTICLE})?(?P<last>{_NUMBER}))?"
)
_TO_NEXT = re.compile(rf"{_AND}(?:từ\s+|tại\s+)?")
_LAW = re.compile(
    r"\s*,?\s*(?:(?:Chương|Mục|Phần)\s+[IVXLC\d]{1,6}\s*,?\s*)?(?:(?:của|tại|trong)\s+)?"
    rf"(?P<kind>{_KINDS})\s*(?:(?P<own>này)(?![^\W_])|(?P<number>số\s*:?\s*)?)"
)
_HEADING = re.compile(r"[ \t]*(?:[.:]|$)", re.MULTILINE)
_MENTION = re.compile(rf"(?<![^\W_])(?P<kind>{'|'.join(NAMED[:3])})\s+(?=[A-ZĐÀ-Ỹ])")
_NAME = re.compile(r"[^.;:\n()\"\d]*")
_YEAR = re.compile(r"[^.;\n(]{0,90}?\bnăm\s+(?P<year>(?:19|20)\d{2})\b")
_WORDS = re.compile(r"[^\W\d_]+")
# Words that no name of a law holds among its first eight.
_AFTER_NAME = frozenset(
    (
        "khi",
        "thì",
        "được",
        "phải",
        "này",
        "theo",
        "ngày",
        "năm",
        "số",
        "nếu",
        "mà",
        "là",
        "để",
        "đã",
        "sẽ",
        "hoặc",
        "hiện",
    )
)


@dataclass(frozen=True)
class ArticleReference:
    """One place where a text refers to one article.

    Attributes:
        start, end: offsets of the whole reference: "khoản 2 Điều 36 Luật Đầu tư".
        article: number of the article, "36" or "5a".
        unit: the place as `Passage.unit` names it: "Điều 36, khoản 2"; the article alone where several are listed.
        own: True for an article of the law in which it stands ("Điều 5 Nghị định này", or "Điều 5" alone).
        symbol: symbol of the law, as printed without spaces, or None.
        name: name of the law where there is no symbol: its kind and what follows, as `name_key` spells it, or None.
        year: year printed behind the name ("Luật Đầu tư năm 2020"), or None.
    """

    start: int
    end: int
    article: str
    unit: str
    own: bool = False
    symbol: str | None = None
    name: str | None = None
    year: int | None = None

    @property
    def key(self) -> str | None:
        """What the index knows the article by, or None for an article of the law in which it stands."""
        if self.symbol is not None:
            return article_key(self.symbol, self.article)
        return named_key(self.name, self.article) if self.name is not None else None


@dataclass(frozen=True)
class ArticleIdentity:
    """Which article a text is.

    Attributes:
        article: its number.
        kind: tên loại of the law: "Luật", "Nghị định" …
        symbol: symbol of the law.
        name: name of the law as `name_key` spells it, where the text tells its subject and laws of its kind are cited
            by name; else None.
    """

    article: str
    kind: str
    symbol: str
    name: str | None = None

    @property
    def keys(self) -> tuple[str, ...]:
        """What the index knows the article by beside its law's symbol; the law's own name comes last."""
        named = (named_key(self.name, self.article), named_key(self.name)) if self.name else ()
        return (article_key(self.symbol, self.article), *named)


@dataclass(frozen=True)
class LawMention:
    """A law named without a symbol: "Luật Đầu tư năm 2020". Attributes as in `ArticleReference`."""

    start: int
    end: int
    name: str
    year: int | None


def article_key(symbol: str, article: str) -> str:
    """The key of an article by the symbol of its law: "70/2020/qh14#36"."""
    return f"{symbol_key(symbol)}#{article.lower()}"


def named_key(name: str, article: str = "") -> str:
    """The key of an article by the name of its law, "#36 luật đầu tư", or of the law itself, "# luật đầu tư"."""
    return f"#{article.lower()} {name}"


def name_key(kind: str, subject: str) -> str:
    """A law's kind and the first words of its name, in one spelling: ("Luật", "Đầu tư (sửa đổi)") → "luật đầu tư"."""
    words = []
    for word in _WORDS.findall(key(subject.partition("(")[0]))[:_NAME_WORDS]:
        if word in _AFTER_NAME:
            break
        words.append(word)
    return " ".join([key(kind), *words])


def names_match(cited: str, law: str) -> bool:
    """Whether a name from a text (with whatever followed it there) begins with the name of a law."""
    return cited == law or cited.startswith(law + " ")


def find_article_references(text: str) -> tuple[ArticleReference, ...]:
    """All references to articles, in order; each article of a list is one. Linear in the text; never raises.

    A heading ("Điều 5. Phạm vi") is none. Articles listed before one law belong to it: "Điều 39 và khoản 3 Điều 40
    Nghị định này".
    """
    if "iều" not in text:
        return ()
    plain = same_length_clean(text)
    symbols = {span.start: span for span in find_symbols(text)}
    found: list[ArticleReference] = []
    waiting: list[re.Match[str]] = []
    places = list(_PLACE.finditer(plain))
    for place, following in zip(places, [*places[1:], None], strict=False):
        waiting.append(place)
        if following and _TO_NEXT.fullmatch(plain, place.end(), following.start()):
            continue  # the law comes behind the next
        law = _law_after(plain, place.end(), symbols)
        heading = law.kind is None and len(waiting) == 1 and _is_heading(plain, place)
        if not heading and not law.unclear:
            for number, one in enumerate(waiting):
                end = law.end if number == len(waiting) - 1 else one.end()
                found += _listed(one, end, law)
        waiting = []
    return tuple(found)


def find_law_mentions(text: str) -> tuple[LawMention, ...]:
    """All laws, codes and ordinances that are named without a symbol, in order, with an article or without."""
    plain = same_length_clean(text)
    found = []
    for match in _MENTION.finditer(plain):
        name, end, year = _name_after(plain, match["kind"], match.end())
        if name:
            found.append(LawMention(match.start(), end, name, year))
    return tuple(found)


def law_keys(kind: str | None, title: str) -> tuple[str, ...]:
    """What the index knows a law by that is cited by its name, from its tên loại and title; nothing for the others."""
    if kind not in NAMED or not key(title).startswith(key(kind)):
        return ()
    name = name_key(kind, title[len(kind) :])
    return (named_key(name),) if name != key(kind) else ()


def cited_keys(text: str, identity: ArticleIdentity | None = None) -> tuple[str, ...]:
    """What the index knows the articles by that a text refers to, and the laws that it names without a symbol.

    Args:
        text: the text.
        identity: which article it is, if it is one: its "Điều 5 Luật này" then has a key too.
    """
    found: dict[str, None] = {}
    for reference in find_article_references(text):
        exact = reference.key
        if exact is None and identity is not None and reference.article != identity.article:
            exact = article_key(identity.symbol, reference.article)
        if exact is not None:
            found[exact] = None
    for mention in find_law_mentions(text):
        found[named_key(mention.name)] = None
    return tuple(item for item in found if identity is None or item not in identity.keys)


_SOURCE = re.compile(
    rf"^[ \t(]*{_ARTICLE}(?P<article>{_NUMBER})\s+(?P<kind>{_KINDS}|Bộ Luật)\s+(?:số\s*:?\s*)?(?=\S)", re.MULTILINE
)
_IN_FORCE = re.compile(r"có hiệu lực", re.IGNORECASE)
_SUBJECT = re.compile(r"^[ \t]*Đề mục\s*:\s*(?P<subject>\S.*?)\s*$", re.MULTILINE)
_TOP_LINES, _TOP = 6, 2_000


def article_identity(text: str) -> ArticleIdentity | None:
    """Which article of which law a text is, or None for any other text.

    The official codex prints it above each article: "Điều 36 Luật số 70/2020/QH14, có hiệu lực thi hành kể từ ngày …";
    a line "Đề mục: …" names the subject, which is the name of the law that the subject is built on.
    """
    top = same_length_clean("\n".join(text[:_TOP].split("\n")[:_TOP_LINES]))
    source = _SOURCE.search(top)
    if source is None:
        return None
    line = top[source.end() : (top + "\n").index("\n", source.end())]
    spans = find_symbols(line, ignore_case=True)
    if not spans or spans[0].start != 0 or not (_IN_FORCE.search(line) or not line[spans[0].end :].strip(" ).")):
        return None
    kind = source["kind"].capitalize()
    subject = _SUBJECT.search(top)
    name = name_key(kind, subject["subject"]) if subject and kind in NAMED else None
    return ArticleIdentity(source["article"], kind, spans[0].symbol, name)


@dataclass(frozen=True)
class _Law:
    """What stands behind a list of articles."""

    end: int
    kind: str | None = None
    symbol: str | None = None
    name: str | None = None
    year: int | None = None
    unclear: bool = False  # "Điều 5 Nghị định trên": of which, only a reader can tell


def _law_after(plain: str, at: int, symbols: dict[int, SymbolSpan]) -> _Law:
    match = _LAW.match(plain, at)
    if match is None:
        return _Law(at)
    kind = match["kind"]
    if match["own"]:
        return _Law(match.end(), kind)
    span = symbols.get(match.end())
    if span is not None:
        return _Law(span.end, kind, symbol=span.symbol)
    if match["number"] is None and kind[0].isupper() and kind in NAMED:
        name, end, year = _name_after(plain, kind, match.end())
        if name:
            return _Law(end, kind, name=name, year=year)
    return _Law(match.end(), kind, unclear=True)


def _name_after(plain: str, kind: str, at: int) -> tuple[str, int, int | None]:
    """The name behind a kind of law with what follows it, where its first words end, and the year behind it."""
    raw = _NAME.match(plain, at, at + _NAME_REACH)[0]  # type: ignore[index]  # it may be empty
    name = name_key(kind, raw)
    words = name.count(" ") - kind.count(" ")
    if not words:
        return "", at, None
    end = at
    for word in list(_WORDS.finditer(raw))[:words]:
        end = at + word.end()
    year = _YEAR.match(plain, at)
    return name, end, int(year["year"]) if year else None


def _is_heading(plain: str, place: re.Match[str]) -> bool:
    alone = place["clauses"] is None and place["articles"].isalnum()
    begins = not plain[plain.rfind("\n", 0, place.start()) + 1 : place.start()].strip(' *"')
    return alone and begins and _HEADING.match(plain, place.end()) is not None


def _listed(place: re.Match[str], end: int, law: _Law) -> Iterator[ArticleReference]:
    own = law.symbol is None and law.name is None
    numbers = re.findall(r"\d+[a-zđ]?", place["articles"])
    if place["last"]:
        first, last = (int(re.match(r"\d+", number)[0]) for number in (numbers[-1], place["last"]))  # type: ignore[index]
        numbers += [str(number) for number in range(first + 1, min(last, first + _MOST) + 1)]
    clauses, points = (re.findall(r"[^\W_]+", place[name] or "") for name in ("clauses", "points"))
    for number in dict.fromkeys(numbers):
        unit = f"Điều {number}"
        if number == numbers[0] and len(clauses) == 1:
            unit += f", khoản {clauses[0]}" + (f", điểm {points[0]}" if len(points) == 1 else "")
        yield ArticleReference(place.start(), end, number, unit, own, law.symbol, law.name, law.year)
