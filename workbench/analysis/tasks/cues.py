"""The words around an assignment: what sets one, what tells that it is none (domain.md §6.1, §6.3)."""

from __future__ import annotations

import re

NUMBERING = re.compile(
    r"\s*(?:(?:Điều|Mục|Khoản)\s+\d+[a-z]?\s*[.:]\s*|[IVX]{1,5}\s*[-–.)]\s*|\d{1,2}(?:\.\d{1,2})*\s*[-.)/]*(?:\s*\[\d{1,3}\])?\s+"
    r"|[a-zđ]\d?\s*[).]\s*(?:\[\d{1,3}\]\s*)?|[-–+*•]+\s*)+"
)
ASSIGN = re.compile(
    r"(?<!\w)(?P<verb>giao\s+(?:trách\s+)?nhiệm\s+vụ\s+cho|giao\s+trách\s+nhiệm\s+cho|giao\s+cho|giao"
    r"|(?:(?:trân\s+trọng|kính)\s+)?đề\s+nghị|yêu\s+cầu"
    r"|phân\s+công|ủy\s+quyền\s+cho|kiến\s+nghị\s+với|kiến\s+nghị|thống\s+nhất\s+giao|đồng\s+ý\s+giao)\s+(?:với\s+"
    r"|cho\s+)?(?=\w)",
    re.IGNORECASE,
)
NOT_ASSIGNING = re.compile(
    r"(?:đã|được|theo|xét|những|việc|nhiệm vụ|từng|do|khi|nếu|các|sau khi|trường hợp|có quyền|văn bản|hồ sơ|quyền"
    r"|không|bàn|chuyển|phân|tự)\s+$",
    re.IGNORECASE,
)
ORDERS = re.compile(
    r"\s*(?:,\s*)?(?:thống nhất\s+|đồng ý\s+)?(?:giao|đề nghị|yêu cầu|phân công|kiến nghị|chỉ thị|kết luận)(?!\w)",
    re.IGNORECASE,
)
BY = re.compile(r"(?<!\w)(?:do|giao)\s+(?=\w)", re.IGNORECASE)
BY_ROLE = re.compile(
    r"\s*(?:làm\s+)?(?:chủ trì|thực hiện|đảm nhiệm|phụ trách|tham mưu|chịu trách nhiệm|hướng dẫn|đầu mối|làm đầu mối"
    r"|tổ chức)",
    re.IGNORECASE,
)
MODAL = re.compile(
    r"\s*(?:,\s*)?(?P<modal>(?:có\s+)?trách\s+nhiệm(?:\s+của)?|có\s+nhiệm\s+vụ|phải(?!\s+(?:bị|được))|cần"
    r"|sẽ(?!\\s+(?:được|bị))|tiếp\s+tục|căn\s+cứ|trên\s+cơ\s+sở|theo\s+(?:chức\s+năng"
    r"|thẩm\s+quyền|nhiệm\s+vụ|phân\s+công)|nghiêm\s+túc|không\s+để|là\s+đầu\s+mối)(?!\w)",
    re.IGNORECASE,
)
DONE = re.compile(
    r"\s*(?:,\s*)?(?:đã|vừa|đang|được|bị|còn|chưa|không(?!\s+(?:để|được))|gồm|bao gồm|có quyền|có thể|do|thuộc"
    r"|là(?!\s+đầu mối))(?!\w)",
    re.IGNORECASE,
)
CLAUSE_OF_UNIT = re.compile(
    r"\s*(?:có(?!\s+(?:trách nhiệm|nhiệm vụ|quyền|thể|kế hoạch|biện pháp|giải pháp|phương án|văn bản))|nơi|còn|chưa"
    r"|được giao)\s[^,.;:]{3,120}?\s(?=(?:báo cáo|rà soát|xây dựng|gửi|tổ chức|thực hiện"
    r"|chủ động|phải|khẩn trương|hoàn thành|tập trung|ban hành|kiểm điểm)(?!\w))"
)
LABEL = re.compile(
    r"(?:cơ quan|đơn vị|bộ phận|cấp|trách nhiệm)?\s*(?P<label>chủ trì(?: thực hiện)?|thực hiện|đầu mối"
    r"|phụ trách)\s*(?:thực hiện\s*)?:\s*",
    re.IGNORECASE,
)
LABEL_COOP = re.compile(r"(?:(?:cơ quan|đơn vị)\s+)?phối hợp(?:\s+thực hiện)?\s*:\s*", re.IGNORECASE)
LABEL_PRODUCT = re.compile(r"(?:sản phẩm|kết quả)(?:\s+(?:đầu ra|cần đạt))?\s*:\s*(?P<what>[^.;\n]+)", re.IGNORECASE)
COOPERATE = re.compile(
    r"(?<!\w)(?:phối\s+hợp(?:\s+(?:chặt\s+chẽ|kịp thời))?(?:,?\s+(?:thống\s+nhất|hướng dẫn))?\s+(?:với|cùng)"
    r"|cùng\s+với)\s+",
    re.IGNORECASE,
)
TARGET = re.compile(r"(?:phấn\s+đấu|mục\s+tiêu|chỉ\s+tiêu)(?!\w)", re.IGNORECASE)
PAST = re.compile(
    r"(?:tính|chốt|phát sinh|số liệu|có hiệu lực|đã\s[^,;.]{2,40}|được\s(?:cấp|ban hành|phê duyệt|kết nạp|giao|ký"
    r"|thành lập)[^,;.]{0,30}|(?:số liệu|tính|kỳ)\s[^,;]{0,40}từ\s(?:ngày|tháng|năm)\s[^,;.]{2,30}|kết nạp|sinh)\s+$",
    re.IGNORECASE,
)
FORMULA = re.compile(
    r"(?:(?:quan tâm|nghiêm túc|khẩn trương|kịp thời|phối hợp|chủ động|lãnh đạo|chỉ đạo|tổ chức|triển khai|thực hiện"
    r"|thi hành|chịu trách nhiệm|và|có trách nhiệm"
    r"|phải|tập trung|tốt|nghiêm|biết|các nội dung trên|chấp hành|(?:quyết định|chỉ thị|kế hoạch|kết luận|công điện"
    r"|quy chế|quy định|thông báo|nghị quyết|thông tư|hướng dẫn|nội dung)"
    r"(?: (?:này|trên))?)[\s,./]*)+$",
    re.IGNORECASE,
)
LEAD_IN = re.compile(
    r"(?:(?:nhiệm vụ|nội dung|công việc|giải pháp|việc|vấn đề|yêu cầu|công tác)(?:[^.:;]{0,40})?\s+(?:sau"
    r"|dưới đây)(?:\s+đây)?|như sau|cụ thể)\s*:?\s*$",
    re.IGNORECASE,
)
OPENING = re.compile(
    r"(?:căn cứ|trên cơ sở|trong|trước|chậm nhất|muộn nhất|định kỳ|hằng|hàng|sau|để|từ|thực hiện|nhằm|đồng thời"
    r"|ngoài ra|riêng|khi|mỗi|theo|ngay|đến|hết|vào|đối với|quá trình)(?!\w)",
    re.IGNORECASE,
)
EACH = re.compile(r"(?:mỗi|từng)\s", re.IGNORECASE)
QUOTED = re.compile(r"[\"“][^\"”\n]{25,}[\"”]")
# "Bộ trưởng … ban hành Thông tư …": the words by which a document is made, no task.
ENACTS = re.compile(
    r"\s*ban hành\s+(?:Luật|Nghị quyết|Nghị định|Quyết định|Thông tư|Quy định|Chỉ thị|Quy chế|Kết luận|Hướng dẫn"
    r"|Kế hoạch)(?!\w)"
)
# "Cơ quan quản lý cơ sở dữ liệu … có trách nhiệm": all before these words names the unit, verbs and all.
DUTY = re.compile(r"[^;:.\n]{0,160}?(?=\s+có\s+(?:trách\s+nhiệm|nhiệm\s+vụ)(?!\w))")
