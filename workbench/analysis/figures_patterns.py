"""Patterns by which rules tell what stands around a number: who does it, auxiliaries, pronouns, names of measures."""

from __future__ import annotations

import re

from workbench.analysis.figures_phrases import Span

PRONOUN = re.compile(r"(?:con số|tỷ lệ|mức|số|số tiền|chỉ tiêu|chỉ số|kết quả|tổng số)(?: đầu tư)? (?:này|đó|trên|ấy)")
FINITE = re.compile(
    r"(?<!\w)(?:đã|đang|sẽ|đạt|tăng|giảm|chiếm|ước|vượt|dự kiến|bắt đầu|tiếp tục|sụt giảm)(?!\w)"
    r"(?! (?:trưởng|chuẩn|nghèo))"
)
# Who does it is no part of what is done.
WHO = re.compile(
    r"(?:các |toàn |cả )?(?:đảng bộ|đảng ủy|đảng viên|công an|hội|mặt trận|ủy ban|huyện|xã|tỉnh|phường|nhân dân|"
    r"cấp ủy|chi bộ|"
    r"trường|văn phòng|ban|sở|cơ quan|đoàn|lực lượng|huyện ủy|tỉnh ủy|đơn vị|công ty)(?!\w)(?=(?:\s+\w+){2})"
)
WHOLE = re.compile(r"(?:tổng|số|dân số|tổng số|grdp|gdp|quân số|giá trị|khối lượng|quy mô)(?!\w)")
MONEY_OF = re.compile(r"\s(?:tiền|vốn|kinh phí|ngân sách|thuế|nợ|doanh thu|lợi nhuận|trái phiếu|cổ phiếu)(?!\w)")
NO_SHARE = re.compile(
    rf"(?:{WHOLE.pattern})|(?:trên|trong|đối với|lúc|vào|so|của|cho|ở|tại|từ|để|do|nhưng|và|là|khi|theo|với|đến|tới|"
    r"qua|mỗi|hằng năm|hàng năm|thì|nếu|nên|mà|cũng|như)(?!\w)"
)
AUXILIARY = re.compile(r"(?<!\w)(?:đã|đang|sẽ|còn|cũng|tiếp tục|phấn đấu|phải|có thể|vừa|bị)\s+")
MEASURE = re.compile(
    r"(?<!\w)(?:tỷ lệ|tổng(?! (?:công ty|cục|hợp|kết|bí thư|thống|giám đốc|thanh tra))|số(?! (?:liệu|hóa|hoá))|mức|"
    r"diện tích|sản lượng|doanh thu|giá trị|thu nhập|chỉ số|kinh phí|vốn|lũy kế|"
    r"thời gian|biên chế)(?!\w)"
)


def is_measure(low: str, span: Span) -> bool:
    """Whether a phrase names what is measured ("tỷ lệ", "tổng số")."""
    return MEASURE.search(low, span[0], span[1]) is not None


AGE = re.compile(r"(?:năm |tháng )?tuổi")
OF_AGES = re.compile(r"(?<!\w)(?:tuổi thọ|độ tuổi|tuổi đời|tuổi nghỉ hưu|bình quân|trung bình)(?!\w)")
MEASURED = re.compile(
    r"(?:còn|giảm|tăng|rút ngắn|kéo dài|là|bình quân|trung bình|xuống|lên|đạt|vượt|chậm|sớm|từ)\s+(?:(?:khoảng|gần|"
    r"hơn|trên|còn|được|thêm|mới|chỉ|xuống|mỗi)\s+)*$"
)


# "chậm nhất là 90 ngày", "phạt tù từ 02 năm": terms that are set.
TERM = re.compile(r"(?<!\w)(?:chậm nhất|sớm nhất|muộn nhất|phạt tù|thời hạn)(?!\w)(?:\s+(?:là|từ|không quá))*\s*$")


def measured(low: str, first: int, at: int) -> bool:
    """Whether a length of time is what a sentence measures ("còn 05 ngày"), not when something happens."""
    return MEASURED.search(low, max(first, at - 40), at) is not None and not TERM.search(low, first, at)
