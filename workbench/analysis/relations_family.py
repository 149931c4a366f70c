"""The family of a directive: everything that carries it out, as a table and as a graph over time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import pandas as pd

from workbench.analysis.relations import Graph, Relation
from workbench.analysis.relations_resolve import Entry
from workbench.documents.model import Citation
from workbench.documents.reference_relations import KINDS
from workbench.documents.rich import frame_card
from workbench.vietnamese.spelling import fold

if TYPE_CHECKING:
    import altair as alt

DEPTH = 3
"""How many steps from the directive a family reaches by default."""

MOST = 500
"""Members at which a family stops growing; `Family.cut` then says so."""

ROLES = (
    "văn bản gốc",
    "sửa đổi, bổ sung",
    "thay thế, bãi bỏ",
    "hướng dẫn",
    "kế hoạch, chương trình",
    "quyết định, quy định",
    "chỉ đạo, đôn đốc",
    "kiểm tra, giám sát",
    "báo cáo",
    "sơ kết, tổng kết",
    "khác",
)
"""What a member of a family is to the directive, in the order in which charts stack them."""

_STRENGTH = ("thay_the", "bai_bo", "sua_doi", "huong_dan", "so_ket", "thuc_hien", "can_cu", "khac")
_MEMBER = frozenset(_STRENGTH[:-1])
_CONTROL = ("kiem tra", "giam sat")


@dataclass(frozen=True)
class Member:
    """A document of a family.

    Attributes:
        entry: the document.
        depth: steps from the directive; 0 for itself.
        role: one of `ROLES`.
        parent: id of the document through which it belongs to the family; None for the directive.
        relation: how it relates to that one, a key of `KINDS`; "" for the directive.
        direct: False where it only speaks of it in passing, in the body of its text.
        citation: the words by which it belongs to the family; None for the directive.
    """

    entry: Entry
    depth: int
    role: str
    parent: str | None
    relation: str
    direct: bool
    citation: Citation | None


@dataclass(frozen=True)
class Edge:
    """A relation between two members: `source` does `relation` to `target`."""

    source: str
    target: str
    relation: str
    citation: Citation


@dataclass(frozen=True)
class Family:
    """A directive and what carries it out, in order of day.

    Attributes:
        members: the directive first.
        edges: every relation between members, the strongest one for two documents.
        cut: there are more than `MOST` members; those beyond were left out.
    """

    members: tuple[Member, ...]
    edges: tuple[Edge, ...]
    cut: bool = False

    @property
    def root(self) -> Entry:
        """The directive."""
        return self.members[0].entry

    def to_frame(self) -> pd.DataFrame:
        """One row a member: what names it, role, relation, parent, depth, direct, source, quote."""
        names = {member.entry.id: member.entry.symbol or member.entry.title for member in self.members}
        rows = [
            (
                *self._named(member.entry),
                member.role,
                KINDS.get(member.relation, ""),
                names.get(member.parent or ""),
                member.depth,
                member.direct,
                member.citation.label if member.citation else "",
                member.citation.quote if member.citation else "",
            )
            for member in self.members
        ]
        columns = ["id", "symbol", "type", "issuer", "date", "title", "role", "relation", "parent", "depth", "direct",
                   "source", "quote"]  # fmt: skip
        return pd.DataFrame(rows, columns=columns, dtype=object)

    def nodes(self) -> pd.DataFrame:
        """The members as nodes of a picture: id, name, title, date, role, depth, lane (0 at the top)."""
        lanes = self._lanes()
        rows = [
            (one.entry.id, one.entry.symbol or one.entry.title, one.entry.title, one.entry.date, one.role, one.depth,
             lanes[one.entry.id])
            for one in self.members
        ]  # fmt: skip
        return pd.DataFrame(rows, columns=["id", "name", "title", "date", "role", "depth", "lane"], dtype=object)

    def links(self) -> pd.DataFrame:
        """The edges as lines of a picture: source, target, relation, quote."""
        rows = [(edge.source, edge.target, KINDS[edge.relation], edge.citation.quote) for edge in self.edges]
        return pd.DataFrame(rows, columns=["source", "target", "relation", "quote"], dtype=object)

    def chart(self, width: int = 720) -> alt.LayerChart | alt.FacetChart:
        """The family over time: lanes for kinds of documents, a line for each relation; undated members are left out.

        Saves as SVG without any network: `family.chart().save("family.svg")`.
        """
        import altair as alt

        nodes = self.nodes()
        nodes = nodes[nodes["date"].notna()].copy()
        nodes["date"] = pd.to_datetime(nodes["date"])
        at: dict[Any, Any] = nodes.set_index("id").to_dict("index")
        lines = pd.DataFrame(
            [
                (KINDS[edge.relation], at[edge.source]["date"], at[edge.source]["lane"], at[edge.target]["date"],
                 at[edge.target]["lane"])
                for edge in self.edges
                if edge.source in at and edge.target in at
            ],
            columns=["relation", "date", "lane", "date2", "lane2"],
        )  # fmt: skip
        lanes = max((int(lane) for lane in nodes["lane"]), default=0) + 1
        scale = alt.Scale(domain=[-0.7, lanes - 0.3], reverse=True)
        y = alt.Y("lane:Q", scale=scale, axis=None)
        x = alt.X("date:T", title="Ngày ban hành", axis=alt.Axis(format="%m/%Y", grid=False))
        rules = (
            alt.Chart(lines)
            .mark_rule(opacity=0.45)
            .encode(x=x, y=y, x2="date2:T", y2="lane2:Q", color=alt.Color("relation:N", title="Quan hệ"))
        )
        points = (
            alt.Chart(nodes)
            .mark_point(filled=True, size=90, opacity=1)
            .encode(x=x, y=y, shape=alt.Shape("role:N", title="Vai trò"), tooltip=["name", "title", "role"])
        )
        labels = alt.Chart(nodes).mark_text(dy=-11, fontSize=10).encode(x=x, y=y, text="name:N")
        return alt.layer(rules, points, labels).properties(width=width, height=max(120, 34 * lanes))

    @staticmethod
    def _named(entry: Entry) -> tuple[str, str | None, str | None, str | None, date | None, str]:
        return entry.id, entry.symbol, entry.type, entry.issuer, entry.date, entry.title

    def _lanes(self) -> dict[str, int]:
        """A lane for each member: its role's lanes lie together, and members of one lane do not cover each other."""
        lanes: dict[str, int] = {}
        first = 0
        for role in ROLES:
            last: list[date] = []  # newest day in each lane of this role
            for member in sorted(self.members, key=lambda one: (one.entry.date or date.min, one.entry.id)):
                if member.role != role:
                    continue
                day = member.entry.date or date.min
                free = next((lane for lane, until in enumerate(last) if (day - until).days > 75), len(last))
                last[free : free + 1] = [day]
                lanes[member.entry.id] = first + free
            first += len(last)
        return lanes

    def _repr_html_(self) -> str:
        names = {
            "date": "Ngày", "symbol": "Số ký hiệu", "title": "Tên văn bản", "issuer": "Cơ quan", "role": "Vai trò",
            "relation": "Quan hệ", "source": "Nguồn",
        }  # fmt: skip
        title = f"Các văn bản triển khai {self.root.symbol or self.root.title}"
        cut = "Còn văn bản nữa không hiện ở đây vì quá nhiều." if self.cut else ""
        return frame_card(title, (f"{len(self.members)} văn bản",), self.to_frame(), names, notes=(cut,))


def family_of(graph: Graph, document_id: str, *, depth: int = DEPTH, mentions: bool = False) -> Family:
    """Everything that carries out a document, and everything that carries out that.

    Args:
        graph: the relations of the archive.
        document_id: the directive.
        depth: how many steps to go at most.
        mentions: also the documents that only speak of it in passing.
    """
    root = graph.directory.representative(document_id)
    members = {root: Member(graph.directory.entries[root], 0, ROLES[0], None, "", True, None)}
    edges: dict[tuple[str, str], Edge] = {}
    cut = False
    frontier = [root]
    for step in range(1, depth + 1):
        reached: list[str] = []
        for parent in frontier:
            for source, relation in _strongest(graph.incoming(parent)).items():
                if not _belongs(relation, mentions, step):
                    continue
                if source not in members:
                    if len(members) >= MOST:
                        cut = True
                        continue
                    entry = graph.directory.entries[source]
                    members[source] = Member(
                        entry,
                        step,
                        _role(entry, relation),
                        parent,
                        relation.relation,
                        _direct(relation),
                        relation.citation,
                    )
                    reached.append(source)
                edges.setdefault((source, parent), Edge(source, parent, relation.relation, relation.citation))
        frontier = reached
    ordered = sorted(members.values(), key=lambda one: (one.depth > 0, one.entry.date or date.max, one.entry.id))
    return Family(tuple(ordered), tuple(edges.values()), cut)


def _strongest(incoming: Iterable[Relation]) -> dict[str, Relation]:
    """For each citing document the relation that says most: in its title before its body, a change before a mention."""
    best: dict[str, Relation] = {}
    for one in incoming:
        held = best.get(one.source)
        if held is None or _weight(one) < _weight(held):
            best[one.source] = one
    return best


def _weight(one: Relation) -> tuple[bool, int, int]:
    changes = one.cited.change is not None and not one.cited.proposed and one.cited.by is None
    place = ("title", "opening", "body").index(one.where)
    return (not (changes or one.where != "body"), place if not changes else 0, _STRENGTH.index(one.relation))


def _direct(one: Relation) -> bool:
    changes = one.relation in ("thay_the", "sua_doi", "bai_bo") and not one.cited.proposed and one.cited.by is None
    return changes or (one.where != "body" and one.relation in _MEMBER)


def _belongs(one: Relation, mentions: bool, step: int) -> bool:
    if one.relation in ("thay_the", "bai_bo") and step > 1:
        return False  # what ends a plan need not carry out the directive behind it
    return _direct(one) or (mentions and step == 1)


def _role(entry: Entry, one: Relation) -> str:
    kind, title = fold(entry.type or ""), fold(entry.title)
    if one.relation in ("thay_the", "bai_bo") and not one.cited.proposed:
        return "thay thế, bãi bỏ"
    if one.relation == "sua_doi" and not one.cited.proposed:
        return "sửa đổi, bổ sung"
    if kind == "huong dan" or one.relation == "huong_dan":
        return "hướng dẫn"
    if any(word in title for word in _CONTROL):
        return "kiểm tra, giám sát"
    if kind == "bao cao":
        return "sơ kết, tổng kết" if one.relation == "so_ket" or "ket" in title.split()[:6] else "báo cáo"
    if kind.startswith(("ke hoach", "chuong trinh", "de an", "phuong an")):
        return "kế hoạch, chương trình"
    if kind in ("quyet dinh", "quy dinh", "quy che", "nghi quyet"):
        return "quyết định, quy định"
    if kind in ("cong van", "chi thi", "ket luan", "thong bao", "thong tri", "cong dien", "thong bao ket luan"):
        return "chỉ đạo, đôn đốc"
    return "khác"
