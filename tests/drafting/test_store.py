"""Drafts on disk: nothing lost, nothing half written, damaged files told apart from missing ones."""

from __future__ import annotations

import json
import os
import tempfile
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.documents.model import Citation
from workbench.drafting import whole_file
from workbench.drafting.draft_json import dump_draft, parse_draft
from workbench.drafting.model import Draft, DraftItem, DraftSection, ItemState
from workbench.drafting.store import VERSIONS_KEPT, DraftStore
from workbench.errors import DraftError

# Any character, broken ones too, except the upper surrogates: a pair of surrogates is one character in JSON.
any_text = st.text(st.characters(exclude_characters=[chr(code) for code in range(0xD800, 0xDC00)], codec=None))
numbers = st.integers(min_value=0, max_value=10**9)
citations = st.builds(
    Citation,
    document_id=any_text,
    path=any_text,
    symbol=st.none() | any_text,
    title=any_text,
    date=st.none() | st.dates(),
    page=st.none() | numbers,
    passage=numbers,
    start=numbers,
    end=numbers,
    quote=any_text,
)
items = st.builds(
    DraftItem,
    text=any_text,
    citations=st.lists(citations, max_size=2).map(tuple),
    state=st.sampled_from(ItemState),
    id=any_text,
)
sections = st.builds(DraftSection, key=any_text, heading=any_text, items=st.lists(items, max_size=3))
drafts = st.builds(
    Draft,
    title=any_text,
    query=any_text,
    sections=st.lists(sections, max_size=3),
    id=st.from_regex(r"[0-9a-f]{12}", fullmatch=True),
    created=st.datetimes(allow_imaginary=False),
)


def make_draft(title: str = "tình hình chuyển đổi số") -> Draft:
    quote = "Tỷ lệ hồ sơ trực tuyến đạt 85%."
    citation = Citation("d1", "bao-cao/01.docx", "01-BC/TU", "Báo cáo quý I", date(2024, 4, 2), 3, 12, 90, 121, quote)
    draft = Draft(
        title, "chuyển đổi số", [DraftSection("ket_qua", "I- KẾT QUẢ"), DraftSection("han_che", "II- HẠN CHẾ")]
    )
    draft.add("ket_qua", quote, (citation,))
    draft.add("han_che", "Một số nơi còn lúng túng.")
    return draft


@given(drafts)
@settings(max_examples=60, deadline=None)
def test_any_draft_comes_back_as_it_was_saved(draft: Draft) -> None:
    with tempfile.TemporaryDirectory() as folder:
        store = DraftStore(Path(folder))
        store.save(draft)
        assert store.load(draft.id) == draft


def test_a_lone_upper_surrogate_survives() -> None:
    draft = make_draft()
    draft.items()[1].text = "hỏng \ud835 giữa \udc00 chừng"
    assert parse_draft(dump_draft(draft)) == draft


def test_the_file_can_be_read_and_compared_by_people(tmp_path: Path) -> None:
    path = DraftStore(tmp_path / "drafts").save(make_draft())
    text = path.read_text(encoding="utf-8")
    assert "Tỷ lệ hồ sơ trực tuyến đạt 85%." in text
    data = json.loads(text)
    assert data["format"] == 2
    assert text == json.dumps(data, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def test_every_changed_save_keeps_the_version_before_it(tmp_path: Path) -> None:
    store = DraftStore(tmp_path)
    draft = make_draft("lần 0")
    for number in range(4):
        draft.title = f"lần {number}"
        store.save(draft)
        store.save(draft)  # nothing changed: no version
    assert [parse_draft(file.read_bytes()).title for file in store.versions(draft.id)] == ["lần 0", "lần 1", "lần 2"]
    assert [file.name for file in store.versions(draft.id)] == ["0001.json", "0002.json", "0003.json"]
    assert store.load(draft.id).title == "lần 3"


def test_only_the_newest_versions_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "fsync", lambda _: None)
    store = DraftStore(tmp_path)
    draft = make_draft()
    for number in range(VERSIONS_KEPT + 4):
        draft.title = f"lần {number}"
        store.save(draft)
        assert len(store.versions(draft.id)) == min(number, VERSIONS_KEPT)
    assert store.versions(draft.id)[-1].name == f"{VERSIONS_KEPT + 3:04}.json"


def test_versions_sort_by_number_beyond_four_digits(tmp_path: Path) -> None:
    store = DraftStore(tmp_path)
    draft = make_draft("cũ")
    store.save(draft)
    folder = tmp_path / "versions" / draft.id
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("9999.json", "10000.json", "ghi-chu.json"):
        (folder / name).write_bytes(dump_draft(draft))
    draft.title = "mới"
    store.save(draft)
    assert [file.stem for file in store.versions(draft.id)] == ["9999", "10000", "10001"]


def test_a_failed_save_leaves_the_old_draft_and_no_litter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = DraftStore(tmp_path)
    draft = make_draft("bản tốt")
    path = store.save(draft)

    def full_disk(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(whole_file.os, "fsync", full_disk)
    draft.title = "bản mới"
    with pytest.raises(DraftError, match="Không ghi được dự thảo"):
        store.save(draft)
    assert store.load(draft.id).title == "bản tốt"
    assert list(tmp_path.rglob("*.tmp")) == []
    assert path.exists()


def test_a_locked_file_is_told_in_plain_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = DraftStore(tmp_path)

    def locked(self: Path, target: Path) -> None:
        raise PermissionError(13, "Access is denied")

    monkeypatch.setattr(Path, "replace", locked)
    with pytest.raises(DraftError, match="đang bị chương trình khác giữ"):
        store.save(make_draft())
    assert [file for file in tmp_path.iterdir() if file.is_file()] == []


def test_a_missing_draft_is_named(tmp_path: Path) -> None:
    with pytest.raises(DraftError, match="Không có dự thảo mang mã “abc”"):
        DraftStore(tmp_path / "chua-co").load("abc")


def damaged_files() -> dict[str, bytes]:
    good = json.loads(dump_draft(make_draft()))
    texts: dict[str, bytes] = {
        "empty": b"",
        "cut": dump_draft(make_draft())[:200],
        "not utf-8": b"\xff\xfe\x00",
        "a list": b"[]",
        "too deep": b"[" * 200_000,
        "text is a number": json.dumps(good | {"title": 5}).encode(),
        "no sections": json.dumps({key: value for key, value in good.items() if key != "sections"}).encode(),
        "section is text": json.dumps(good | {"sections": ["I"]}).encode(),
        "bad day": json.dumps(good | {"created": "hôm qua"}).encode(),
    }
    good["sections"][0]["items"][0]["state"] = "khác"
    texts["unknown state"] = json.dumps(good).encode()
    return texts


@pytest.mark.parametrize("data", damaged_files().values(), ids=damaged_files().keys())
def test_a_damaged_file_is_told_with_its_path_and_its_versions(tmp_path: Path, data: bytes) -> None:
    store = DraftStore(tmp_path)
    draft = make_draft()
    path = store.save(draft)
    path.write_bytes(data)
    with pytest.raises(DraftError, match="không có bản lưu trước") as first:
        store.load(draft.id)
    assert str(path) in str(first.value)

    path.write_bytes(dump_draft(draft))
    draft.title = "tên khác"
    store.save(draft)
    path.write_bytes(data)
    with pytest.raises(DraftError, match="bị hỏng") as second:
        store.load(draft.id)
    assert str(store.versions(draft.id)[-1]) in str(second.value)


@pytest.mark.parametrize("number", [0, 3, None, "1"])
def test_an_unknown_format_is_refused_and_left_alone(tmp_path: Path, number: object) -> None:
    store = DraftStore(tmp_path)
    path = store.save(make_draft())
    data = json.dumps(json.loads(path.read_bytes()) | {"format": number}).encode()
    path.write_bytes(data)
    with pytest.raises(DraftError, match="định dạng"):
        store.load(path.stem)
    assert path.read_bytes() == data


@pytest.mark.parametrize(
    "draft_id",
    [
        "",
        ".",
        "..",
        "../bi-mat",
        "a/b",
        "a\\b",
        "/etc/passwd",
        "C:x",
        "a.json",
        "A",
        "con",
        "com1",
        "a\0",
        "á",
        "a" * 65,
    ],
)
def test_an_id_never_leaves_the_folder(tmp_path: Path, draft_id: str) -> None:
    store = DraftStore(tmp_path / "drafts")
    draft = make_draft()
    draft.id = draft_id
    for action in (lambda: store.save(draft), lambda: store.load(draft_id), lambda: store.versions(draft_id)):
        with pytest.raises(DraftError, match="không hợp lệ"):
            action()
    assert list(tmp_path.iterdir()) == []


def test_the_list_shows_every_draft_newest_first_and_damaged_ones_too(tmp_path: Path) -> None:
    store = DraftStore(tmp_path)
    assert store.list() == ()
    old, new = make_draft("cũ"), make_draft("mới")
    for draft, seconds in ((old, 1_000), (new, 2_000)):
        os.utime(store.save(draft), (seconds, seconds))
    (tmp_path / "hong.json").write_text("{", encoding="utf-8")
    os.utime(tmp_path / "hong.json", (3_000, 3_000))

    damaged, first, second = store.list()
    assert (damaged.id, damaged.title, damaged.items, damaged.created) == ("hong", "hong.json", 0, None)
    assert damaged.problem is not None
    assert "bị hỏng" in damaged.problem
    assert (first.title, second.title) == ("mới", "cũ")
    assert (first.id, first.query, first.created, first.items) == (new.id, new.query, new.created, 2)
    assert first.modified == datetime.fromtimestamp(2_000)
    assert first.problem is None


def test_a_copied_file_is_a_draft_of_its_own(tmp_path: Path) -> None:
    store = DraftStore(tmp_path)
    path = store.save(make_draft("bản gốc"))
    (tmp_path / "ban-sao.json").write_bytes(path.read_bytes())
    copy = store.load("ban-sao")
    copy.title = "bản sao"
    store.save(copy)
    assert store.load(path.stem).title == "bản gốc"
    assert store.load("ban-sao").title == "bản sao"
