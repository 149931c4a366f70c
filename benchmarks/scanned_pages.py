"""Makes pages as a scanner gives them: invented Vietnamese text, at a resolution, askew, grey and grainy.

`python -m benchmarks.scanned_pages FOLDER` fills a folder for the benchmark `ocr`.
"""

from __future__ import annotations

import argparse
import itertools
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont

FONTS = (
    "/usr/share/fonts/truetype/croscore/Tinos-Regular.ttf",
    "/usr/share/fonts/truetype/liberation/LiberationSerif-Regular.ttf",
    "/usr/share/fonts/truetype/dejavu/DejaVuSerif.ttf",
    "C:/Windows/Fonts/times.ttf",
)
PARAGRAPHS = (
    "Thực hiện Chương trình công tác năm 2026, Ban Thường vụ Huyện ủy Suối Mơ báo cáo kết quả lãnh đạo, chỉ đạo công "
    "tác chuyển đổi số trong các cơ quan đảng trên địa bàn huyện với những nội dung chủ yếu sau đây.",
    "1. Đã chỉ đạo 27/27 tổ chức cơ sở đảng xây dựng kế hoạch; 100% văn bản (trừ văn bản mật) được gửi, nhận trên hệ "
    "thống thông tin điều hành tác nghiệp, tăng 12,5% so với cùng kỳ năm 2025.",
    "2. Tổ chức 8 lớp tập huấn cho 462 lượt cán bộ, đảng viên về kỹ năng số; số hóa 15.340 trang tài liệu lưu trữ của "
    "Huyện ủy các khóa trước, bảo đảm an toàn, dễ tra cứu và đúng quy định.",
    "3. Một số chi bộ còn lúng túng khi lập hồ sơ điện tử; hạ tầng mạng ở các thôn vùng cao chưa ổn định, việc "
    "cập nhật cơ sở dữ liệu đảng viên ở vài nơi còn chậm so với yêu cầu.",
    "Thời gian tới, đề nghị các cấp ủy tiếp tục quán triệt nghị quyết của cấp trên, phân công rõ người, rõ việc, rõ "
    "thời hạn; định kỳ ngày 20 hằng tháng gửi báo cáo về Văn phòng Huyện ủy để tổng hợp.",
)
_A4 = 8.27, 11.69  # inches


def font_file() -> Path | None:
    """A font with Vietnamese letters, or None where there is none."""
    return next((path for path in map(Path, FONTS) if path.is_file() and _has_accents(path)), None)


def _has_accents(path: Path) -> bool:
    font = ImageFont.truetype(str(path), 40)
    missing = bytes(font.getmask("\uffff"))
    return all(bytes(font.getmask(letter)) != missing for letter in "ựỡẫ")


def draw_page(
    paragraphs: Sequence[str], *, dpi: int = 300, skew: float = 0.0, grain: float = 0.0, points: float = 14.0
) -> Image.Image:
    """One A4 page, grey.

    Args:
        paragraphs: its text; lines are wrapped to fit.
        dpi: its resolution.
        skew: by how many degrees the sheet lies askew, counter-clockwise.
        grain: standard deviation of the noise, in levels of 255.
        points: height of the font.

    Raises:
        OSError: there is no font with Vietnamese letters here.
    """
    path = font_file()
    if path is None:
        raise OSError("no font with Vietnamese letters here (Debian: fonts-croscore, fonts-dejavu-core)")
    font = ImageFont.truetype(str(path), round(points * dpi / 72))
    width, height = (round(side * dpi) for side in _A4)
    page = Image.new("L", (width, height), 250)
    canvas = ImageDraw.Draw(page)
    left, right, pitch = 1.1 * dpi, width - 0.8 * dpi, 1.35 * points * dpi / 72
    y = 0.9 * dpi
    for paragraph in paragraphs:
        x = left + 0.4 * dpi
        for word in paragraph.split():
            length = canvas.textlength(word, font)
            if x + length > right:
                x, y = left, y + pitch
            canvas.text((x, y), word, fill=25, font=font)
            x += length + canvas.textlength(" ", font)
        y += 1.5 * pitch
    if skew:
        page = page.rotate(skew, Image.Resampling.BICUBIC, fillcolor=250)
    if grain:
        noise = np.random.default_rng(7).normal(0, grain, (height, width))
        page = Image.fromarray(np.clip(np.asarray(page) + noise, 0, 255).astype(np.uint8))
    return page


def make(folder: Path) -> int:
    """Fill a folder with pages and their transcripts; how many."""
    folder.mkdir(parents=True, exist_ok=True)
    count = 0
    for dpi, skew, grain in itertools.product((150, 200, 300), (0.0, 1.7), (0.0, 25.0)):
        name = f"trang-{dpi}-{skew}-{grain:.0f}.png"
        draw_page(PARAGRAPHS, dpi=dpi, skew=skew, grain=grain).save(folder / name, dpi=(dpi, dpi))
        (folder / f"{name}.txt").write_text("\n".join(PARAGRAPHS), encoding="utf-8")
        count += 1
    return count


def main(argv: Sequence[str] | None = None) -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="where to put the pages")
    return make(parser.parse_args(argv).folder)


if __name__ == "__main__":
    main()
