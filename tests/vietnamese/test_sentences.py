"""Where sentences of office text end. In the labelled, invented paragraphs "|" stands at every boundary."""

from __future__ import annotations

import random

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from workbench.vietnamese.sentences import split

LABELLED = """
Quý III, kinh tế của huyện tiếp tục phát triển.| Thu ngân sách đạt 1.234,5 tỷ đồng, bằng 75,2% dự toán.
An ninh trật tự được giữ vững.
Ngày 05.3.2024, Ban Thường vụ họp phiên thường kỳ.| Hội nghị thống nhất 12 nội dung.
Các ý kiến được thư ký ghi lại đầy đủ.
Tỷ lệ hộ nghèo còn 2,35%.| Giảm 0,8% so với năm 2023.| 12 xã đạt chuẩn nông thôn mới.| Trong đó 3 xã đạt chuẩn nâng cao.
TP. Trạm Giang và TX. Cửa Sậy đã hoàn thành.| Các huyện còn lại đang triển khai.
Cuộc họp tại P. Bến Thuyền, Q. Lam Sơn có đủ thành phần.| Đồng chí Bí thư kết luận.
Đ/c. Nguyễn Văn A. phát biểu khai mạc.| Sau đó hội nghị thảo luận.
Tham dự có đồng chí Trần Thị B.| Đồng chí đã báo cáo kết quả.
PGS.TS. Lê Văn C trình bày tham luận.| ThS. Phạm Thị D bổ sung ý kiến.| BS. Hoàng Văn E nêu kiến nghị.
Đời sống nhân dân ấm no.| Niềm tin vào Đảng được củng cố.| Khối đại đoàn kết ngày càng vững chắc.
Sở VH-TT chủ trì.| Các huyện phối hợp.
Giao Sở GD-ĐT phối hợp với Sở VH-TT.| Các đơn vị báo cáo trước ngày 15/10.
1. Công tác xây dựng Đảng được chú trọng.| Đã kết nạp 45 đảng viên.| Kỷ luật 3 đảng viên.
I. Tình hình chung
II. KẾT QUẢ ĐẠT ĐƯỢC
1.1. Về kinh tế: tăng trưởng 7,5%.| Dịch vụ phát triển khá.
1.2.3. Về y tế, giáo dục
a. Ưu điểm: chủ động, quyết liệt.| Phối hợp chặt chẽ.
b) Hạn chế: còn chậm.| Một số nơi lúng túng.
đ. Nguyên nhân chủ quan.| Thiếu kiểm tra.
Điều 5. Trách nhiệm của các cơ quan
Điều 12. Quyết định này có hiệu lực từ ngày ký.| Chánh Văn phòng chịu trách nhiệm thi hành.
Chương II. TỔ CHỨC THỰC HIỆN
Phần I. Đánh giá kết quả năm 2024.| Kết quả nổi bật.
Mục 3. Nhiệm vụ của cấp ủy
Phụ lục 2. Danh mục công trình
Bảng 4. Thu chi ngân sách.| Đơn vị tính: triệu đồng.
Thực hiện Nghị quyết số 18-NQ/TW ngày 25/10/2017, các cấp ủy đã sắp xếp tổ chức.| Biên chế giảm 10%.
Căn cứ Nghị định số 30/2020/NĐ-CP.| Căn cứ Luật số 77/2015/QH13.| Xét đề nghị của Giám đốc Sở Nội vụ.
Theo Quyết định 399-QĐ/TU.| Ban Tổ chức đã hướng dẫn.
Vì sao kết quả còn thấp?| Nguyên nhân ở đâu?| Các chi bộ cần làm rõ.
Thi đua lập thành tích chào mừng đại hội!| Toàn Đảng bộ quyết tâm.
“Phải làm thật.”| Đồng chí nhấn mạnh như vậy.
Đồng chí nói: “Phải làm thật.”| Hội nghị nhất trí cao.
Kết quả được ghi nhận (xem Phụ lục 1.)| Các chỉ tiêu khác đạt khá.
Nông, lâm, thủy sản… phát triển ổn định.| Công nghiệp tăng 9%…| Xây dựng tăng 6%.
Các ngành y tế, giáo dục, văn hóa, v.v. đều có tiến bộ.| Xã hội ổn định.
Vốn đầu tư đạt 500 tr.đ. Trong đó vốn huyện 200 tr.đ; vốn xã 300 tr.đ.
Cổng thông tin www.lamgiang.vn đã cập nhật.| Địa chỉ thư vpubnd@lamgiang.vn được công khai.
Phiên bản 2.0.1 được cài đặt.| Hệ thống chạy ổn định.
Đạt 3.456.789 đồng/người.| Tăng 1.5 lần so với năm 2020.
Từ 01.01.2024 đến 30.6.2024, toàn tỉnh tiếp 1.203 lượt công dân.| Giải quyết 98% đơn thư.
Đã giải ngân 45%.| - Vốn trung ương 50%.| - Vốn tỉnh 40%.
Kết quả tốt.| “Đây là cố gắng lớn”, đồng chí nói.| (Có biểu kèm theo).
Kiến nghị Trung ương.| 1 là, bổ sung kinh phí.| 2 là, giao thêm biên chế.
Hội nghị kết thúc lúc 17 giờ 30.| Biên bản lập thành 3 bản.
Nghị quyết Đại hội lần thứ XIII.| Chương trình hành động số 12.| Kế hoạch số 45.
Giai đoạn 2021 - 2025.| Tầm nhìn 2030.
Công tác dân vận: tốt; mặt trận: khá; đoàn thể: khá.| Không có điểm nóng.
Đã xử lý 12 vụ.| Khởi tố 3 vụ, 5 bị can.| Thu hồi 1,2 tỷ đồng.| Không để oan sai.
Ban T.Ư. Đảng đã có hướng dẫn.
Ông Mr. Smith dự buổi làm việc.
Tel. 0234.567.890 - Fax 0234.567.891
Xuất bản tại Nxb. Lam Giang năm 2019.| Tái bản năm 2021.
Chi bộ có 25 đảng viên.| Nữ 12 đồng chí.| Trẻ dưới 35 tuổi 8 đồng chí.| Dân tộc thiểu số 5 đồng chí.
Tăng cường kỷ luật, kỷ cương.| Đẩy mạnh cải cách hành chính.
Rút ngắn thời gian giải quyết hồ sơ.| Nâng cao chỉ số hài lòng.
Công tác kiểm tra, giám sát được tăng cường.| Kiểm tra 15 tổ chức đảng.
Giám sát 20 đảng viên.| Thi hành kỷ luật 2 trường hợp.
Cấp uỷ các cấp đã lãnh đạo sâu sát.| Uỷ ban kiểm tra làm tốt nhiệm vụ.| Ðảng viên gương mẫu.| Đồng bào đồng thuận.
Chuyển đổi số đạt kết quả bước đầu.| 95% hồ sơ xử lý trên mạng.
100% cán bộ dùng chữ ký số.| Còn 2 xã chưa có đường truyền.
Mưa lớn gây sạt lở.| Thiệt hại ước 3,4 tỷ đồng.| Không có người chết.| Đã khắc phục xong.
Phong trào “Dân vận khéo” lan tỏa.| Có 120 mô hình.| Khen thưởng 15 tập thể.| Biểu dương 30 cá nhân.
Tình hình dịch bệnh được kiểm soát.| Tiêm phòng đạt 98%.| Vệ sinh môi trường chuyển biến.| Không xảy ra ngộ độc.
Thu hút 8 dự án.| Tổng vốn 1.250 tỷ đồng.| Tạo việc làm cho 2.300 lao động.| Thu nhập bình quân 6,5 triệu đồng.
Đề nghị Tỉnh ủy xem xét.| Kính báo cáo.| Trân trọng cảm ơn.
Nhận thức được nâng lên.| Hành động quyết liệt hơn.| Kết quả rõ nét hơn.| Song vẫn còn hạn chế.
Một số chi bộ sinh hoạt chưa nền nếp.| Nội dung còn chung chung.| Tự phê bình còn nể nang.| Vai trò bí thư chưa rõ.
Sáp nhập 3 thôn.| Giảm 12 người.| Tiết kiệm 1,1 tỷ đồng.| Nhân dân đồng tình.
Giao Văn phòng theo dõi.| Báo cáo trước ngày 20 hằng tháng.| Tổng hợp gửi Thường trực.
Công tác phòng, chống tiêu cực. …
Nhân dân phấn khởi. ….| Cán bộ yên tâm.
TM. BAN THƯỜNG VỤ
KT. CHỦ TỊCH
T/L. CHÁNH VĂN PHÒNG
Ngày 2/9/2024 lễ diễn ra trang trọng.| Đại biểu dự 250 người.| Lễ kết thúc lúc 9h30.
""".strip().splitlines()


@pytest.mark.parametrize("labelled", LABELLED)
def test_labelled_boundaries(labelled: str) -> None:
    text = labelled.replace("|", "")
    assert [text[start:end] for start, end in split(text)] == [part.strip() for part in labelled.split("|")]


def test_the_whole_page_gives_the_same_sentences_as_its_paragraphs() -> None:
    text = "\n".join(LABELLED).replace("|", "")
    expected = [part.strip() for line in LABELLED for part in line.split("|")]
    assert [text[start:end] for start, end in split(text)] == expected


def test_an_office_list_gives_one_sentence_a_line() -> None:
    text = "Nơi nhận:\n- Thường trực Tỉnh ủy (để báo cáo),\n- Như kính gửi,\n\n\t- Lưu: VT.\r\nTRƯỞNG BAN"
    assert [text[start:end] for start, end in split(text)] == [
        "Nơi nhận:",
        "- Thường trực Tỉnh ủy (để báo cáo),",
        "- Như kính gửi,",
        "- Lưu: VT.",
        "TRƯỞNG BAN",
    ]


@pytest.mark.parametrize("text", ["", " ", "\n\n", "\t \r\n"])
def test_a_text_without_words_has_no_sentence(text: str) -> None:
    assert split(text) == []


_odd_text = st.lists(
    st.sampled_from([*'.!?…”")] \n\t-–(“1AaĐđI', "\r", "\ud800", "\x00", "\u0301", "TP.", "v.v"]), max_size=60
).map("".join)


@given(st.one_of(_odd_text, st.text(max_size=80)))
@example("a.  ")
@example(". A. 1. I. ")
def test_sentences_are_ordered_disjoint_trimmed_and_hold_every_visible_character(text: str) -> None:
    covered: list[int] = []
    last = 0
    for start, end in split(text):
        assert last <= start < end
        assert text[start:end] == text[start:end].strip()
        covered.extend(range(start, end))
        last = end
    assert {place for place, char in enumerate(text) if not char.isspace()} <= set(covered)
    assert all("\n" not in text[start:end] for start, end in split(text))


@pytest.mark.parametrize("unit", ["a. ", ". ", "1. ", "TP. ", "….", "a.\t", "x", "(“", "\n. "])
def test_a_megabyte_of_odd_text_is_split(unit: str) -> None:
    text = unit * (1_000_000 // len(unit))
    spans = split(text)
    assert spans
    assert spans[-1][1] == len(text.rstrip())


@pytest.mark.parametrize(
    "text",
    [
        "Đảng ủy xã họp. " * 320_000,
        "abc " * 1_250_000,
        "a." * 100_000,
        "Xong. " + "a." * 100_000 + "Xong. " + " " * 100_000 + "a." * 100_000,
        "ĐẢNG ỦY XÃ BÁO CÁO. " * 100_000,
        random.Random(7).randbytes(2_000_000).decode("latin-1"),
    ],
    ids=["line of 5 MB", "no stop", "a.", "a. behind a sentence", "capitals", "random bytes"],
)
def test_very_long_text_is_split_in_linear_time(text: str) -> None:
    """Time with the square of the length would run into the timeout of the test."""
    assert sum(end - start for start, end in split(text)) >= 0.9 * len(text.strip())


def test_a_dot_before_a_very_long_gap_is_no_trap() -> None:
    """Took time with the square of the gap; the test's own timeout is what it would run into."""
    text = "Kết thúc." + " " * 1_000_000
    assert split(text) == [(0, 9)]
