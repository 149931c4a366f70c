"""Relations between documents: where references lead, what is in force on a day, timelines and families."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.analysis.relations import Graph
from workbench.analysis.relations_family import family_of
from workbench.analysis.relations_reading import Reading, pack, reading_of, unpack
from workbench.analysis.relations_resolve import Directory, Entry, same_organ
from workbench.analysis.relations_validity import timeline_of, validity_of
from workbench.documents.model import Document, Evidence, Header
from workbench.documents.passages import split_passages
from workbench.documents.references import cited_symbols
from workbench.documents.symbols import symbol_key
from workbench.documents.validity import ENDED, IN_FORCE, NOT_YET, PARTLY, UNKNOWN

PROVINCE = "Tỉnh ủy Lam Nguyên"


def made(
    name: str, symbol: str | None, kind: str, day: date | None, text: str, issuer: str = PROVINCE, subject: str = ""
) -> Document:
    """A document whose text begins with its subject."""
    whole = f"{subject}\n{text}" if subject else text
    evidence = {"subject": Evidence(0, len(subject), 1.0)} if subject else {}
    header = Header(symbol=symbol, type=kind, issuer=issuer, date=day, subject=subject or None, evidence=evidence)
    title = f"{kind} {subject}".strip()
    return Document(name, f"{name}.txt", whole, (), header, title, split_passages(whole), cited_symbols(whole, symbol))


def graph_of(*documents: Document, shown: Mapping[str, str] | None = None) -> Graph:
    by_id = {one.id: one for one in documents}
    entries = [
        Entry(one.id, one.path, one.header.symbol, one.header.type, one.header.issuer, one.header.date, one.title)
        for one in documents
    ]

    def readings(found: Mapping[str, Document]) -> Mapping[str, Reading]:
        return {name: unpack(pack(reading_of(one.text))) for name, one in found.items()}

    def citing(symbol: str) -> Iterable[str]:
        wanted = symbol_key(symbol)
        return [one.id for one in documents if wanted in map(symbol_key, one.cites)]

    return Graph(Directory(entries, shown), lambda ids: {name: by_id[name] for name in ids}, readings, citing)


DIRECTIVE = made("ct12", "12-CT/TU", "Chỉ thị", date(2024, 4, 15), "Các cấp ủy thực hiện nghiêm.", subject="về thủ tục")
PLAN = made(
    "kh145", "145-KH/TU", "Kế hoạch", date(2024, 5, 20), "1. Việc phải làm: số hóa hồ sơ.",
    subject="thực hiện Chỉ thị số 12-CT/TU, ngày 15/4/2024",
)  # fmt: skip
AMENDING = made(
    "kh203", "203-KH/TU", "Kế hoạch", date(2025, 8, 18), "Ban Thường vụ sửa đổi, bổ sung một số nội dung của "
    "Kế hoạch số 145-KH/TU, ngày 20/5/2024 như sau:\n1. Thay cụm từ.", subject="sửa đổi Kế hoạch số 145-KH/TU",
)  # fmt: skip
NEW = made(
    "ct04", "04-CT/TU", "Chỉ thị", date(2026, 9, 25),
    "Chỉ thị này thay thế Chỉ thị số 12-CT/TU, ngày 15/4/2024 của Ban Thường vụ Tỉnh ủy.", subject="về thủ tục mới",
)  # fmt: skip
REPEAL = made(
    "qd96", "96-QĐ/TU", "Quyết định", date(2026, 9, 30),
    "Điều 1. Bãi bỏ các văn bản sau đây:\n1. Kế hoạch số 145-KH/TU, ngày 20/5/2024.\n"
    "2. Kế hoạch số 203-KH/TU, ngày 18/8/2025 sửa đổi Kế hoạch số 145-KH/TU.\n"
    "Điều 2. Quyết định này có hiệu lực từ ngày 01/11/2026.",
)  # fmt: skip
REPORT = made(
    "bc57", "57-BC/ĐU", "Báo cáo", date(2026, 5, 13), "Kết quả tốt.", issuer="Đảng ủy xã Khe Ngọc",
    subject="sơ kết 02 năm thực hiện Chỉ thị số 12-CT/TU",
)  # fmt: skip
ALL = (DIRECTIVE, PLAN, AMENDING, NEW, REPEAL, REPORT)


@pytest.mark.parametrize(
    ("name", "on", "state"),
    [
        ("ct12", date(2024, 1, 1), NOT_YET),
        ("ct12", date(2026, 9, 24), IN_FORCE),
        ("ct12", date(2026, 9, 25), ENDED),
        ("kh145", date(2025, 1, 1), IN_FORCE),
        ("kh145", date(2025, 9, 1), PARTLY),
        ("kh145", date(2026, 10, 31), PARTLY),
        ("kh145", date(2026, 11, 1), ENDED),
        ("qd96", date(2026, 10, 15), NOT_YET),
        ("qd96", date(2026, 11, 1), IN_FORCE),
        ("bc57", date(2026, 11, 1), UNKNOWN),
    ],
)
def test_what_is_in_force_on_a_day(name: str, on: date, state: str) -> None:
    assert validity_of(graph_of(*ALL), name, on).state == state


def test_the_end_of_force_cites_the_sentence_that_ends_it() -> None:
    found = validity_of(graph_of(*ALL), "ct12", date(2026, 12, 1))
    assert found.citation is not None
    assert (found.citation.document_id, found.ends) == ("ct04", date(2026, 9, 24))
    assert "thay thế Chỉ thị số 12-CT/TU" in found.citation.quote
    assert "04-CT/TU" in found.reason
    assert found.sure


def test_what_is_only_asked_for_ends_nothing() -> None:
    asking = made("kl22", "22-KL/TU", "Kết luận", date(2026, 7, 28),
                  "Giao Văn phòng tham mưu ban hành chỉ thị mới thay thế Chỉ thị số 12-CT/TU.")  # fmt: skip
    assert validity_of(graph_of(DIRECTIVE, asking), "ct12", date(2026, 12, 1)).state == IN_FORCE


def test_a_report_repeals_nothing_but_may_tell_of_it() -> None:
    speaking = made(
        "bc1", "1-BC/TU", "Báo cáo", date(2026, 1, 1), "Tỉnh ủy bãi bỏ Chỉ thị số 12-CT/TU, ngày 15/4/2024."
    )
    telling = made(
        "bc2", "2-BC/TU", "Báo cáo", date(2026, 2, 1), "Chỉ thị số 12-CT/TU, ngày 15/4/2024 đã hết hiệu lực."
    )
    assert validity_of(graph_of(DIRECTIVE, speaking), "ct12", date(2026, 12, 1)).state == IN_FORCE
    found = validity_of(graph_of(DIRECTIVE, telling), "ct12", date(2026, 12, 1))
    assert (found.state, found.citation.document_id if found.citation else None) == (ENDED, "bc2")


def test_an_organ_below_cannot_end_what_one_above_issued() -> None:
    low = made("qd5", "5-QĐ/ĐU", "Quyết định", date(2026, 1, 1), "Bãi bỏ Chỉ thị số 12-CT/TU, ngày 15/4/2024.",
               issuer="Đảng ủy xã Khe Ngọc")  # fmt: skip
    assert validity_of(graph_of(DIRECTIVE, low), "ct12", date(2026, 12, 1)).state == IN_FORCE


def test_the_document_that_acts_may_be_named_by_a_third_one() -> None:
    told = "Chỉ thị số 12-CT/TU, ngày 15/4/2024 được thay thế bởi Chỉ thị số 04-CT/TU, ngày 25/9/2026."
    third = made("tb9", "9-TB/TU", "Thông báo", date(2026, 10, 5), told)
    new = made("ct04", "04-CT/TU", "Chỉ thị", date(2026, 9, 25), "Nội dung.")
    found = validity_of(graph_of(DIRECTIVE, third, new), "ct12", date(2026, 9, 26))
    assert (found.state, found.changes[0].by) == (ENDED, "ct04")


def test_a_term_that_the_text_names_ends_on_its_last_day() -> None:
    one = made("qd7", "7-QĐ/TU", "Quyết định", date(2024, 1, 5), "Quyết định này có hiệu lực đến hết ngày 31/12/2025.")
    graph = graph_of(one)
    states = [validity_of(graph, "qd7", day).state for day in (date(2025, 12, 31), date(2026, 1, 1))]
    assert states == [IN_FORCE, ENDED]


def test_a_timeline_runs_from_issue_to_end() -> None:
    events = timeline_of(graph_of(*ALL), "ct12").events
    assert [(event.what, event.document_id) for event in events] == [
        ("ban hành", "ct12"),
        ("được triển khai thực hiện", "kh145"),
        ("được sơ kết, tổng kết", "bc57"),
        ("bị thay thế", "ct04"),
    ]


def test_a_family_holds_plans_reports_and_what_follows_from_them() -> None:
    family = family_of(graph_of(*ALL), "ct12")
    members = {member.entry.id: (member.depth, member.role) for member in family.members}
    assert members == {
        "ct12": (0, "văn bản gốc"),
        "kh145": (1, "kế hoạch, chương trình"),
        "kh203": (2, "sửa đổi, bổ sung"),
        "bc57": (1, "sơ kết, tổng kết"),
        "ct04": (1, "thay thế, bãi bỏ"),
    }
    assert next(iter(family.to_frame()["id"])) == "ct12"
    assert {(edge.source, edge.target) for edge in family.edges} >= {("kh145", "ct12"), ("kh203", "kh145")}
    assert len(family_of(graph_of(*ALL), "ct12", depth=1).members) == 4


def test_a_family_whose_members_cite_each_other_in_a_circle_ends() -> None:
    first = made("a", "1-KH/TU", "Kế hoạch", date(2025, 1, 1), "", subject="thực hiện Kế hoạch số 2-KH/TU")
    second = made("b", "2-KH/TU", "Kế hoạch", date(2025, 1, 1), "", subject="thực hiện Kế hoạch số 1-KH/TU")
    assert len(family_of(graph_of(first, second), "a", depth=50).members) == 2


def test_a_family_is_drawn_without_any_network() -> None:
    assert '"layer"' in family_of(graph_of(*ALL), "ct12").chart().to_json()


def test_documents_that_only_speak_of_a_directive_are_members_on_demand() -> None:
    text = "I- KẾT QUẢ ĐẠT ĐƯỢC\n" + "Kinh tế phát triển khá.\n" * 200 + "Tiếp tục thực hiện Chỉ thị số 12-CT/TU.\n"
    quarterly = made("q", "9-BC/ĐU", "Báo cáo", date(2025, 1, 1), text, issuer="Đảng ủy xã A", subject="quý I")
    graph = graph_of(DIRECTIVE, quarterly)
    assert len(family_of(graph, "ct12").members) == 1
    assert [one.direct for one in family_of(graph, "ct12", mentions=True).members] == [True, False]


# -- where references lead ------------------------------------------------------------------------------------


def target_of(
    text: str, *others: Document, day: date = date(2026, 6, 1), issuer: str = PROVINCE
) -> tuple[str, tuple[str, ...]]:
    source = made("nguon", "1-BC/TU", "Báo cáo", day, text, issuer=issuer)
    found = graph_of(source, *others).outgoing("nguon")[0].target
    return found.state, found.ids


OLD = made("cu", "12-CT/TU", "Chỉ thị", date(2018, 3, 1), "Cũ.")


def test_the_day_tells_two_documents_of_one_number_apart() -> None:
    assert target_of("Thực hiện Chỉ thị số 12-CT/TU, ngày 01/3/2018.", DIRECTIVE, OLD) == ("resolved", ("cu",))


def test_without_a_day_the_document_of_the_same_term_is_likely() -> None:
    assert target_of("Thực hiện Chỉ thị số 12-CT/TU.", DIRECTIVE, OLD, day=date(2024, 9, 1)) == ("likely", ("ct12",))


def test_what_may_be_two_documents_is_listed_and_not_guessed() -> None:
    state, ids = target_of("Thực hiện Chỉ thị số 12-CT/TU.", DIRECTIVE, OLD, day=date(2026, 9, 1))
    assert (state, set(ids)) == ("ambiguous", {"ct12", "cu"})


def test_the_day_of_the_first_citation_serves_the_later_ones() -> None:
    text = "Căn cứ Chỉ thị số 12-CT/TU, ngày 01/3/2018;\nThực hiện Chỉ thị số 12-CT/TU."
    source = made("nguon", "1-BC/TU", "Báo cáo", date(2026, 6, 1), text)
    targets = [one.target.id for one in graph_of(source, DIRECTIVE, OLD).outgoing("nguon")]
    assert targets == ["cu", "cu"]


def test_another_day_type_or_a_later_document_is_no_match() -> None:
    assert target_of("Theo Chỉ thị số 12-CT/TU, ngày 02/02/2020.", DIRECTIVE)[0] == "unresolved"
    assert target_of("Theo Chương trình số 12-CT/TU.", DIRECTIVE)[0] == "unresolved"
    assert target_of("Theo Chỉ thị số 12-CT/TU.", DIRECTIVE, day=date(2020, 1, 1))[0] == "unresolved"


def test_numbers_of_local_organs_lead_to_the_organ_named_or_to_one_s_own() -> None:
    here = made("ngoc", "5-KH/ĐU", "Kế hoạch", date(2026, 1, 1), "", issuer="Đảng ủy xã Khe Ngọc")
    there = made("trach", "5-KH/ĐU", "Kế hoạch", date(2026, 1, 2), "", issuer="Đảng ủy xã Vân Trạch")
    said = "Theo Kế hoạch số 5-KH/ĐU của Đảng ủy xã Vân Trạch."
    assert target_of(said, here, there, issuer="Đảng ủy xã Khe Ngọc") == ("likely", ("trach",))
    own = "Đảng ủy ban hành Kế hoạch số 5-KH/ĐU."
    assert target_of(own, here, there, issuer="Đảng ủy xã Khe Ngọc") == ("likely", ("ngoc",))
    assert target_of("Theo Kế hoạch số 5-KH/ĐU của Đảng ủy xã Phù Trầm.", here, there)[0] == "unresolved"


def test_two_files_of_one_document_count_once() -> None:
    copy = made("ban-sao", "12-CT/TU", "Chỉ thị", date(2024, 4, 15), "Các cấp ủy thực hiện nghiêm.")
    graph = graph_of(DIRECTIVE, copy, REPORT)
    assert graph.outgoing("bc57")[0].target.state == "likely"
    assert [one.source for one in graph.incoming("ban-sao")] == ["bc57"]


def test_a_law_cited_by_its_day_is_found_by_its_day() -> None:
    law = made("luat", None, "Luật", date(2024, 6, 21), "Nội dung.", issuer="Quốc hội")
    assert target_of("Căn cứ Luật Lưu trữ ngày 21 tháng 6 năm 2024;", law) == ("likely", ("luat",))


def test_relations_make_a_table_and_list_what_stays_open() -> None:
    relations = graph_of(*ALL).relations("ct04")
    frame = relations.to_frame()
    assert [*frame["relation"], *frame["id"]] == ["thay thế", "ct12"]
    lost = graph_of(NEW).relations("ct04")
    assert [one.symbol for one in lost.unresolved] == ["12-CT/TU"]


@pytest.mark.parametrize(
    ("said", "held", "same"),
    [
        ("Ban Thường vụ Tỉnh ủy", PROVINCE, True),
        ("Ban Chấp hành Đảng bộ tỉnh", PROVINCE, True),
        ("Ủy ban nhân dân tỉnh", "Ủy ban nhân dân tỉnh Lam Nguyên", True),
        ("Đảng ủy xã Khe Ngọc", "Đảng ủy xã Vân Trạch", False),
        ("Chính phủ", None, True),
    ],
)
def test_organs_are_compared_by_the_names_they_share(said: str, held: str | None, same: bool) -> None:
    assert same_organ(said, held) is same


@given(
    st.lists(st.sampled_from(["Chỉ thị số 12-CT/TU", " bãi bỏ ", "\n", "; ", ":", "1. ", " ngày 5/2/2025"])).map(
        "".join
    )
)
def test_what_is_kept_of_a_reading_is_what_was_read(text: str) -> None:
    read = reading_of(text)
    assert unpack(pack(read)) == read
