"""The words of deadlines, as patterns over text in composed form (domain.md §6.3)."""

from __future__ import annotations

import re

D = r"(?:ngày\s+)?(?P<d>[0-3]?\d)\s?(?P<sep>[/.-])\s?(?P<m>[01]?\d)(?:\s?(?P=sep)\s?(?P<y>(?:19|20)\d{2}))?(?![\d/])"
DW = r"(?:ngày\s+)?(?P<dw>[0-3]?\d)\s+tháng\s+(?P<mw>[01]?\d)(?:[,\s]+năm\s+(?P<yw>(?:19|20)\d{2}))?(?!\d)"
OF_YEAR = r"(?:(?:\s?[/-]\s?|\s+(?:của\s+)?(?:năm\s+)?)(?P<{0}>(?:19|20)\d{{2}})(?!\s?[-–]\s?\d))?(?!\d)"
PART = r"(?P<part>đầu|giữa|cuối|nửa\s+đầu|nửa\s+cuối|hết|khoảng)?\s*"
PERIOD = (
    rf"{PART}(?:tháng\s+(?P<pm>1[0-2]|0?[1-9]){OF_YEAR.format('pmy')}"
    rf"|quý\s+(?P<pq>iv|i{{1,3}}|[1-4]){OF_YEAR.format('pqy')}(?!\w)"
    rf"|(?P<half>6|06|9|09|sáu|chín)\s+tháng\s+(?P<side>đầu|cuối)\s+năm{OF_YEAR.format('hy')}"
    r"|(?P<this>tháng|quý|năm)\s+(?:này|nay)"
    r"|năm\s+(?P<py>(?:19|20)\d{2})(?!\s?[-–/]\s?\d)(?!\d)"
    r"|(?P<bare_year>năm)(?=\s*(?:$|[.,;)])))"
)
NUMBER = r"(?P<n>\d{1,3})(?:\s+\([^)]{1,30}\))?"
EVENT = (
    r"(?:[,\s]+(?:kể\s+)?(?:từ|sau)\s+(?:ngày|khi"
    r"|thời\s+điểm)\s+(?P<event>[^,.;:\n]{2,90}(?:(?<=\d)[/.-]\d+[^,.;:\n]*)?))?"
)
SPAN = rf"{NUMBER}\s+(?P<unit>ngày|tuần|tháng|năm)(?P<working>\s+làm\s+việc)?(?!\s+(?:đầu|cuối)\s+năm){EVENT}"
CUE = (
    r"(?P<cue>(?:(?:hoàn\s+thành|xong|thời\s+hạn|(?<!quá\s)(?<!trễ\s)hạn)\s+)?(?:trước|chậm\s+nhất(?:\s+(?:là|đến|vào"
    r"|trong|trước))*"
    r"|muộn\s+nhất(?:\s+(?:là|đến|vào|trong|trước))*|không\s+muộn\s+hơn|không\s+quá|(?:từ\s+nay\s+)?đến\s+hết"
    r"|đến\s+trước"
    r"|trong(?:\s+(?:thời\s+hạn|thời\s+gian|vòng))?|vào(?:\s+dịp)?|hết|đến|tới)(?:\s+(?:hết|ngày|là))?)\s+"
)
DONE = (
    r"(?<!quá\s)(?<!trễ\s)(?P<done>hoàn\s+thành|xong|thời\s+hạn|hạn\s+chót|hạn"
    r"|thời\s+gian(?:\s+hoàn\s+thành)?)(?:\s+(?:là|vào|:))?\s*:?\s+"
)
AT = (
    r"(?P<at>(?:tại|trước|trình)\s+(?:kỳ\s+họp|phiên\s+họp|hội\s+nghị|cuộc\s+họp)[^,.;\n]{0,40}?)\s+"
    r"(?:vào\s+|trong\s+)?"
)
CALENDAR = re.compile(
    rf"(?<!\w)(?:{CUE}(?:lúc\s+)?(?:\d{{1,2}}\s*(?:giờ|h)\s*(?:\d\d\s*(?:phút)?)?\s*,?\s*)?|{DONE}|{AT})(?:{D}|{DW}"
    rf"|{PERIOD})(?!\w)(?P<yearly>\s+(?:hằng|hàng|mỗi)\s+năm)?",
    re.IGNORECASE,
)
BARE = re.compile(
    rf"(?:{CUE}|{DONE})?(?:{D}|{DW}|{PERIOD})(?!\w)(?P<yearly>\s+(?:hằng|hàng|mỗi)\s+năm)?", re.IGNORECASE
)
RELATIVE = re.compile(
    rf"(?<!\w)(?P<lead>(?:trong|chậm\s+nhất|muộn\s+nhất|không\s+quá|sau|thời\s+hạn|hoàn\s+thành)"
    rf"(?:\s+(?:là|sau|trong|thời\s+hạn|thời\s+gian|vòng|không\s+quá|tối\s+đa))*)\s+{SPAN}(?!\w)",
    re.IGNORECASE,
)
AT_ONCE = re.compile(
    r"(?<!\w)ngay\s+(?:sau|khi|trong)\s+(?P<event>(?:khi\s+)?[^,.;:\n]{3,60})|(?<!\w)(?P<event2>sau\s+(?:hội\s+nghị"
    r"|đại\s+hội))(?!\w)",
    re.IGNORECASE,
)
CYCLE = r"(?P<cycle>ngày|tuần|tháng|quý|năm|kỳ)"
EVERY = r"(?:hằng|hàng|mỗi|từng)"
PERIODIC = re.compile(
    r"(?<!\w)(?:(?P<regular>định\s+kỳ)\s+)?(?:"
    r"(?:(?:chậm\s+nhất\s+(?:là\s+)?(?:vào\s+)?|trước\s+|vào\s+)?(?:ngày\s+)?(?:[0-3]?\d\s?[/-]\s?[01]?\d\s*(?:,"
    r"|và)\s*(?:ngày\s+)?)*"
    rf"(?P<yd>[0-3]?\d)\s?[/-]\s?(?P<ym>[01]?\d)\s+{EVERY}\s+năm)|"
    rf"(?:(?:chậm\s+nhất\s+(?:là\s+)?(?:vào\s+)?|trước\s+"
    rf"|vào\s+)?ngày\s+(?P<pd>[0-3]?\d)(?:\s*[,/-]?\s*tháng\s+(?P<pm>[01]?\d)"
    rf"|\s?[/-]\s?(?P<pm2>[01]?\d))?\s+(?:của\s+)?{EVERY}\s+{CYCLE})"
    r"|(?:(?:chậm\s+nhất\s+(?:là\s+)?(?:vào\s+)?|trước\s+|vào\s+)?ngày\s+(?P<qd>[0-3]?\d)\s+(?:của\s+)?tháng\s+"
    r"(?P<where>cuối|đầu|đầu\s+tiên(?:\s+của)?|cuối\s+cùng(?:\s+của)?)\s+(?:của\s+)?(?:mỗi\s+)?(?P<qcycle>quý|kỳ"
    r"|năm)(?P<next>\s+(?:sau|tiếp\s+theo))?)"
    rf"|(?P<weekday>(?:vào\s+)?(?:sáng\s+|chiều\s+)?(?:thứ\s+(?:hai|ba|tư|năm|sáu|bảy)|chủ\s+nhật)\s+{EVERY}\s+tuần)"
    r"|(?P<count>6|06|sáu|3|03|ba|9|hai|02|2)\s+tháng(?!\s+(?:đầu|cuối))(?:\s*(?:,|và"
    r"|/)\s*(?:một\s+)?(?P<also>1?\s*năm|lần))?"
    rf"(?:\s+(?:một|1)\s+lần)?(?=(?:\s*(?:,|và)\s*(?:hằng|hàng|một)\s+năm)|\s*[,.;]|\s+(?:báo\s+cáo|tổng\s+hợp"
    rf"|tham\s+mưu|sơ\s+kết)|$)"
    r"|(?P<often>(?:một|mỗi|hai|0?[1-9])\s+(?:tuần|tháng|quý|năm)\s+(?:một|hai|ba|0?[1-9])\s+lần|(?:0?[1-9]|một"
    r"|hai)\s+lần\s?/\s?(?:tuần|tháng|quý|năm))"
    rf"|{EVERY}\s+(?P<cycle2>tuần|tháng|quý|năm|kỳ)"
    r")(?!\w)",
    re.IGNORECASE,
)
OPEN = re.compile(
    r"(?<!\w)(?P<open>thường\s+xuyên(?:,\s*liên\s+tục)?|(?:trong|suốt|đến\s+hết|hết)\s+(?:cả\s+|suốt\s+)?nhiệm\s+kỳ"
    r"(?:\s+(?:này|(?:19|20)\d{2}\s?[-–]\s?(?:19|20)\d{2}))?|lâu\s+dài)(?!\w)",
    re.IGNORECASE,
)
WEAK_CUES = re.compile(r"^(?:đến(?! hết| trước)|tới|vào|trong)\b")
BEFORE_EVENT = re.compile(r"\s+(?P<event>trước\s+(?:khi|ngày|phiên|kỳ|hội nghị)[^,.;:\n]{0,60})", re.IGNORECASE)
BEFORE = re.compile(r"\btrước(?: hết)?$")
THIS_DOCUMENT = re.compile(
    r"(?:ban hành|ký(?! kết)|có hiệu lực|phát hành|nhận (?:được )?|tiếp nhận )(?P<what>.*)$", re.IGNORECASE
)
A_DOCUMENT = re.compile(
    r"^\s*(?:ban hành|ký)?\s*(?:$|này|(?:của )?(?:chỉ thị|nghị quyết|kết luận|kế hoạch|thông báo|công văn|quyết định"
    r"|hướng dẫn|chương "
    r"trình|quy định|quy chế|văn bản|công điện|đề án|thông tri)(?:\s+(?:này|có hiệu lực|kết luận|được ban hành)?|$))",
    re.IGNORECASE,
)
DAY_IN_EVENT = re.compile(
    r"^(\d{1,2})\s?[/.-]\s?(\d{1,2})\s?[/.-]\s?((?:19|20)\d{2})|^(\d{1,2}) tháng (\d{1,2}) năm (\d{4})"
)
QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
MONTHS_OF = {"ngày": 0, "tuần": 0, "tháng": 1, "quý": 3, "kỳ": 6, "năm": 12}
AND_LATER = re.compile(rf"\s*(?:,|và|-|–|đến|hoặc)\s*(?:{D}|{DW}|{PERIOD})(?!\w)", re.IGNORECASE)
