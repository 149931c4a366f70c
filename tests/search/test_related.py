"""Related, citing and cited documents, over both engines."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

import pytest

from workbench.documents.model import Document
from workbench.index.document import IndexedDocument, analyse
from workbench.search.citations import ABSENT, DIFFERENT, SEVERAL, Citations
from workbench.search.related import NEAR, Relations
from workbench.search.searcher import Searcher

SearchIn = Callable[..., Searcher]
Make = Callable[..., Document]


def relations(searcher: Searcher, documents: Sequence[Document]) -> Relations:
    held = {document.id: document for document in documents}

    def terms(ids: Sequence[str]) -> Mapping[str, IndexedDocument]:
        return {name: analyse(held[name]) for name in ids}

    return Relations(searcher.engine, lambda ids: {name: held[name] for name in ids}, terms)


def citations(searcher: Searcher, documents: Sequence[Document]) -> Citations:
    held = {document.id: document for document in documents}
    return Citations(searcher.engine, lambda ids: {name: held[name] for name in ids})


def codex(make: Make, name: str, number: int, symbol: str, subject: str, text: str) -> Document:
    kind = "Luật" if "QH" in symbol else "Nghị định"
    source = f"Điều {number} {kind} số {symbol}, có hiệu lực thi hành kể từ ngày 01/01/2021"
    return make(name, f"Tiêu đề\n{source}\nĐề mục: {subject}\n\n{text}", title="Tiêu đề")


@pytest.fixture
def laws(make: Make) -> list[Document]:
    return [
        codex(make, "investment5", 5, "61/2020/QH14", "Đầu tư", "Nhà đầu tư được tự chủ, theo Điều 6 của Luật này."),
        codex(make, "investment6", 6, "61/2020/QH14", "Đầu tư", "Cấm kinh doanh pháo nổ."),
        codex(make, "public5", 5, "39/2019/QH14", "Đầu tư công", "Phân loại dự án theo tính chất."),
        codex(
            make, "decree", 9, "31/2021/NĐ-CP", "Đầu tư", "Ngành nghề nêu tại khoản 1 Điều 6 Luật Đầu tư và pháp luật."
        ),
        codex(make, "other", 2, "40/2020/NĐ-CP", "Đầu tư công", "Theo Điều 5 Luật Đầu tư công khi lập kế hoạch."),
        make("far", "Thời tiết hôm nay nhiều mây."),
    ]


def test_articles_refer_to_each_other_both_ways_and_say_so(search_in: SearchIn, laws: list[Document]) -> None:
    related = relations(search_in(laws), laws)
    found = {item.id: item.why for item in related.related(laws[1])}
    assert found["investment5"] == ("viện dẫn Điều 6",)
    assert found["decree"] == ("viện dẫn Điều 6",)
    assert "far" not in found
    forward = {item.id: item.why for item in related.related(laws[3])}
    assert forward["investment6"] == ("được văn bản này viện dẫn: Điều 6, khoản 1",)


def test_a_law_whose_name_begins_like_another_one_is_not_taken_for_it(
    search_in: SearchIn, laws: list[Document]
) -> None:
    related = relations(search_in(laws), laws)
    assert next(iter(related.related(laws[4]))).id == "public5"
    citing = citations(search_in(laws), laws)
    assert [item.id for item in citing.citing(laws[0])] == []
    assert [item.id for item in citing.citing(laws[2])] == ["other"]


def test_near_content_is_related_and_the_document_itself_is_not(search_in: SearchIn, make: Make) -> None:
    documents = [
        make("a", "Đẩy mạnh cải cách hành chính, chuyển đổi số ở các xã vùng cao."),
        make("b", "Kết quả cải cách hành chính, chuyển đổi số quý này của xã."),
        make("c", "Thăm hỏi gia đình chính sách."),
    ]
    found = relations(search_in(documents), documents).related(documents[0])
    assert found[0].id == "b"
    assert found[0].why == (NEAR,)
    assert all(item.id != "a" for item in found)
    assert relations(search_in(documents), documents).related(documents[0], apart={"b"})[:1] != found[:1]


def test_a_document_without_words_has_no_related_ones(search_in: SearchIn, make: Make) -> None:
    documents = [make("a", "", title=""), make("b", "cải cách")]
    assert relations(search_in(documents), documents).related(documents[0]) == ()


def test_a_reference_to_an_article_of_a_whole_document_leads_to_its_passage(search_in: SearchIn, make: Make) -> None:
    rules = "Điều 1. Phạm vi\n1. Nghị định này quy định công tác văn thư.\nĐiều 2. Thể thức\n1. Quốc hiệu.\n2. Số."
    documents = [
        make("rules", rules, symbol="30/2020/NĐ-CP", type="Nghị định", title="Nghị định về công tác văn thư"),
        make("letter", "Trình bày theo khoản 2 Điều 2 Nghị định số 30/2020/NĐ-CP.", cites=("30/2020/NĐ-CP",)),
    ]
    searcher = search_in(documents)
    (cited,) = citations(searcher, documents).cited(documents[1])
    assert (cited.document_id, cited.units, cited.passage) == ("rules", ("Điều 2, khoản 2",), 5)
    (found,) = relations(searcher, documents).related(documents[1])
    assert (found.id, found.passage) == ("rules", 5)
    assert found.why == ("được văn bản này viện dẫn: Điều 2, khoản 2",)


class TestNumbersRestartEveryTerm:
    @pytest.fixture
    def documents(self, make: Make) -> list[Document]:
        values: dict[str, Any] = {"symbol": "34-CT/TU", "type": "Chỉ thị"}
        return [
            make("old", "Chỉ thị cũ.", issuer="Tỉnh ủy Lam Nguyên", day=date(2017, 2, 5), **values),
            make("new", "Chỉ thị mới.", issuer="Tỉnh ủy Lam Nguyên", day=date(2022, 5, 9), **values),
            make("other", "Chỉ thị khác.", issuer="Tỉnh ủy Hà Giang", day=date(2022, 6, 1), **values),
        ]

    def cite(self, search_in: SearchIn, make: Make, documents: list[Document], text: str) -> Any:
        letter = make("letter", text, cites=("34-CT/TU",), day=date(2025, 1, 1))
        documents = [*documents, letter]
        found = citations(search_in(documents), documents)
        return found.cited(letter), {name.id: [item.id for item in found.citing(name)] for name in documents}

    def test_the_day_tells_which_one_is_cited(self, search_in: SearchIn, make: Make, documents: list[Document]) -> None:
        (cited,), citing = self.cite(search_in, make, documents, "Thực hiện Chỉ thị số 34-CT/TU, ngày 05/02/2017.")
        assert (cited.document_id, cited.note) == ("old", "")
        assert citing == {"old": ["letter"], "new": [], "other": [], "letter": []}

    def test_the_number_alone_leads_nowhere(self, search_in: SearchIn, make: Make, documents: list[Document]) -> None:
        (cited,), citing = self.cite(search_in, make, documents, "Thực hiện Chỉ thị số 34-CT/TU.")
        assert (cited.document_id, cited.note) == (None, SEVERAL)
        assert set(cited.candidates) == {"old", "new", "other"}
        assert not any(citing.values())

    def test_a_number_alone_means_the_one_that_was_dated_before(
        self, search_in: SearchIn, make: Make, documents: list[Document]
    ) -> None:
        text = "Khoản 2 Điều 3 Chỉ thị số 34-CT/TU. Theo Chỉ thị số 34-CT/TU, ngày 05/02/2017, tức 34-CT/TU."
        (cited,), citing = self.cite(search_in, make, documents, text)
        assert (cited.document_id, len(cited.citations), cited.units) == ("old", 3, ("Điều 3, khoản 2",))
        assert citing["old"] == ["letter"]

    def test_another_day_is_another_document(self, search_in: SearchIn, make: Make, documents: list[Document]) -> None:
        (cited,), _ = self.cite(search_in, make, documents, "Thực hiện Chỉ thị số 34-CT/TU, ngày 06/02/2017.")
        assert (cited.document_id, cited.note) == (None, DIFFERENT)

    def test_what_the_archive_lacks_is_listed(self, search_in: SearchIn, make: Make, documents: list[Document]) -> None:
        (cited,), _ = self.cite(search_in, make, documents, "Theo Kế hoạch số 12-KH/TU, ngày 01/3/2024.")
        assert (cited.document_id, cited.note, cited.candidates) == (None, ABSENT, ())
        assert "12-KH/TU" in cited.name
        assert cited.citations[0].quote.endswith("01/3/2024")


def test_a_document_cannot_cite_a_later_one(search_in: SearchIn, make: Make) -> None:
    documents = [
        make("later", "Kế hoạch.", symbol="9-KH/TU", type="Kế hoạch", day=date(2025, 1, 1)),
        make("letter", "Theo Kế hoạch số 9-KH/TU.", cites=("9-KH/TU",), day=date(2021, 1, 1)),
    ]
    found = citations(search_in(documents), documents)
    assert found.cited(documents[1])[0].document_id is None
    assert found.citing(documents[0]) == ()


def test_laws_of_one_name_are_told_apart_by_year_and_by_day(search_in: SearchIn, make: Make) -> None:
    law: dict[str, Any] = {"type": "Luật", "title": "Luật Đầu tư"}
    documents = [
        make("law2014", "Luật.", symbol="67/2014/QH13", day=date(2014, 11, 26), **law),
        make("law2020", "Luật.", symbol="61/2020/QH14", day=date(2020, 6, 17), **law),
        make("a", "Căn cứ Điều 5 Luật Đầu tư năm 2014.", day=date(2022, 1, 1)),
        make("b", "Căn cứ Luật Đầu tư và các quy định.", day=date(2022, 1, 1)),
        make("c", "Căn cứ Luật Đầu tư.", day=date(2016, 1, 1)),
    ]
    found = citations(search_in(documents), documents)
    assert [found.cited(document)[0].document_id for document in documents[2:]] == ["law2014", "law2020", "law2014"]
    assert [item.id for item in found.citing(documents[0])] == ["a", "c"]
