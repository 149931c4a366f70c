"""Writes a document as a page of the invented province's sites, with the menus and notices such pages carry."""

from __future__ import annotations

from html import escape

from tools.sample_archive.model import Block, Spec

_PORTAL_MENU = ("Trang chủ", "Giới thiệu", "Tin tức - Sự kiện", "Văn bản chỉ đạo", "Học tập và làm theo Bác", "Liên hệ")
_PORTAL_SIDE = (
    "Lịch công tác tuần của Thường trực Tỉnh ủy",
    "Hỏi đáp về thủ tục chuyển sinh hoạt đảng",
    "Thư viện ảnh: Lễ hội đua thuyền sông Trầm năm nay",
    "Thi trực tuyến tìm hiểu lịch sử Đảng bộ tỉnh",
)
_GAZETTE_MENU = ("Trang chủ", "Công báo", "Văn bản của HĐND", "Văn bản của UBND", "Góp ý dự thảo", "Sơ đồ trang")


def write(spec: Spec) -> bytes:
    """The bytes of the page, in UTF-8."""
    pages = {"gazette": _gazette, "old": _old}
    return pages.get(spec.style, _portal)(spec).encode("utf-8")


def _title(spec: Spec) -> str:
    return f"{spec.type} {spec.subject}" if spec.type else spec.subject


def _portal(spec: Spec) -> str:
    menu = "\n".join(f'      <li><a href="#">{item}</a></li>' for item in _PORTAL_MENU)
    side = "\n".join(f'      <li><a href="#">{item}</a></li>' for item in _PORTAL_SIDE)
    return f"""<!DOCTYPE html>
<html lang="vi">
<head>
  <meta charset="utf-8">
  <title>{escape(_title(spec))} - Trang thông tin điện tử Đảng bộ tỉnh Lam Nguyên</title>
  <style>.menu li {{ display: inline; }} .so {{ text-align: center; }}</style>
  <script>window.dem = 1; // bộ đếm lượt truy cập</script>
</head>
<body>
  <header><a href="#">Đảng bộ tỉnh Lam Nguyên</a>
    <form action="#"><input type="search" placeholder="Nhập từ khóa tìm kiếm"></form>
  </header>
  <nav class="menu"><ul>
{menu}
  </ul></nav>
  <main>
  <p class="breadcrumb">Trang chủ &rsaquo; Văn bản chỉ đạo &rsaquo; {escape(spec.type or "Công văn")}</p>
  <article>
{_body(spec)}
  </article>
  <div class="share">Chia sẻ bài viết: <a href="#">In trang</a> | <a href="#">Gửi thư điện tử</a></div>
  </main>
  <aside><h3>Tin liên quan</h3><ul>
{side}
  </ul></aside>
  <footer><p>Cơ quan chủ quản: Tỉnh ủy Lam Nguyên. Địa chỉ: số 1, đường Bến Đá, phường Trầm Giang.
  Thư điện tử: banbientap@lamnguyen.example. Ghi rõ nguồn khi phát hành lại thông tin từ trang này.</p></footer>
</body>
</html>
"""


def _gazette(spec: Spec) -> str:
    menu = " | ".join(f'<a href="#">{item}</a>' for item in _GAZETTE_MENU)
    facts = (
        ("Số ký hiệu", spec.symbol or ""),
        ("Loại văn bản", spec.type or "Công văn"),
        ("Cơ quan ban hành", spec.issuer.label),
        ("Ngày ban hành", f"{spec.date:%d/%m/%Y}" if spec.date else ""),
        ("Trích yếu", spec.subject),
    )
    rows = "\n".join(f"    <tr><th>{name}</th><td>{escape(value)}</td></tr>" for name, value in facts)
    return f"""<!DOCTYPE html>
<html lang="vi">
<head><meta charset="utf-8"><title>Cơ sở dữ liệu văn bản tỉnh Lam Nguyên: {escape(spec.symbol or "")}</title></head>
<body>
<div id="top-menu">{menu}</div>
<div id="thuoc-tinh"><h2>Thuộc tính văn bản</h2>
  <table class="thuoc-tinh">
{rows}
  </table>
</div>
<div id="noi-dung">
{_body(spec)}
</div>
<div id="cung-loai"><h3>Văn bản cùng loại</h3><ul><li><a href="#">Xem thêm…</a></li></ul></div>
<div id="chan-trang">Lượt truy cập: 120.457. Bản quyền thuộc Ủy ban nhân dân tỉnh Lam Nguyên.</div>
</body>
</html>
"""


def _old(spec: Spec) -> str:
    return f"""<html>
<head><meta http-equiv="Content-Type" content="text/html; charset=utf-8"><title>{escape(_title(spec))}</title></head>
<body bgcolor="#ffffff">
<table width="900" border="0"><tr><td colspan="2"><font size="5">TRANG TIN NỘI BỘ TỈNH LAM NGUYÊN</font></td></tr>
<tr><td width="160" valign="top"><a href="#">Trang chính</a><br><a href="#">Lịch tuần</a><br><a href="#">Danh bạ</a><br>
<a href="#">Biểu mẫu</a><br><a href="#">Góp ý</a></td>
<td valign="top">
{_body(spec)}
</td></tr>
<tr><td colspan="2"><hr>Trang được trình bày tốt nhất ở độ phân giải 1024 x 768.</td></tr></table>
</body>
</html>
"""


def _body(spec: Spec) -> str:
    left = "<br>".join(escape(line) for line in (spec.issuer.parent, spec.issuer.name) if line)
    star = "*" if spec.issuer.system == "party" else "-------"
    right = "<br>".join(f"<b>{escape(line)}</b>" for line in spec.motto)
    parts = [
        '<table class="so" width="100%"><tr>',
        f"<td>{left}<br>{star}<br>{escape(spec.symbol_line)}</td>",
        f"<td>{right}<br>-------<br><i>{escape(spec.date_line)}</i></td>",
        "</tr></table>",
    ]
    if spec.mark:
        parts.append(f"<p><b>{escape(spec.mark)}</b></p>")
    if spec.type is None:
        parts.append(f"<p><i>{escape(spec.subject)}</i></p>")
    else:
        parts.append(f'<h1 align="center">{escape(spec.type.upper())}</h1>')
        parts.append(f'<p align="center"><b>{escape(spec.subject)}</b><br>-----</p>')
    parts += [
        f"<p>{'Kính gửi: ' if number == 0 else '- '}{escape(name)}</p>" for number, name in enumerate(spec.addressees)
    ]
    parts += [_block(block) for block in spec.blocks]
    recipients = "<br>".join(escape(f"- {name}") for name in spec.recipients)
    sign = "<br>".join(f"<b>{escape(line)}</b>" for line in spec.sign if line)
    parts.append(
        f'<table width="100%"><tr><td><u>Nơi nhận:</u><br>{recipients}</td><td align="center">{sign}</td></tr></table>'
    )
    return "\n".join(parts)


def _block(block: Block) -> str:
    if block.kind == "break":
        return "<hr>"
    if block.kind == "table":
        rows = []
        for number, row in enumerate(block.rows):
            tag = "th" if number == 0 else "td"
            rows.append("<tr>" + "".join(f"<{tag}>{escape(cell)}</{tag}>" for cell in row) + "</tr>")
        return '<table border="1">' + "\n".join(rows) + "</table>"
    words = escape(block.text)
    forms = {
        "heading": f"<h2>{words}</h2>",
        "subheading": f"<p><strong>{words}</strong></p>",
        "minor": f"<p><em>{words}</em></p>",
        "centre": f'<p align="center"><b>{words}</b></p>',
        "ground": f"<p>{words}</p>",
    }
    return forms.get(block.kind, f"<p>{words}</p>")
