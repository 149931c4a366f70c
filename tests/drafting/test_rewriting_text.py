"""What a language model is sent, how its answer is read, and what is found that no source says."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.drafting.rewriting_text import Said, messages, read, unsupported

SOURCES = (
    "Đảng ủy xã Khe Vàng đã ban hành kế hoạch cải cách hành chính, phân công từng đồng chí phụ trách từng việc cụ thể.",
    "Tỷ lệ hồ sơ giải quyết trực tuyến đạt 61,5%, tăng 1 điểm phần trăm so với cùng kỳ năm trước.",
    "Việc số hóa hồ sơ cũ còn chậm, chưa hoàn thành kế hoạch.",
)


def test_each_sentence_goes_out_with_its_number_on_one_line() -> None:
    sent = messages(["Câu một,\nxuống dòng.", "Câu hai [3] có số trong ngoặc [2, 4]."])
    assert [one["role"] for one in sent] == ["system", "user"]
    assert sent[1]["content"] == "[1] Câu một, xuống dòng.\n[2] Câu hai (3) có số trong ngoặc (2, 4)."


@pytest.mark.parametrize(
    ("answer", "found"),
    [
        ("Câu một [1][3].\nCâu hai [2].", [("Câu một.", (1, 3)), ("Câu hai.", (2,))]),
        ("Câu một. [1] Câu hai. [2]", [("Câu một.", (1,)), ("Câu hai.", (2,))]),
        ("[1] Câu một. [2] Câu hai.", [("Câu một.", (1,)), ("Câu hai.", (2,))]),
        ("Câu một [1, 3]. Câu hai [2-4].", [("Câu một.", (1, 3)), ("Câu hai.", (2, 3, 4))]),
        ("Câu một [1], [2] và [3].", [("Câu một.", (1, 2, 3))]),
        ("Nửa đầu [1], nửa sau [2].", [("Nửa đầu, nửa sau.", (1, 2))]),
        (
            "1. Câu một [1].\n- **Câu hai** [2].\n## Câu ba [3]",
            [("Câu một.", (1,)), ("Câu hai.", (2,)), ("Câu ba", (3,))],
        ),
        ("<think>Câu [9] nên bỏ.</think>\nCâu một [1].", [("Câu một.", (1,))]),
        ("```\nCâu một [1].\n```", [("Câu một.", (1,))]),
        ("Không ghi số.", [("Không ghi số.", ())]),
        ("Lặp [1][1][2].", [("Lặp.", (1, 2))]),
        ("Đạt 71,5% [1]. Năm 2025 [2].", [("Đạt 71,5%.", (1,)), ("Năm 2025.", (2,))]),
        ("Quá rộng [1-9999].", [("Quá rộng.", (1, 9999))]),
        ("[1]\n.\n\n", []),
        ("<think>nghĩ mãi không xong [1]", []),
    ],
)
def test_the_numbers_are_read_wherever_the_model_put_them(
    answer: str, found: list[tuple[str, tuple[int, ...]]]
) -> None:
    assert read(answer) == [Said(text, numbers) for text, numbers in found]


@pytest.mark.parametrize(
    "answer", [" " * 2_000_000, "[1 " * 600_000, "<think>" * 200_000, "- " * 900_000, "[1]" * 20_000]
)
def test_an_answer_out_of_hand_is_read_in_no_time(answer: str) -> None:
    """A quadratic pattern would run into the time limit of the test."""
    assert len(read(answer)) <= 1


WORDS = st.sampled_from(["đạt", "Tỷ lệ", "không", "71,5%", ".", "[1]", "[2]", "[", "]", "- ", "\n", "<think>", "[1-3]"])


@given(st.one_of(st.text(max_size=120), st.lists(WORDS, max_size=25).map(" ".join)))
def test_any_answer_is_read_and_no_mark_stays_in_the_words(answer: str) -> None:
    for one in read(answer):
        assert one.text
        assert "\n" not in one.text
        assert re.search(r"\[\d{1,6}\]", one.text) is None
        assert len(set(one.numbers)) == len(one.numbers)


@given(st.lists(st.text(min_size=1, max_size=60), min_size=1, max_size=5))
def test_what_goes_out_holds_one_mark_a_line_and_no_other(texts: list[str]) -> None:
    lines = messages(texts)[1]["content"].split("\n")
    assert len(lines) == len(texts)
    assert [re.findall(r"\[(\d+)\]", line) for line in lines] == [[str(n)] for n in range(1, len(texts) + 1)]


@pytest.mark.parametrize(
    "text",
    [
        "Đảng ủy xã đã ban hành kế hoạch cải cách hành chính và phân công cụ thể từng đồng chí phụ trách.",
        "Tỷ lệ giải quyết hồ sơ trực tuyến tăng 1 điểm phần trăm so với cùng kỳ, đạt 61,5%; tuy nhiên, việc số hóa hồ "
        "sơ cũ còn chậm.",
        "Bên cạnh đó, việc số hóa hồ sơ cũ chưa hoàn thành kế hoạch.",
        "Xã ban hành kế hoạch CCHC.",
    ],
)
def test_an_honest_rewording_is_supported(text: str) -> None:
    assert unsupported(text, SOURCES) == ""


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Nhân dân rất phấn khởi, tin tưởng vào sự lãnh đạo của cấp ủy.", "phấn khởi"),
        (
            "Đảng ủy xã đã ban hành kế hoạch cải cách hành chính, được Nhân dân đồng tình, hưởng ứng.",
            "Nhân dân đồng tình",
        ),
        ("Công tác cải cách hành chính có chuyển biến tích cực trên nhiều lĩnh vực.", "chuyển biến tích cực"),
        ("The commune has issued a plan.", "commune"),
    ],
)
def test_a_statement_of_the_models_own_is_found(text: str, told: str) -> None:
    assert told in unsupported(text, SOURCES)


@given(st.text(max_size=80), st.lists(st.text(max_size=60), max_size=3))
def test_what_no_source_says_is_a_stretch_of_the_text(text: str, sources: list[str]) -> None:
    assert unsupported(text, sources) in text
    assert unsupported(text, [text, *sources]) == ""
