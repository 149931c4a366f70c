"""What every engine must do alike: hits, totals, facets, order, and batches that hold or leave no trace.

A new engine is one more line in ENGINES.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from types import ModuleType
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from whoosh import query as q

from workbench.errors import NotBuiltError, QueryError
from workbench.index.document import joined
from workbench.index.engine import FacetFilter, Found, IndexedDocument, SearchEngine
from workbench.index.tantivy_engine import TantivyEngine
from workbench.index.whoosh_engine import WhooshEngine
from workbench.vietnamese.syllables import tokens

ENGINES: dict[str, Callable[[Path], Any]] = {"whoosh": WhooshEngine, "tantivy": TantivyEngine}


def _oracle() -> ModuleType:
    spec = importlib.util.spec_from_file_location("index_oracle", Path(__file__).parent / "oracle.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


oracle = _oracle()


@pytest.fixture(params=list(ENGINES))
def open_engine(request: pytest.FixtureRequest) -> Callable[[Path], Any]:
    return ENGINES[request.param]


@pytest.fixture
def engine(open_engine: Callable[[Path], Any], tmp_path: Path) -> Iterator[Any]:
    opened = open_engine(tmp_path / "index")
    yield opened
    opened.close()


def everything(engine: SearchEngine) -> set[str]:
    return {item for item, _ in engine.search(EVERY, limit=1_000).hits}


def ids(engine: SearchEngine, tree: q.Query) -> set[str]:
    return {item for item, _ in engine.search(tree, limit=1_000).hits}


EVERY = q.ConstantScoreQuery(q.Every(), 0.0)

# Random archives and random trees ----------------------------------------------------------------

WORDS = ["cấp", "ủy", "cáp", "uy", "kế", "hoạch"]
_text = st.lists(st.sampled_from([*WORDS, "cấp uỷ", ".", "(", ",", "\n\n"]), max_size=8).map(" ".join)
_symbols = st.lists(
    st.sampled_from(["34-ct/tu", "34-nq/tu", "345-ct/tu", "30/2020/nđ-cp", "30/2020/nd-cp"]), max_size=2, unique=True
)
_document = st.builds(
    IndexedDocument,
    id=st.just(""),
    body=_text.map(lambda text: joined(tokens(text))),
    title=_text.map(lambda text: joined(tokens(text))),
    symbols=_symbols.map(tuple),
    cites=_symbols.map(tuple),
    type=st.sampled_from(["", "Báo cáo", "Bao cao", "Chỉ thị"]),
    issuer=st.sampled_from(["", "Tỉnh ủy", "Huyện uỷ"]),
    date=st.sampled_from([0, 0, 19991231, 20200101, 20200102, 20241231]),
    signer=st.sampled_from(["", "Cấp Kế Hoạch"]),
    unit=st.sampled_from(["", "Phòng Tổng hợp"]),
    field=st.sampled_from(["", "Kinh tế"]),
    validity=st.sampled_from(["", "Còn hiệu lực", "Hết hiệu lực"]),
    labels=st.lists(st.sampled_from(["KHẨN", "LƯU HÀNH NỘI BỘ"]), max_size=2).map(tuple),
    tags=st.lists(st.sampled_from(["cần xem", "đã xem"]), max_size=2).map(tuple),
    copy=st.booleans(),
)
_archives = st.lists(_document, max_size=8).map(
    lambda documents: [IndexedDocument(**{**vars(item), "id": f"d{number}"}) for number, item in enumerate(documents)]
)
_keys = st.sampled_from(["cấp", "ủy", "cáp", "kế", "hoạch", "không-có"])
_folds = st.sampled_from(["cap", "uy", "ke", "hoach", "khong-co"])
_boost = st.sampled_from([1.0, 0.5, 2.0])
_term = st.one_of(
    st.builds(q.Term, st.sampled_from(["body", "title"]), _keys, _boost),
    st.builds(q.Term, st.sampled_from(["body_fold", "title_fold"]), _folds, _boost),
    st.builds(q.Term, st.just("pair"), st.sampled_from(["cấp_ủy", "kế_hoạch", "ủy_cấp"]), _boost),
    st.builds(q.Term, st.just("pair_fold"), st.sampled_from(["cap_uy", "uy_uy"])),
    st.builds(q.Term, st.just("organ"), st.sampled_from(["tỉnh", "ủy"])),
    st.builds(q.Term, st.sampled_from(["symbols", "cites"]), st.sampled_from(["34-ct/tu", "30/2020/nd-cp"])),
    st.builds(q.Term, st.just("type"), st.sampled_from(["báo cáo", "bao cao", "chi thi"])),
    st.builds(q.Term, st.just("year"), st.sampled_from(["2020", "2024"])),
)
_phrase = st.one_of(
    st.builds(q.Phrase, st.sampled_from(["body", "title"]), st.lists(_keys, min_size=2, max_size=3), boost=_boost),
    st.builds(q.Phrase, st.sampled_from(["body_fold", "title_fold"]), st.lists(_folds, min_size=2, max_size=3)),
    st.just(q.Phrase("organ", ["tỉnh", "ủy"])),
    st.just(q.Phrase("organ_fold", ["huyen", "uy"])),
    st.just(q.Phrase("signer", ["kế", "hoạch"])),
    st.builds(q.Phrase, st.just("body"), st.lists(_keys, min_size=2, max_size=3), slop=st.integers(2, 4)),
)
_day = st.sampled_from(["00000000", "19991231", "20200101", "20200102", "20240101", "99999999"])
_other = st.one_of(
    st.builds(q.Prefix, st.sampled_from(["symbols", "cites"]), st.sampled_from(["34-", "34/", "30/", "3", "9"])),
    st.builds(q.Prefix, st.just("body"), st.sampled_from(["c", "k", "kế"]), _boost),
    st.builds(q.Wildcard, st.sampled_from(["body", "title"]), st.sampled_from(["c*p", "k?", "*y", "h*c*", "?"])),
    st.builds(
        q.FuzzyTerm,
        st.just("body"),
        st.sampled_from(["cấp", "cấ", "hoach", "ké", "hạoch"]),
        maxdist=st.sampled_from([1, 2]),
        prefixlength=st.sampled_from([0, 1]),
    ),
    st.builds(q.Term, st.sampled_from(["label", "tag"]), st.sampled_from(["khẩn", "khan", "đã xem", "can xem"])),
    st.builds(q.Term, st.just("day"), st.sampled_from(["20200101", "19991231"])),
    st.builds(lambda first, last: q.TermRange("day", first, last, constantscore=True), _day, _day),
    st.just(EVERY),
)
_leaf = st.one_of(_term, _term, _phrase, _other)
_trees = st.recursive(
    _leaf,
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map(q.And),
        st.lists(inner, min_size=1, max_size=3).map(q.Or),
        inner.map(lambda part: q.And([EVERY, q.Not(part)])),  # as the plan writes KHÔNG
        inner.map(lambda part: q.And([part, q.Not(q.Term("copy", "1"))])),
        st.builds(lambda part, other: q.And([part, q.Not(other)]), inner, inner),
        st.builds(q.AndMaybe, inner, inner),
        st.builds(q.Require, inner, inner),
        inner.map(lambda part: q.ConstantScoreQuery(part, 100.0)),
    ),
    max_leaves=6,
)


_filters = st.dictionaries(
    st.sampled_from(["type", "year", "label", "validity"]),
    st.builds(
        FacetFilter,
        st.lists(st.sampled_from(["Báo cáo", "2020", "KHẨN", "còn hiệu lực"]), max_size=2).map(tuple),
        st.lists(st.sampled_from(["Chỉ thị", "2024", "Khẩn", "Hết hiệu lực"]), max_size=1).map(tuple),
    ),
    max_size=3,
)
Filters = dict[str, FacetFilter]


def check(
    found: Found,
    documents: list[IndexedDocument],
    tree: q.Query,
    sort: str = "relevance",
    filters: Filters | None = None,
) -> None:
    """The answer of an engine against the oracle's, but for the scores."""
    by_id = {item.id: item for item in documents}
    matching = [item for item in documents if oracle.matches(tree, item)]
    expected = [item for item in matching if oracle.passes(filters or {}, item)]
    assert {item for item, _ in found.hits} == {item.id for item in expected}
    assert found.total == len(found.hits) == len(expected)
    assert found.facets == oracle.facets(matching, filters or {})
    key = (lambda score: 0) if sort == "date" else (lambda score: -score)
    order = [(key(score), -by_id[item].date, item) for item, score in found.hits]
    assert order == sorted(order)


@pytest.mark.parametrize("name", list(ENGINES))
def test_any_tree_over_any_archive_is_answered_and_scored_as_the_oracle_does(name: str) -> None:
    @settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(
        _archives,
        st.integers(0, 8),
        st.lists(_trees, min_size=4, max_size=8),
        st.sampled_from(["relevance", "date"]),
        _filters,
    )
    def run(documents: list[IndexedDocument], cut: int, trees: list[q.Query], sort: Any, filters: Filters) -> None:
        scores = oracle.Scores(documents)
        with TemporaryDirectory() as folder:
            engine = ENGINES[name](Path(folder) / "index")
            try:
                for part in (documents[:cut], documents[cut:]):  # two batches: more than one segment
                    with engine.batch() as batch:
                        for item in part:
                            batch.add(item)
                assert engine.document_count() == len(documents)
                for tree in trees:
                    found = engine.search(tree, limit=100, sort=sort, filters=filters)
                    check(found, documents, tree, sort, filters)
                    for item in documents if sort == "relevance" else ():
                        if item.id in dict(found.hits):
                            assert dict(found.hits)[item.id] == pytest.approx(scores.score(tree, item), rel=1e-5)
            finally:
                engine.close()

    run()


@pytest.mark.parametrize("name", list(ENGINES))
def test_any_row_of_batches_leaves_the_documents_it_should(name: str) -> None:
    change = st.dictionaries(st.sampled_from(["a", "b", "c", "d", "e"]), st.one_of(st.none(), _document), max_size=5)

    @settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(st.lists(st.tuples(change, st.booleans()), max_size=4), st.lists(_trees, min_size=2, max_size=2))
    def run(changes: list[tuple[dict[str, IndexedDocument | None], bool]], trees: list[q.Query]) -> None:
        with TemporaryDirectory() as folder:
            engine = ENGINES[name](Path(folder) / "index")
            held: dict[str, IndexedDocument] = {}
            try:
                for batch_changes, purge in changes:
                    with engine.batch(purge=purge) as batch:
                        for item, document in batch_changes.items():
                            if document is None:
                                held.pop(item, None)
                                batch.remove([item])
                            else:
                                held[item] = IndexedDocument(**{**vars(document), "id": item})
                                batch.add(held[item])
                    assert engine.document_count() == len(held)
                    for tree in [EVERY, *trees]:
                        check(engine.search(tree, limit=100), list(held.values()), tree)
            finally:
                engine.close()

    run()


def test_what_is_unwanted_is_left_out_wherever_it_stands(engine: Any, make: Any) -> None:
    with engine.batch() as batch:
        batch.add(make("first", "kế hoạch", copy=True))
        batch.add(make("second", "cấp ủy", copy=True))
        batch.add(make("third", "cấp ủy"))
    tree = q.And([q.Term("body", "cấp"), q.Not(q.Term("copy", "1"))])
    assert ids(engine, tree) == {"third"}
    assert engine.search(tree, limit=9).total == 1


def test_a_document_that_scores_nothing_is_still_found(engine: Any, make: Any) -> None:
    with engine.batch() as batch:
        for name in ("a", "b", "c"):
            batch.add(make(name, "kế hoạch"))
    tree = q.Or([q.Term("pair", "cấp_ủy"), q.Term("body", "cấp"), q.And([EVERY, q.Not(q.Term("body", "ủy"))])])
    assert ids(engine, tree) == {"a", "b", "c"}


# Paging and order ------------------------------------------------------------------------------------


@pytest.mark.parametrize("sort", ["relevance", "date"])
def test_pages_are_pieces_of_one_long_page(engine: Any, make: Any, sort: Any) -> None:
    with engine.batch() as batch:
        for number in range(60):
            body = "cấp ủy " * (number % 3 + 1) + "kế hoạch " * (number % 5)
            batch.add(make(f"{(number * 7) % 60:02}", body, date=20200101 + number % 4))
    tree = q.Or([q.Term("body", "cấp"), q.Term("body", "hoạch")])
    whole = engine.search(tree, limit=100, sort=sort)
    assert whole.total == 60
    for size in (1, 7, 25):
        pages = [engine.search(tree, limit=size, offset=start, sort=sort) for start in range(0, 60, size)]
        assert [hit for page in pages for hit in page.hits] == list(whole.hits)
        assert all(page.total == 60 and page.facets == whole.facets for page in pages)
    assert engine.search(tree, limit=10, offset=60).hits == ()
    nothing = engine.search(tree, limit=0)
    assert (nothing.total, nothing.hits) == (60, ())


def test_equal_scores_stand_newest_first_then_by_id(engine: Any, make: Any) -> None:
    days = {"b": 20200101, "a": 20200101, "d": 0, "c": 20240101, "e": 0}
    for item, day in days.items():  # a batch each
        with engine.batch() as batch:
            batch.add(make(item, date=day))
    assert [item for item, _ in engine.search(EVERY, limit=10).hits] == ["c", "a", "b", "d", "e"]
    assert [item for item, _ in engine.search(EVERY, limit=10, sort="date").hits] == ["c", "a", "b", "d", "e"]


def test_more_of_a_rare_word_and_a_boost_rank_higher(engine: Any, make: Any) -> None:
    with engine.batch() as batch:
        batch.add(make("often", "kế kế kế cấp"))
        batch.add(make("once", "kế ủy hoạch cấp"))
        batch.add(make("title", "cấp ủy cấp ủy", "kế"))
    often, once = (dict(engine.search(q.Term("body", "kế"), limit=9).hits)[item] for item in ("often", "once"))
    assert often > once
    tree = q.Or([q.Term("body", "kế"), q.Term("title", "kế", boost=10.0)])
    assert engine.search(tree, limit=1).hits[0][0] == "title"


def test_an_empty_archive_answers_with_nothing(engine: Any) -> None:
    for tree in (EVERY, q.Term("body", "cấp"), q.Phrase("body", ["cấp", "ủy"]), q.Prefix("symbols", "3")):
        found = engine.search(tree, limit=10)
        assert (found.total, found.hits) == (0, ())
        assert not any(found.facets.values())


def test_document_frequency_counts_documents(engine: Any, make: Any) -> None:
    with engine.batch() as batch:
        batch.add(make("a", "cấp cấp ủy"))
        batch.add(make("b", "cấp"))
    assert engine.document_frequency("body", "cấp") == 2
    assert engine.document_frequency("pair", "cấp_ủy") == 1
    assert engine.document_frequency("body", "không") == 0


# Batches ---------------------------------------------------------------------------------------------


def test_a_batch_is_seen_only_when_it_ends(engine: Any, make: Any) -> None:
    with engine.batch() as batch:
        batch.add(make("a"))
        assert everything(engine) == set()
    assert everything(engine) == {"a"}
    with engine.batch() as batch:
        batch.remove(["a"])
        batch.add(make("b"))
        assert everything(engine) == {"a"}
    assert everything(engine) == {"b"}


@pytest.mark.parametrize("error", [RuntimeError, KeyboardInterrupt])
def test_a_batch_that_fails_leaves_no_trace(engine: Any, make: Any, error: type[BaseException]) -> None:
    with engine.batch() as batch:
        batch.add(make("a", "cấp"))
    with pytest.raises(error), engine.batch() as batch:  # noqa: PT012
        batch.remove(["a"])
        batch.add(make("b", "cấp"))
        raise error
    assert everything(engine) == {"a"}
    with engine.batch() as batch:  # the lock is free again
        batch.add(make("c"))
    assert everything(engine) == {"a", "c"}


def test_adding_again_replaces(engine: Any, make: Any) -> None:
    for body in ("cấp ủy", "kế hoạch", "kế hoạch mới"):
        with engine.batch() as batch:
            batch.add(make("a", body, type=body))
    assert ids(engine, q.Term("body", "cấp")) == set()
    found = engine.search(q.Term("body", "kế"), limit=10)
    assert found.total == 1
    assert found.facets["type"] == (("kế hoạch mới", 1),)


def test_an_id_comes_once_in_a_batch(engine: Any, make: Any) -> None:
    with pytest.raises(ValueError, match="a was added"), engine.batch() as batch:  # noqa: PT012
        batch.add(make("a"))
        batch.add(make("a"))
    assert everything(engine) == set()


def test_removing_what_is_not_there_is_no_error(engine: Any, make: Any) -> None:
    with engine.batch() as batch:
        batch.remove(["không có"])
        batch.add(make("a"))
    for _ in range(2):
        with engine.batch() as batch:
            batch.remove(["a", "không có"])
    assert everything(engine) == set()


def test_a_searcher_opened_before_sees_later_batches(open_engine: Any, make: Any, tmp_path: Path) -> None:
    reader, writer = open_engine(tmp_path / "index"), open_engine(tmp_path / "index")
    assert everything(reader) == set()
    with writer.batch() as batch:
        batch.add(make("a"))
    assert everything(reader) == {"a"}
    with writer.batch() as batch:
        batch.remove(["a"])
    assert everything(reader) == set()
    reader.close()
    writer.close()


def test_only_one_may_write_at_a_time(open_engine: Any, make: Any, tmp_path: Path) -> None:
    first, second = open_engine(tmp_path / "index"), open_engine(tmp_path / "index")
    with first.batch() as batch:
        batch.add(make("a"))
        with pytest.raises(NotBuiltError, match="đang ghi") as caught, second.batch():
            pass
        assert caught.value.advice
    assert everything(second) == {"a"}
    with second.batch() as batch:
        batch.add(make("b"))
    assert everything(first) == {"a", "b"}
    first.close()
    second.close()


# Files -----------------------------------------------------------------------------------------------


def test_what_was_written_is_there_when_opened_again(open_engine: Any, make: Any, tmp_path: Path) -> None:
    engine = open_engine(tmp_path / "index")
    assert engine.fresh
    with engine.batch() as batch:
        batch.add(make("a", "cấp ủy", type="Chỉ thị", date=20240101))
    before = engine.search(q.Term("body", "ủy"), limit=10)
    engine.close()
    again = open_engine(tmp_path / "index")
    assert not again.fresh
    assert again.search(q.Term("body", "ủy"), limit=10) == before
    again.close()


def bytes_of(folder: Path) -> bytes:
    return b"".join(item.read_bytes() for item in sorted(folder.rglob("*")) if item.is_file())


def segment_files(folder: Path) -> set[str]:
    beside = ("VERSION", "CONTENTS", "meta.json", ".managed.json")
    return {
        item.name
        for item in folder.iterdir()
        if item.name not in beside and not item.name.lower().endswith(("lock", ".toc"))
    }


@pytest.mark.parametrize("batches", [1, 3])
def test_purging_wipes_what_was_removed_from_the_files(
    open_engine: Any, make: Any, tmp_path: Path, batches: int
) -> None:
    folder = tmp_path / "index"
    engine = open_engine(folder)
    for number in range(batches):
        with engine.batch() as batch:
            batch.add(make(f"kept{number}", f"ngochan giữ lại{number}"))
            if number == 0:
                batch.add(make("gone", "tuyetmat hoatoc", "bimat", symbols=("99-xyz/tu",), issuer="Cơ quan Vodanh"))
    engine.search(q.Term("body", "tuyetmat"), limit=1)  # holds files open
    traces = [b"tuyetmat", b"hoatoc", b"bimat", b"99-xyz/tu", b"odanh", b"gone"]
    assert any(trace in bytes_of(folder) for trace in traces)  # engines that pack terms show few of them
    before = segment_files(folder)
    assert before
    with engine.batch(purge=True) as batch:
        batch.remove(["gone"])
    assert ids(engine, q.Term("body", "ngochan")) == {f"kept{number}" for number in range(batches)}
    engine.close()
    left = bytes_of(folder)
    assert [trace for trace in traces if trace in left] == []
    assert before.isdisjoint(segment_files(folder))  # packed or not, nothing that held it is there


def test_purging_wipes_what_was_removed_before(open_engine: Any, make: Any, tmp_path: Path) -> None:
    folder = tmp_path / "index"
    engine = open_engine(folder)
    with engine.batch() as batch:
        batch.add(make("gone", "tuyetmat"))
        batch.add(make("kept", "ngochan"))
    with engine.batch() as batch:
        batch.remove(["gone"])
    before = segment_files(folder)
    with engine.batch(purge=True):
        pass
    engine.close()
    assert b"tuyetmat" not in bytes_of(folder)
    assert before.isdisjoint(segment_files(folder))


def test_another_version_is_built_anew(open_engine: Any, make: Any, tmp_path: Path) -> None:
    folder = tmp_path / "index"
    engine = open_engine(folder)
    with engine.batch() as batch:
        batch.add(make("a"))
    engine.close()
    (folder / "VERSION").write_text("0", encoding="utf-8")
    again = open_engine(folder)
    assert again.fresh
    assert everything(again) == set()
    with again.batch() as batch:
        batch.add(make("b"))
    again.close()
    once_more = open_engine(folder)
    assert not once_more.fresh
    assert everything(once_more) == {"b"}
    once_more.close()


# Whoosh leaves a damaged file it gives up on to the garbage collector.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("damage", ["empty", "half", "garbage", "missing"])
def test_damaged_files_are_built_anew_or_still_answer_in_full(
    open_engine: Any, make: Any, tmp_path: Path, damage: str
) -> None:
    """File by file: an engine never gives a part of the archive for the whole, and never fails when opened."""
    source = tmp_path / "source"
    engine = open_engine(source)
    with engine.batch() as batch:
        for number in range(20):
            batch.add(make(f"d{number:02}", f"cấp ủy số {number}", "kế hoạch", type="Báo cáo", date=20240101 + number))
    engine.close()
    files = {item.name: item.read_bytes() for item in source.iterdir() if item.is_file()}
    tried = 0
    for name, content in files.items():
        if not content:
            continue
        folder = tmp_path / f"{damage}{tried}"
        folder.mkdir()
        for other, data in files.items():
            (folder / other).write_bytes(data)
        damaged = {"empty": b"", "half": content[: len(content) // 2], "garbage": b"\xff\x00rac" * 40}
        if damage == "missing":
            (folder / name).unlink()
        else:
            (folder / name).write_bytes(damaged[damage])
        opened = open_engine(folder)
        if opened.fresh:
            with opened.batch() as batch:
                batch.add(make("mới"))
            assert everything(opened) == {"mới"}
        else:
            assert ids(opened, q.Phrase("body", ["cấp", "ủy"])) == {f"d{number:02}" for number in range(20)}
            assert opened.search(EVERY, limit=5, sort="date").hits[0][0] == "d19"
        opened.close()
        tried += 1
    assert tried >= 3


# Patterns and limits ---------------------------------------------------------------------------------


def test_patterns_tell_the_terms_they_stand_for_most_frequent_first(engine: Any, make: Any) -> None:
    with engine.batch() as batch:
        batch.add(make("a", "nghị quyết nghiêm"))
        batch.add(make("b", "nghị quyêt"))
    assert engine.expand("body", q.Prefix("body", "ngh"), 9) == [("nghị", 2), ("nghiêm", 1)]
    assert engine.expand("body", q.Prefix("body", "ngh"), 1) == [("nghị", 2)]
    assert engine.expand("body", q.Wildcard("body", "qu*t"), 9) == [("quyêt", 1), ("quyết", 1)]
    assert engine.expand("body", q.FuzzyTerm("body", "nhgị"), 9) == [("nghị", 2)]
    assert engine.expand("title", q.Prefix("title", "ngh"), 9) == []


def test_a_tree_too_deep_or_too_large_is_refused_in_words(engine: Any) -> None:
    deep: q.Query = q.Term("body", "cấp")
    for _ in range(5_000):
        deep = q.Or([deep, q.Term("body", "ủy")])
    for tree in (deep, q.Or([q.Term("body", str(number)) for number in range(10_000)])):
        with pytest.raises(QueryError, match="phức tạp"):
            engine.search(tree, limit=1)
