"""E-mails and saved pages: the text people wrote, whatever program wrapped it."""

from __future__ import annotations

import base64
import quopri
import unicodedata
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from workbench.archive.containers import unpack
from workbench.archive.readers import eml, read_file
from workbench.errors import UnreadableFile

SENT = 133_862_202_000_000_000  # 12 March 2025, 02:30 UTC, in 100 ns since 1601


@pytest.fixture
def mailed(tmp_path: Path) -> Callable[..., Path]:
    """Write bytes as a .eml."""

    def write(data: bytes | EmailMessage, name: str = "thư.eml") -> Path:
        path = tmp_path / name
        path.write_bytes(bytes(data))
        return path

    return write


def message(**headers: str) -> EmailMessage:
    made = EmailMessage()
    for name, value in headers.items():
        made[name] = value
    return made


def cp1258(text: str) -> bytes:
    """The text in the code page of Vietnamese Windows: one byte for â, ê, ơ …, the tone as a sign behind it."""
    tones = "\u0300\u0301\u0303\u0309\u0323"
    out = ""
    for letter in text:
        marks = unicodedata.normalize("NFD", letter)
        out += unicodedata.normalize("NFC", "".join(mark for mark in marks if mark not in tones))
        out += "".join(mark for mark in marks if mark in tones)
    return out.encode("cp1258")


def test_the_head_stands_before_the_text(mailed: Callable[..., Path]) -> None:
    letter = message(
        From="Nguyễn Văn An <an@vidu.vn>",
        To="Văn phòng <vp@vidu.vn>",
        Cc="Trần Thị Bình <binh@vidu.vn>",
        Date="Wed, 12 Mar 2025 02:30:00 +0000",
        Subject="Báo cáo quý I",
    )
    letter.set_content("Kính gửi Văn phòng,\nXin gửi báo cáo quý I.\n", cte="quoted-printable")
    assert read_file(mailed(letter)).text.split("\n") == [
        "Từ: Nguyễn Văn An <an@vidu.vn>",
        "Đến: Văn phòng <vp@vidu.vn>",
        "Đồng gửi: Trần Thị Bình <binh@vidu.vn>",
        "Ngày: 12/03/2025 09:30",
        "Tiêu đề: Báo cáo quý I",
        "Kính gửi Văn phòng,",
        "Xin gửi báo cáo quý I.",
    ]


def test_the_plain_text_is_taken_before_the_html(mailed: Callable[..., Path]) -> None:
    letter = message(Subject="A")
    letter.set_content("Bản chữ thường.")
    letter.add_alternative("<p>Bản HTML.</p>", subtype="html")
    assert read_file(mailed(letter)).text == "Tiêu đề: A\nBản chữ thường."


def test_html_alone_is_read_whole(mailed: Callable[..., Path]) -> None:
    letter = message(Subject="A")
    letter.set_content(
        "<html><head><title>x</title><style>p{}</style></head><body><p>Kính gửi Phòng,</p>"
        "<table><tr><td>Xã</td><td>125</td></tr></table><div>Trân trọng</div></body></html>",
        subtype="html",
    )
    raw = read_file(mailed(letter))
    assert raw.text.split("\n") == ["Tiêu đề: A", "Kính gửi Phòng,", "Xã\t125", "Trân trọng"]
    ((first, second),) = [table.cells for table in raw.tables]
    assert [raw.text[cell.start : cell.end] for cell in (first, second)] == ["Xã", "125"]


@pytest.mark.parametrize("charset", ["utf-8", "cp1258"])
@pytest.mark.parametrize("declared", [True, False])
def test_text_is_read_in_the_charset_it_is_in(mailed: Callable[..., Path], charset: str, declared: bool) -> None:
    text = "Kính gửi Huyện ủy, xin gửi báo cáo kết quả thực hiện nghị quyết về cải cách hành chính."
    body = text.encode() if charset == "utf-8" else cp1258(text)
    head = f"From: a@vidu.vn\nContent-Type: text/plain{f'; charset={charset}' if declared else ''}\n"
    head += "Content-Transfer-Encoding: quoted-printable\n\n"
    assert read_file(mailed(head.encode() + quopri.encodestring(body))).text == f"Từ: a@vidu.vn\n{text}"


def test_a_wrong_charset_in_the_head_does_not_spoil_the_text(mailed: Callable[..., Path]) -> None:
    text = "Ủy ban nhân dân huyện kính đề nghị Sở xem xét, giải quyết theo thẩm quyền."
    head = b"From: a@vidu.vn\nContent-Type: text/plain; charset=iso-8859-1\nContent-Transfer-Encoding: 8bit\n\n"
    assert read_file(mailed(head + text.encode())).text.endswith(text)


def test_heads_are_decoded_however_they_were_cut(mailed: Callable[..., Path]) -> None:
    raw = "Đề nghị báo cáo".encode()
    cut = b" ".join(b"=?UTF-8?B?" + base64.b64encode(piece) + b"?=" for piece in (raw[:1], raw[1:8], raw[8:]))
    data = b"Subject: " + cut + b"\nFrom: " + "Nguyễn Văn Ân".encode() + b" <an@vidu.vn>\n\nXin"
    lines = read_file(mailed(data)).text.split("\n")
    assert lines == ["Từ: Nguyễn Văn Ân <an@vidu.vn>", "Tiêu đề: Đề nghị báo cáo", "Xin"]
    assert eml.words("=?utf-8?q?B=C3=A1o_c=C3=A1o?= quý I") == "Báo cáo quý I"
    assert eml.words("Re: =?UTF-8?B?w6E=?= =?UTF-8?B?w6A=?=") == "Re: áà"


def test_lines_wrapped_for_sending_are_joined(mailed: Callable[..., Path]) -> None:
    head = "From: a@vidu.vn\nContent-Type: text/plain; charset=utf-8; format=flowed\n\n"
    data = head + "Một câu dài \nđược cắt.\nCâu hai."
    assert read_file(mailed(data.encode())).text.split("\n") == ["Từ: a@vidu.vn", "Một câu dài được cắt.", "Câu hai."]


def test_attachments_come_out_and_pictures_of_the_signature_do_not(mailed: Callable[..., Path], folder: Path) -> None:
    inner = message(Subject="Thư bên trong")
    inner.set_content("Nội dung thư bên trong.")
    letter = message(Subject="A")
    letter.set_content("Xem tệp kèm.")
    letter.add_alternative("<p>Xem tệp kèm. <img src='cid:1'></p>", subtype="html")
    letter.add_attachment(b"mot", maintype="application", subtype="msword", filename="Báo cáo quý I.doc")
    letter.add_attachment("hai", filename="../ghi chú.txt")
    letter.add_attachment(inner)
    letter.add_attachment(b"\x89PNG", maintype="image", subtype="png", filename="image001.png", disposition="inline")
    letter.add_attachment(b"\x89PNG", maintype="image", subtype="png", disposition="inline")
    path = mailed(letter)
    members = {member.name: member.file for member in unpack(path, folder)}
    assert list(members) == ["Báo cáo quý I.doc", "ghi chú.txt", "Thư bên trong.eml"]
    assert [file.suffix for file in members.values() if file] == [".doc", ".txt", ".eml"]
    assert members["Báo cáo quý I.doc"]
    assert members["Báo cáo quý I.doc"].read_bytes() == b"mot"
    assert members["Thư bên trong.eml"]
    assert read_file(members["Thư bên trong.eml"]).text == "Tiêu đề: Thư bên trong\nNội dung thư bên trong."
    assert read_file(path).text == "Tiêu đề: A\nXem tệp kèm."
    assert read_file(path).notes == ("Thư có 3 tệp đính kèm.",)


def test_a_mark_in_the_subject_or_on_an_attachment_reaches_the_gate(mailed: Callable[..., Path]) -> None:
    letter = message(Subject="[MẬT] Báo cáo")
    letter.set_content("Nội dung.")
    assert read_file(mailed(letter)).margins == "MẬT"
    letter = message(Subject="Báo cáo")
    letter.set_content("Nội dung.")
    letter.add_attachment(b"1", maintype="application", subtype="pdf", filename="(Tối mật) kế hoạch.pdf")
    assert read_file(mailed(letter)).margins == "TỐI MẬT"


def test_a_letter_of_outlook_is_read(outlook: Callable[..., Path], folder: Path) -> None:
    inner: dict[Any, Any] = {0x0037: "Thư bên trong", 0x1000: "Nội dung thư bên trong.", 0x0039: SENT}
    path = outlook(
        "thư.msg",
        {
            0x0C1A: "Nguyễn Văn An",
            0x5D01: "an@vidu.vn",
            0x0E04: "Văn phòng",
            0x0037: "Báo cáo quý I",
            0x0039: SENT,
            0x1000: "Kính gửi Văn phòng,\r\nXin gửi báo cáo.",
            "attachments": [
                {0x3707: "Báo cáo.docx", 0x3701: b"mot"},
                {0x3707: "image001.png", 0x3701: b"\x89PNG", 0x3712: "anh@1"},
                {0x3707: "ở máy chủ.docx", 0x3705: 4},
                {0x3701: inner},
            ],
        },
    )
    assert read_file(path).text.split("\n") == [
        "Từ: Nguyễn Văn An <an@vidu.vn>",
        "Đến: Văn phòng",
        "Ngày: 12/03/2025 09:30",
        "Tiêu đề: Báo cáo quý I",
        "Kính gửi Văn phòng,",
        "Xin gửi báo cáo.",
    ]
    members = {member.name: member for member in unpack(path, folder)}
    assert list(members) == ["Báo cáo.docx", "ở máy chủ.docx", "Thư bên trong.eml"]
    assert members["Báo cáo.docx"].file
    assert members["Báo cáo.docx"].file.read_bytes() == b"mot"
    assert "không chứa nội dung" in members["ở máy chủ.docx"].reason
    assert members["Thư bên trong.eml"].file
    text = read_file(members["Thư bên trong.eml"].file).text
    assert text == "Ngày: 12/03/2025 09:30\nTiêu đề: Thư bên trong\nNội dung thư bên trong."


def test_a_letter_of_outlook_in_html_or_an_old_code_page_is_read(outlook: Callable[..., Path]) -> None:
    html = "<html><body><p>Kính gửi Phòng,</p><p>Xin báo cáo.</p></body></html>".encode()
    assert read_file(outlook("a.msg", {0x0037: "A", 0x1013: html})).text == "Tiêu đề: A\nKính gửi Phòng,\nXin báo cáo."
    old = outlook("b.msg", {0x0037: "Bao cao", 0x3FFD: 65001, 0x1000: "Kính gửi Phòng"}, "utf-8")
    assert read_file(old).text == "Tiêu đề: Bao cao\nKính gửi Phòng"


def test_another_file_of_office_is_no_letter(compound: Callable[..., bytes], tmp_path: Path) -> None:
    path = tmp_path / "a.msg"
    path.write_bytes(compound({"WordDocument": bytes(600)}))
    with pytest.raises(UnreadableFile, match=r"đuôi \.msg nhưng bên trong là tệp Office đời cũ"):
        read_file(path)


def test_a_page_saved_as_one_file_is_read_without_its_surroundings(tmp_path: Path) -> None:
    page = "<html><head><title>Nghị quyết</title></head><body><nav>Trang chủ</nav><article><h1>Nghị quyết</h1>"
    page += "<p>Nội dung của nghị quyết về phát triển kinh tế.</p></article></body></html>"
    parts = [
        "From: <Saved by Blink>\nSubject: Nghị quyết\nMIME-Version: 1.0\nContent-Type: multipart/related;\n"
        '\ttype="text/html";\n\tboundary="ranh"\n',
        "--ranh\nContent-Type: image/png\nContent-Transfer-Encoding: base64\n\niVBORw0KGgo=\n",
        "--ranh\nContent-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n",
        quopri.encodestring(page.encode()).decode() + "\n--ranh--\n",
    ]
    path = tmp_path / "trang.mhtml"
    path.write_text("\n".join(parts), encoding="utf-8")
    assert read_file(path).text == "Nghị quyết\nNội dung của nghị quyết về phát triển kinh tế."


def test_a_saved_page_without_a_page_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "trang.mht"
    path.write_text("MIME-Version: 1.0\nContent-Type: text/plain\n\nxin chào", encoding="utf-8")
    with pytest.raises(UnreadableFile, match="không có trang web bên trong"):
        read_file(path)


def test_a_text_that_is_no_letter_is_refused(mailed: Callable[..., Path]) -> None:
    with pytest.raises(UnreadableFile, match="không phải thư điện tử"):
        read_file(mailed("Kính gửi Văn phòng,\n\nNội dung".encode()))


def test_mails_nested_without_end_are_refused_before_they_are_read(mailed: Callable[..., Path]) -> None:
    data = b"".join(b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (n, n) for n in range(3000))
    with pytest.raises(UnreadableFile, match="lồng quá nhiều"):
        read_file(mailed(b"From: a@b\n" + data))


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(raw=st.text(max_size=80) | st.from_regex(r"(=\?[a-z0-9-]{0,8}\?[bqBQ]\?[A-Za-z0-9=_+/]{0,20}\?= ?){0,4}"))
def test_any_field_of_a_head_gives_text(raw: str) -> None:
    eml.words(raw).encode("utf-8", "surrogatepass")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(places=st.lists(st.tuples(st.floats(0, 0.999), st.integers(0, 255)), max_size=10), cut=st.floats(0.05, 1))
def test_a_damaged_letter_gives_text_or_a_reason(
    mailed: Callable[..., Path], tmp_path: Path, places: list[tuple[float, int]], cut: float
) -> None:
    letter = message(Subject="Báo cáo", Date="Wed, 12 Mar 2025 02:30:00 +0000")
    letter.set_content("Xem tệp kèm.")
    letter.add_alternative("<p>Xem</p>", subtype="html")
    letter.add_attachment(b"mot", maintype="application", subtype="msword", filename="Báo cáo quý I.doc")
    data = bytearray(bytes(letter))
    for share, value in places:
        data[int(share * len(data))] = value
    path = mailed(bytes(data[: int(cut * len(data))]))
    inner = tmp_path / "scratch"
    inner.mkdir(exist_ok=True)
    for action in (read_file, lambda path: unpack(path, inner)):
        try:
            action(path)
        except UnreadableFile as refusal:
            assert refusal.message  # noqa: PT017 - any other exception fails the test
