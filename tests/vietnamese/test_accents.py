"""Restoring accents: readings, what is kept, files, and odd input."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.vietnamese import accents
from workbench.vietnamese.accent_model import AccentModelError, Counts, _from_byte, _to_byte
from workbench.vietnamese.accents import AccentModel
from workbench.vietnamese.spelling import strip_accents

_TEXTS = [
    "Cấp ủy các cấp lãnh đạo công tác kiểm tra, giám sát.",
    "Ban Thường vụ họp bàn việc thu ngân sách.",
    "Ban Thường vụ yêu cầu báo cáo kết quả.",
    "Mùa thu năm nay, thu hoạch lúa đạt năng suất cao.",
    "Văn thư gửi thư mời họp cho các đơn vị.",
    "Ông Hùng trình bày báo cáo; đoàn đi thăm đền thờ vua Hưng Đạo.",
] * 3


@pytest.fixture(scope="module")
def model() -> AccentModel:
    return AccentModel.build(_TEXTS, general=False)


@pytest.mark.parametrize("text", dict.fromkeys(_TEXTS))
def test_text_of_the_archive_is_read_back(model: AccentModel, text: str) -> None:
    assert model.restore(strip_accents(text))[0].text == text


def test_context_decides_between_readings(model: AccentModel) -> None:
    assert model.restore("van thu gui thu moi")[0].text == "văn thư gửi thư mời"
    assert model.restore("mua thu nam nay")[0].text == "mùa thu năm nay"


def test_given_accents_case_numbers_and_unknown_words_stay(model: AccentModel) -> None:
    assert model.restore("BAN Thường vu, QH15 so 12_a xyzzy\t(Cap Uy)")[0].text == (
        "BAN Thường vụ, QH15 so 12_a xyzzy\t(Cấp Ủy)"
    )


def test_accents_typed_apart_are_kept_as_typed(model: AccentModel) -> None:
    typed = "mu\u0300a thu nam nay"
    assert model.restore(typed)[0].text == "mu\u0300a thu năm nay"


def test_other_tone_placement_in_the_archive_is_one_reading() -> None:
    model = AccentModel.build(["cấp uỷ họp", "cấp ủy họp", "cấp uỷ bàn"], general=False)
    assert [reading.text for reading in model.restore("cap uy", best=3)] == ["cấp ủy"]


def test_best_readings_are_distinct_and_ordered(model: AccentModel) -> None:
    readings = model.restore("thu moi hop", best=5)
    assert readings[0].text == "thư mời họp"
    assert len({reading.text for reading in readings}) == len(readings) > 1
    scores = [reading.score for reading in readings]
    assert scores == sorted(scores, reverse=True)
    assert sum(map(math.exp, scores)) <= 1 + 1e-9


def test_letters_that_number_a_list_follow_each_other(model: AccentModel) -> None:
    typed = "a) thu\nb) thu\nc) thu\nd) thu\nd) thu\ne) thu"
    labels = [line[0] for line in model.restore(typed)[0].text.split("\n")]
    assert labels == list("abcdđe")


def test_capital_tells_a_name_from_a_word() -> None:
    model = AccentModel.build(["gặp ông Hồ hôm qua", "gặp ông họ hôm qua", "bà Hồ nói"] * 3, general=False)
    assert model.restore("khi ay ba Ho den")[0].text.split()[3] == "Hồ"
    assert model.restore("khi ay cung ho den")[0].text.split()[3] in ("hồ", "họ")


def test_saved_model_reads_alike(model: AccentModel, tmp_path: Path) -> None:
    file = tmp_path / "dấu.npz"
    model.save(file)
    loaded = AccentModel.load(file, general=False)
    typed = strip_accents("\n".join(_TEXTS))
    assert loaded.restore(typed, best=3) == model.restore(typed, best=3)


def test_absent_and_damaged_files_are_told(model: AccentModel, tmp_path: Path) -> None:
    file = tmp_path / "accents.npz"
    with pytest.raises(AccentModelError, match=r"accents\.npz"):
        AccentModel.load(file)
    model.save(file)
    whole = file.read_bytes()
    for damaged in (b"", b"PK", whole[: len(whole) // 2], whole.replace(b"ranks", b"rinks")):
        file.write_bytes(damaged)
        with pytest.raises(AccentModelError):
            AccentModel.load(file)


def test_model_made_beside_another_general_model_is_refused(model: AccentModel) -> None:
    other = Counts({"thu": ["thú"]}, np.zeros(0, np.uint64), np.zeros(0, np.float32))
    with pytest.raises(AccentModelError):
        AccentModel(model._own, other)


def test_general_model_fills_in_what_the_archive_does_not_know() -> None:
    model = AccentModel.build(["Mật mã xyz."] * 2)
    assert model.restore("van phong cap uy bao cao tinh hinh")[0].text == "văn phòng cấp ủy báo cáo tình hình"


def test_archive_outweighs_the_general_model() -> None:
    assert AccentModel.general().restore("uy ban")[0].text == "ủy ban"
    model = AccentModel.build(["hôm nay bàn việc úy bán hàng"] * 1000)
    assert model.restore("viec uy ban hang")[0].text == "việc úy bán hàng"


def test_general_model_is_small_and_reads_office_text() -> None:
    assert accents.GENERAL.stat().st_size < 5_000_000
    text = "Căn cứ Luật Tổ chức chính quyền địa phương, Ủy ban nhân dân tỉnh ban hành kế hoạch kiểm tra."
    assert AccentModel.general().restore(strip_accents(text))[0].text == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\ud800 thu \udfff",
        "\x00thu\x00",
        "😀thu",
        "a." * 50_000,
        "thu" * 100_000,
        "THU " * 50_000,
        "(" * 100_000,
    ],
)
def test_odd_text_keeps_its_length(model: AccentModel, text: str) -> None:
    assert strip_accents(model.restore(text)[0].text) == strip_accents(text)
    AccentModel.build([text, text], general=False)


@settings(max_examples=200, deadline=None)
@given(st.text() | st.text(alphabet="aăâđdư ̀́ẠĐHOàuy.\n()\u00ad1_"))
def test_only_accents_are_added_letter_for_letter(text: str) -> None:
    for reading in AccentModel.general().restore(text, best=3):
        assert len(reading.text) == len(text)
        for before, after in zip(text, reading.text, strict=True):
            assert before == after or before == strip_accents(after)
            assert before.isupper() == after.isupper()


@given(st.lists(st.integers(1, 190_000), min_size=1))
def test_counts_survive_one_byte_within_a_twentieth(counts: list[int]) -> None:
    exact = np.array(counts, np.float32)
    kept = _from_byte(_to_byte(exact))
    assert np.all(np.abs(kept - exact) <= np.where(exact < 128, 0, exact / 20))
