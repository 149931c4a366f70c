"""The templates that `workbench templates --copy` writes for an office to change in Word, made by the layout table."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from docx.document import Document
from docx.shared import Length, Mm, Pt

from workbench.documents.form_layout import FormLayout, layout_on
from workbench.documents.model import System
from workbench.export.docx_head import write_rule
from workbench.export.docx_page import document_bytes, layout_table, new_document, text_width, write, write_part
from workbench.export.docx_rules import bold_width, rule_below

DEFAULTS: dict[str, System] = {"mau-dang.docx": "party", "mau-nha-nuoc.docx": "state"}
"""File name of each template of our own, with whose form it takes."""

_LEFT = Mm(72)


def default_bytes(system: System, tables: Path | None = None) -> bytes:
    """A template in the form of the Party or the State as it holds today.

    Args:
        system: "party" or "state".
        tables: folder of the office's own tables, None for the shipped ones.
    """
    layout = layout_on(system, date.today(), tables)
    document = new_document("", layout=layout)
    _head(document, layout)
    _title(document, layout)
    _body(document)
    _foot(document, layout)
    _annexes(document)
    return document_bytes(document)


def _head(document: Document, layout: FormLayout) -> None:
    right = Length(text_width(layout) - _LEFT)
    table = layout_table(document, 2, (_LEFT, right))
    left, mottos = table.cell(0, 0), table.cell(0, 1)
    # A paragraph tag takes its paragraph away with it: an organ without one above it has no empty line.
    write(left.paragraphs[0], "{%p if parent %}")
    write_part(left.add_paragraph(), layout["co_quan_tren"], "{{ parent | upper }}")
    write(left.add_paragraph(), "{%p endif %}")
    write_part(left.add_paragraph(), layout["co_quan"], "{{ organ | upper }}")
    write_rule(left.add_paragraph, layout["co_quan"], "CƠ QUAN BAN HÀNH VĂN BẢN", _LEFT)
    used = False
    for key in ("tieu_de", "quoc_hieu", "tieu_ngu"):
        part = layout.get(key)
        if part is None:
            continue
        line = write_part(mottos.add_paragraph() if used else mottos.paragraphs[0], part, part.words)
        used = True
        if part.rule == "bằng chữ":
            rule_below(line, bold_width(part.words, part.size or 0), right)
    write_part(table.cell(1, 0).paragraphs[0], layout["so_ky_hieu"], "{{ symbol }}")
    write_part(table.cell(1, 1).paragraphs[0], layout["dia_danh_ngay"], "{{ place }}, {{ date }}")
    document.add_paragraph("{%p for label in labels %}")
    stamped = write_part(document.add_paragraph(), layout["luu_hanh"], "{{ label | upper }}")
    stamped.paragraph_format.space_before = Pt(6)
    document.add_paragraph("{%p endfor %}")


def _title(document: Document, layout: FormLayout) -> None:
    name = write_part(document.add_paragraph(), layout["ten_loai"], "{{ type | upper }}")
    name.paragraph_format.space_before = Pt(18)
    write_part(document.add_paragraph(), layout["trich_yeu"], "{{ title }}")
    write_rule(document.add_paragraph, layout["trich_yeu"], "trích yếu nội dung của văn bản", text_width(layout))
    document.add_paragraph()
    document.add_paragraph("{%p for addressee in addressees %}")
    greeting = layout["kinh_gui"]
    write_part(document.add_paragraph(), greeting, f"{greeting.words} {{{{ addressee }}}}")
    document.add_paragraph("{%p endfor %}")


def _body(document: Document) -> None:
    document.add_paragraph("{%p for section in sections %}")
    for level, condition in ((1, "if section.level == 1"), (2, "elif section.level == 2"), (3, "else")):
        document.add_paragraph(f"{{%p {condition} %}}")
        document.add_paragraph("{{ section.heading }}", f"Heading {level}")
    document.add_paragraph("{%p endif %}")
    document.add_paragraph("{%p for item in section.items %}")
    written = document.add_paragraph("{{ item.text }}", "Body Text")
    number = written.add_run("{% if item.note %}[{{ item.note }}]{% endif %}")
    number.font.superscript = True
    document.add_paragraph("{%p endfor %}")
    document.add_paragraph("{%p endfor %}")


def _foot(document: Document, layout: FormLayout) -> None:
    table = layout_table(document, 1, (_LEFT, Length(text_width(layout) - _LEFT)))
    left, right = table.cell(0, 0), table.cell(0, 1)
    write_part(left.paragraphs[0], layout["noi_nhan"], layout["noi_nhan"].words)
    left.add_paragraph("{%p for recipient in recipients %}")
    end = "{% if loop.last %}.{% else %}" + (";" if layout.system == "state" else ",") + "{% endif %}"
    write_part(left.add_paragraph(), layout["noi_nhan_danh_sach"], "- {{ recipient }}" + end)
    left.add_paragraph("{%p endfor %}")
    write_part(right.paragraphs[0], layout["quyen_han"], "{{ signer_authority }}")
    write_part(right.add_paragraph(), layout["chuc_vu"], "{{ signer_role }}")
    for _ in range(3):
        right.add_paragraph()
    write_part(right.add_paragraph(), layout["ho_ten"], "{{ signer_name }}")


def _annexes(document: Document) -> None:
    document.add_paragraph("{%p if notes %}")
    heading = document.add_paragraph("CHÚ THÍCH", "Heading 1")
    heading.paragraph_format.page_break_before = True
    document.add_paragraph("{%p for note in notes %}")
    write(document.add_paragraph(), "[{{ note.number }}] {{ note.text }}", size=11)
    document.add_paragraph("{%p endfor %}")
    document.add_paragraph("{%p endif %}")
    document.add_paragraph("{%p if sources %}")
    document.add_paragraph("DANH MỤC NGUỒN", "Heading 1")
    document.add_paragraph("{%p for source in sources %}")
    write(document.add_paragraph(), "{{ source.number }}. {{ source.name }}. {{ source.places }}", size=12)
    document.add_paragraph("{%p endfor %}")
    document.add_paragraph("{%p endif %}")
