"""What an edited sentence says otherwise than its source is told; an honest edit is not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.drafting.checks.drift import compare
from workbench.vietnamese.spelling import old_tone

SOURCE = (
    "Năm 2025, toàn tỉnh thu ngân sách 120 tỷ đồng, chi 80 tỷ đồng; xã Khe Ngọc đạt 95% kế hoạch, xã Vân Trạch chưa "
    "đạt kế hoạch do thiếu kinh phí; cơ bản hoàn thành việc sáp nhập theo Kế hoạch số 145-KH/TU, ngày 05/02/2026."
)


def kinds(text: str, *quotes: str) -> set[str]:
    return {drift.kind.value for drift in compare(text, quotes or (SOURCE,))}


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        ("120 tỷ", "102 tỷ", "so"),
        ("95%", "9,5%", "so"),
        ("120 tỷ", "120 triệu", "don_vi_do"),
        ("95%", "95 điểm %", "don_vi_do"),
        ("05/02/2026", "05/12/2026", "ngay"),
        ("Năm 2025", "Năm 2024", "so"),
        ("145-KH/TU", "154-KH/TU", "so_ky_hieu"),
        ("145-KH/TU", "145-KL/TU", "so_ky_hieu"),
        ("xã Khe", "phường Khe", "ten"),
        ("Khe Ngọc", "Khe Ngọt", "ten"),
        ("Khe Ngọc", "Hải Trạch Đông", "ten"),
        ("chưa đạt", "đạt", "phu_dinh"),
        ("Ngọc đạt", "Ngọc không đạt", "phu_dinh"),
        ("chưa đạt", "không đạt", "phu_dinh"),
        ("thiếu kinh phí", "kinh phí", "phu_dinh"),
        ("cơ bản hoàn", "hoàn", "muc_do"),
        ("đạt 95%", "đạt gần 95%", "muc_do"),
        ("đạt 95%", "giảm 95%", "chieu"),
    ],
)
def test_a_change_of_meaning_is_told_with_its_kind_and_place(old: str, new: str, kind: str) -> None:
    text = SOURCE.replace(old, new)
    assert text != SOURCE
    found = compare(text, [SOURCE])
    assert [drift.kind.value for drift in found] == [kind]
    assert all(text[drift.start : drift.end] for drift in found)
    assert found[0].message


def exchanged(first: str, second: str) -> str:
    return SOURCE.replace(first, "\0").replace(second, first).replace("\0", second)


def test_numbers_that_changed_places_are_told() -> None:
    assert kinds(exchanged("120", "80")) == {"so"}
    source = "Kiểm tra 31 tổ chức đảng, 76 đảng viên; giám sát 21 tổ chức đảng, 35 đảng viên."
    assert kinds(source.replace("76", "\0").replace("35", "76").replace("\0", "35"), source) == {"so"}


def test_names_that_changed_places_are_told() -> None:
    assert kinds(exchanged("Khe Ngọc", "Vân Trạch")) == {"ten"}


def test_a_number_that_moved_to_another_indicator_is_told() -> None:
    assert kinds("Toàn tỉnh chi 120 tỷ đồng.", "Toàn tỉnh thu 120 tỷ đồng, chi 80 tỷ đồng.")


@pytest.mark.parametrize(
    "text",
    [
        # order of clauses, connectives
        "Tuy nhiên, xã Vân Trạch chưa đạt kế hoạch do thiếu kinh phí; xã Khe Ngọc đạt 95% kế hoạch.",
        "Xã Khe Ngọc đạt 95% kế hoạch; năm 2025, toàn tỉnh thu ngân sách 120 tỷ đồng và chi 80 tỷ đồng.",
        # trimming, also of a negation with its clause
        "Xã Khe Ngọc đạt 95% kế hoạch.",
        "Năm 2025, toàn tỉnh chi 80 tỷ đồng; cơ bản hoàn thành việc sáp nhập.",
        "- Toàn tỉnh thu ngân sách 120 tỷ đồng.",
        # other spellings of the same
        SOURCE.replace("95%", "95 %").replace("05/02/2026", "05 tháng 02 năm 2026"),
        SOURCE.replace("95%", "95,0%").replace("Kế hoạch số", "kế hoạch số"),
        SOURCE.replace("120 tỷ", "120.000 triệu"),
        "a) " + old_tone(SOURCE),
    ],
)
def test_an_honest_edit_is_not_accused(text: str) -> None:
    assert compare(text, [SOURCE]) == ()


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("UBND tỉnh ban hành 05 văn bản.", "Ủy ban nhân dân tỉnh ban hành 5 văn bản."),
        ("Phát triển kinh tế - xã hội đạt kết quả khá.", "Phát triển KT-XH đạt kết quả khá."),
        ("Toàn xã có 1234 hộ.", "Toàn xã có 1.234 hộ."),
        ("Các xã Vân Trạch, Khe Ngọc, Phú Trạm đã nộp.", "Các xã Khe Ngọc, Vân Trạch, Phú Trạm đã nộp."),
        ("Chọn ít việc, người dân tự lan tỏa.", "Chọn ít việc, làm đến nơi, người dân tự lan tỏa."),
        ("Văn phòng đơn thuần làm việc giấy tờ.", "Văn phòng không chỉ đơn thuần làm việc giấy tờ."),
    ],
)
def test_other_ways_of_writing_the_same_are_not_accused(text: str, source: str) -> None:
    assert compare(text, [source]) == ()


def test_a_negation_that_goes_while_its_verb_stays_is_told() -> None:
    assert kinds("Các xã báo cáo.", "Các xã chưa kịp thời báo cáo.") == {"phu_dinh"}
    assert kinds("Văn phòng chỉ làm việc giấy tờ.", "Văn phòng không chỉ làm việc giấy tờ.") == {"phu_dinh"}


def test_a_sentence_may_join_two_sources_and_is_compared_with_both() -> None:
    quotes = ("Xã Khe Ngọc có 12 chi bộ.", "Xã Vân Trạch có 9 chi bộ.")
    assert compare("Xã Khe Ngọc có 12 chi bộ, xã Vân Trạch có 9 chi bộ.", quotes) == ()
    assert kinds("Xã Khe Ngọc có 9 chi bộ, xã Vân Trạch có 12 chi bộ.", *quotes)


def test_without_a_source_nothing_is_said() -> None:
    assert compare("Toàn tỉnh có 12 xã.", []) == ()


WORDS = st.lists(
    st.sampled_from(
        [
            *(
                "không",
                "chưa",
                "đạt",
                "12",
                "1.234",
                "95%",
                "xã",
                "Khe",
                "Ngọc",
                "tỷ đồng",
                "gần",
                "và",
                "tăng",
                "UBND",
            ),
            *("ngày 05/02/2026", "34-CT/TU", "hai mươi", "toàn bộ", "hoàn thành", "kế hoạch", ",", ";", ".", "“", "("),
            *(")", "\n"),
        ]
    ),
    max_size=40,
).map(" ".join)


@given(st.one_of(WORDS, st.text(max_size=200)))
def test_a_text_never_drifts_from_itself(text: str) -> None:
    assert compare(text, [text]) == ()
    assert compare(text, ["Một câu khác hẳn.", text]) == ()
    assert compare(f"{text} ", [text]) == ()


@given(WORDS, st.lists(WORDS, max_size=3))
def test_every_drift_points_into_the_text(text: str, quotes: list[str]) -> None:
    for drift in compare(text, quotes):
        assert 0 <= drift.start < drift.end <= len(text)
        assert not drift.said or text[drift.start : drift.end] == drift.said
        assert drift.message


@given(st.text(max_size=120), st.text(max_size=120))
def test_any_two_texts_are_compared(text: str, quote: str) -> None:
    for drift in compare(text, [quote]):
        assert 0 <= drift.start <= drift.end <= len(text)
