"""Every benchmark runs on a small folder of its layout and gives the keys that its contract names."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., dict[str, Any]]
LABELS = Path(__file__).parents[1] / "labels"

DIRECTIVE = """TỈNH ỦY LAM GIANG\tĐẢNG CỘNG SẢN VIỆT NAM
*
Số 12-CT/TU\tLam Giang, ngày 15 tháng 3 năm 2024
CHỈ THỊ
về đẩy mạnh cải cách hành chính

Thực hiện Nghị quyết của Tỉnh ủy, Ban Thường vụ yêu cầu các cấp ủy đẩy mạnh cải cách hành chính.
Các cấp ủy giao văn phòng theo dõi cải cách hành chính và báo cáo kết quả trước ngày 25 hằng tháng.
"""
REPORT = """ĐẢNG ỦY XÃ KHE NGỌC\tĐẢNG CỘNG SẢN VIỆT NAM
*
Số 57-BC/ĐU\tKhe Ngọc, ngày 20 tháng 6 năm 2025
BÁO CÁO
kết quả cải cách hành chính

III- KẾT QUẢ ĐẠT ĐƯỢC
Đảng ủy xã đã hoàn thành việc rút ngắn thời gian giải quyết hồ sơ trong cải cách hành chính, tăng 12% so với cùng kỳ.
IV- HẠN CHẾ
Việc báo cáo về cải cách hành chính ở một số chi bộ còn chậm so với thời hạn được giao.
"""


def write_lines(path: Path, rows: Iterable[dict[str, Any]]) -> None:
    text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    if path.suffix == ".gz":
        path.write_bytes(gzip.compress(text.encode("utf-8")))
    else:
        path.write_text(text, encoding="utf-8")


@pytest.fixture
def office(tmp_path: Path) -> Path:
    (tmp_path / "chi thi.txt").write_text(DIRECTIVE, encoding="utf-8")
    (tmp_path / "bao cao.txt").write_text(REPORT, encoding="utf-8")
    return tmp_path


def test_headers_are_compared_with_labels(figures_of: Run, office: Path) -> None:
    label = {
        "file": "chi thi.txt",
        "symbol": "12-CT/TU",
        "type": "Chỉ thị",
        "issuer": "Một cơ quan khác",
        "date": "2024-03-15",
        "subject": "Về đẩy mạnh cải cách hành chính",
        "signer": "Một Người",
        "scanned": False,
    }
    write_lines(office / "gold_headers.jsonl", [label])
    figures = figures_of("headers", office)
    assert figures["files"] == 1
    for name in ("symbol", "type", "date", "subject", "scanned"):
        assert figures[f"{name}_right"] == 1.0, name
    assert figures["issuer_right"] == 0.0
    assert "signer_right" in figures


def test_readers_count_what_is_read_and_compare_transcripts(figures_of: Run, office: Path) -> None:
    (office / "hong.pdf").write_bytes(b"%PDF-1.7 broken")
    (office / "trang.html").write_text("<html><body><p>Kính gửi các chi bộ trực thuộc</p></body></html>", "utf-8")
    (office / "trang.html.txt").write_text("Kính gửi các chi bộ trực thuộc", encoding="utf-8")
    figures = figures_of("readers", office)
    assert (figures["files"], figures["read"], figures["quarantined"]) == (4, 3, 1)
    assert figures["character_accuracy_mean"] == 1.0
    assert figures["seconds_per_file_p50"] > 0


def test_charsets_measure_accented_letters(figures_of: Run, tmp_path: Path) -> None:
    text = "Thực hiện nghị quyết của Đảng ủy về việc sắp xếp lại các chi bộ trực thuộc, bảo đảm đúng tiến độ."
    (tmp_path / "cu.txt").write_bytes(text.encode("cp1258", "ignore"))
    (tmp_path / "moi.txt").write_text(text, encoding="utf-8")
    for name in ("cu.txt", "moi.txt"):
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    figures = figures_of("charsets", tmp_path)
    assert figures["files"] == 2
    assert 0.0 < figures["diacritic_accuracy_min"] <= figures["diacritic_accuracy_mean"] <= 1.0
    assert figures["strict_case_min"] <= figures["strict_case_mean"] <= figures["diacritic_accuracy_mean"]


def test_safe_charsets_count_changed_characters(figures_of: Run, tmp_path: Path) -> None:
    rows = [{"id": "1", "title": "Cải cách hành chính", "body": ["Văn phòng cấp ủy báo cáo.", "Đã quán triệt."]}]
    write_lines(tmp_path / "articles.jsonl.gz", rows)
    figures = figures_of("charsets_safe", tmp_path)
    assert (figures["texts"], figures["characters_changed"]) == (1, 0)


def test_build_reports_speed_memory_and_size(figures_of: Run, office: Path) -> None:
    figures = figures_of("build", office)
    assert figures["documents"] == 2
    for name in ("documents_per_s", "second_build_s", "peak_mb", "index_mb"):
        assert figures[name] > 0, name


def test_retrieval_finds_the_article_and_has_a_peer(figures_of: Run, tmp_path: Path) -> None:
    articles = [
        {"id": "L-1", "title": "Phạm vi điều chỉnh", "text": "Luật này quy định về lưu trữ tài liệu của cơ quan."},
        {"id": "L-2", "title": "Thời hạn báo cáo", "text": "Đơn vị gửi báo cáo trước ngày 25 hằng tháng."},
    ]
    questions = [{"qid": "1", "text": "thời hạn báo cáo hằng tháng", "relevant": ["L-2"]}]
    write_lines(tmp_path / "corpus.jsonl", articles)
    write_lines(tmp_path / "queries.jsonl", questions)
    figures = figures_of("retrieval", tmp_path)
    assert figures["questions"] == 1
    for name in ("r_at_1", "r_at_10", "mrr_at_10", "noaccent_r_at_1", "noaccent_mrr_at_10", "bm25_mrr_at_10"):
        assert figures[name] == 1.0, name
    assert figures["ms_p95"] > 0


def test_summaries_and_handbook_keep_the_budget_and_have_baselines(figures_of: Run, tmp_path: Path) -> None:
    said = "Đảng ủy xã đã hoàn thành việc rà soát hồ sơ của các chi bộ trực thuộc trong quý này."
    other = "Nhiều chi bộ vẫn gửi báo cáo chậm so với thời hạn mà văn phòng cấp ủy đã giao."
    documents = [{"title": "Rà soát hồ sơ", "body": f"{said}\n{other}"}, {"title": "Hồ sơ", "body": said}]
    write_lines(tmp_path / "clusters.jsonl", [{"cluster_id": "1", "docs": documents, "references": [said]}])
    figures = figures_of("summaries", tmp_path, "--budget", "20")
    assert figures["rouge1"] == pytest.approx(100)
    assert {"clusters", "rouge2", "rougeL", "rouge2_se", "ms_per_cluster"} <= set(figures)
    assert set(figures["baselines"]["lead_round_robin"]) == {"rouge1", "rouge2", "rougeL", "rouge2_se"}
    nodes = [
        {"title": "Hồ sơ", "summary": said, "detail": f"{said}\n{other}"},
        {"title": "Mục trống", "summary": "", "detail": ""},
    ]
    write_lines(tmp_path / "handbook.jsonl", nodes)
    figures = figures_of("handbook", tmp_path)
    assert figures["nodes"] == 1
    assert {"rouge1", "rouge2", "rougeL", "baselines"} <= set(figures)


def test_changes_of_meaning_are_caught_and_honest_edits_are_not_accused(figures_of: Run, office: Path) -> None:
    figures = figures_of("checks", office, "--queries", "3", "--changes", "20")
    assert figures["injected"] > 0
    assert figures["honest_edits"] > 0
    assert figures["caught"] >= 0.9
    assert figures["accused"] <= 0.1
    assert set(figures["caught_by_kind"]) <= {"digit", "day", "unit", "negation_in", "negation_out"} | {
        *("name", "syllable_of_name", "names_exchanged", "numbers_exchanged")
    }


def test_drafts_are_verbatim_and_rightly_cited(figures_of: Run, office: Path) -> None:
    figures = figures_of("draft", office, "--queries", "3", "--reports", "4")
    assert 1 <= figures["drafts"] <= 3
    assert figures["sentences"] > 0
    assert figures["verbatim"] == figures["rightly_cited"] == 1.0
    assert figures["seconds_per_draft"] > 0
    assert figures["reports"] == 4
    assert figures["syllables_per_report"] >= 4_000
    assert all(figures[key] > 0 for key in ("draft_200_s", "regenerate_s", "matrix_200_s", "matrix_again_s"))


def test_scale_times_every_kind_of_query_beside_peers(figures_of: Run, tmp_path: Path) -> None:
    for name in ("codex", "news"):
        (tmp_path / name).mkdir()
    laws = [{"id": str(n), "title": f"Điều {n}", "text": f"Thuế thu nhập cá nhân {n}."} for n in range(30)]
    write_lines(tmp_path / "codex" / "articles.jsonl.gz", laws)
    news = [{"id": "1", "title": "Kinh tế xã hội", "abstract": "Bảo hiểm y tế", "body": "Ủy ban nhân dân tỉnh họp."}]
    write_lines(tmp_path / "news" / "articles.jsonl.gz", news)
    figures = figures_of("scale", tmp_path, "--documents", "40", "--engine", "tantivy")
    assert figures["documents"] == 40
    assert len(figures["p95_ms"]) == len(figures["search_p95_ms"]) == 12
    counted = ("build_documents_per_s", "open_ms", "session_mb", "index_mb", "add_100_s")
    assert min(figures[name] for name in counted) > 0
    assert set(figures["peers"]["sqlite_fts5"]["p95_ms"]) == {"word", "and", "or", "phrase"}
    assert "xapian" in figures["peers"]


def test_keywords_are_compared_with_baselines(figures_of: Run, tmp_path: Path) -> None:
    text = "Văn phòng cấp ủy theo dõi cải cách hành chính. Cải cách hành chính phải đi vào nền nếp."
    write_lines(tmp_path / "articles.jsonl.gz", [{"id": "1", "title": "Cải cách hành chính", "body": [text]}])
    figures = figures_of("keywords", tmp_path)
    assert figures["documents"] == 1
    assert figures["f1_at_10"] > 0
    assert set(figures["baselines"]) == {"tfidf_words", "first_words", "textrank", "yake_like"}


def test_segmentation_is_compared_with_underthesea(figures_of: Run, tmp_path: Path) -> None:
    words = ["Văn phòng", "cấp ủy", "báo cáo", "."]
    lines = [f"{place}\t{word}\t_\tN" for place, word in enumerate(words, start=1)]
    (tmp_path / "a.conllu").write_text("\n".join(["# sent_id = 1", *lines, ""]), encoding="utf-8")
    figures = figures_of("segmentation", tmp_path)
    assert figures["word_f1"] == 1.0
    assert figures["office_terms_whole"] >= 0.9
    assert {"syllables_per_s", "underthesea_word_f1", "underthesea_syllables_per_s"} <= set(figures)


@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("references", {"precision", "recall", "f1"}),
        ("sections", {"accuracy", "macro_f1"}),
        ("secrecy", {"missed", "accused"}),
        ("tasks", {"precision", "recall", "f1", "lead_f1", "deadline_f1"}),
    ],
)
def test_labelled_sentences_of_our_own_are_scored(figures_of: Run, name: str, keys: set[str]) -> None:
    figures = figures_of(name, LABELS)
    assert figures["rows"] >= 60
    assert all(0.0 <= figures[key] <= 1.0 for key in keys)


def test_real_questions_are_asked_twice_without_an_error(figures_of: Run, tmp_path: Path) -> None:
    write_lines(tmp_path / "corpus.jsonl", [{"id": "1", "title": "Họp", "text": "Cấp ủy họp mỗi tháng một lần."}])
    write_lines(tmp_path / "questions.jsonl", [{"text": "Cấp ủy họp mấy lần?"}, {"text": '((("x'}, {"text": "???"}])
    figures = figures_of("questions", tmp_path, "--corpus", str(tmp_path))
    assert (figures["asked"], figures["errors"], figures["refused"]) == (6, 0, 0)


def test_a_folder_of_another_layout_is_told(figures_of: Run, tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match=r"gold_headers\.jsonl is absent"):
        figures_of("headers", tmp_path)
    with pytest.raises(SystemExit):
        figures_of("headers", tmp_path / "nowhere")


def test_related_articles_are_found_by_what_they_refer_to(figures_of: Run, tmp_path: Path) -> None:
    source = "Điều {} Luật số 70/2020/QH14, có hiệu lực thi hành kể từ ngày 01/01/2021"
    texts = ["Người dân khai báo theo Điều 3 của Luật này.", "Mưa nhiều nơi.", "Trình tự, thủ tục làm giấy tờ."]
    rows = [
        {
            "id": f"1.{number}",
            "title": f"Tên {number}",
            "de_muc": "Cư trú",
            "text": text,
            "source": source.format(number),
        }
        for number, text in enumerate(texts, start=1)
    ]
    write_lines(tmp_path / "articles.jsonl.gz", rows)
    (tmp_path / "related_qrels.tsv").write_text("1.1\t1.3\n1.3\t1.1\tabsent\n", encoding="utf-8")
    figures = figures_of("related", tmp_path)
    assert (figures["sources"], figures["documents"]) == (2, 3)
    assert figures["r_at_10"] == figures["mrr_at_10"] == 1.0
    assert figures["ms_p95"] > 0
