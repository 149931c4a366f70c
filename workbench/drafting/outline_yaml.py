"""Outlines as YAML: read with the line of every field, so that a mistake is told where it is.

The file is only composed (`yaml.compose` with the safe loader), never constructed: nothing in it can make an object.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import NoReturn, TypeVar, cast

import yaml

from workbench.documents.model import System
from workbench.documents.sections import SECTIONS, heading_section
from workbench.drafting.outline import FILLS, PLACEHOLDERS, SENTENCES, Outline, OutlineSection, unknown_placeholders
from workbench.errors import OutlineError

MOST_BYTES = 256 * 1024
MOST_SECTIONS = 200
MOST_SENTENCES = 100

KEY = re.compile(r"[a-z0-9][a-z0-9_]{0,59}", re.ASCII)
"""What a key of an outline or a section looks like."""

_SYSTEMS: Mapping[str, System] = {"dang": "party", "nha_nuoc": "state"}
_FIELDS = ("khoa", "ten", "loai", "he", "trich_yeu", "nguon", "muc")
_SECTION_FIELDS = (
    "khoa", "tieu_de", "cap", "chua_muc_con", "huong_dan", "lay_tu", "chu_de", "so_cau", "liet_ke_van_ban",
)  # fmt: skip

_Value = TypeVar("_Value")
_Fields = dict[str, yaml.Node]


def parse_outline(text: str, name: str) -> Outline:
    """The outline that a YAML text describes.

    Args:
        text: the text of the file.
        name: the file, as messages name it.

    Raises:
        OutlineError: it is no YAML, or no outline; the message names file, line and field.
    """
    return _Reader(name).outline(text)


class _Reader:
    def __init__(self, name: str) -> None:
        self._name = name

    def outline(self, text: str) -> Outline:
        if len(text.encode("utf-8", "surrogatepass")) > MOST_BYTES:
            self._fail(None, "", f"tệp quá lớn (đề cương không quá {MOST_BYTES // 1024} KB)", "Hãy xóa phần thừa.")
        try:
            top = yaml.compose(text, Loader=yaml.SafeLoader)
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            line = mark.line + 1 if mark else None
            self._fail(
                line, "", "không đúng dạng YAML", "Hãy xem lại dấu hai chấm, dấu ngoặc kép và chỗ thụt đầu dòng."
            )
        except (yaml.YAMLError, RecursionError, ValueError):
            self._fail(None, "", "không đúng dạng YAML", "Hãy lưu tệp dạng UTF-8 và bỏ ký tự lạ.")
        if not isinstance(top, yaml.MappingNode):
            self._fail(1, "", "chưa có nội dung của đề cương", f"Tệp phải có các mục: {', '.join(_FIELDS)}.")
        fields = self._fields(top, _FIELDS, "")
        sections = self._sections(self._needed(fields, "muc", top, ""))
        key = self._key(self._needed(fields, "khoa", top, ""), "khoa")
        title = self._pattern(fields.get("trich_yeu"), "trich_yeu")
        return Outline(
            key=key,
            name=self._text(fields.get("ten"), "ten") or key,
            sections=sections,
            type_name=self._text(fields.get("loai"), "loai") or "Báo cáo",
            system=self._one_of(fields.get("he"), "he", _SYSTEMS, "party"),
            title=title,
            sources=self._texts(fields.get("nguon"), "nguon"),
        )

    def _sections(self, node: yaml.Node) -> tuple[OutlineSection, ...]:
        if not isinstance(node, yaml.SequenceNode) or not node.value:
            self._fail(_line(node), "muc", "phải là danh sách các mục", "Mỗi mục bắt đầu bằng “- khoa: …”.")
        if len(node.value) > MOST_SECTIONS:
            self._fail(_line(node), "muc", f"có quá {MOST_SECTIONS} mục", "Hãy gộp bớt mục.")
        found: list[OutlineSection] = []
        for number, one in enumerate(node.value, start=1):
            section = self._section(one, f"muc {number}")
            if any(section.key == other.key for other in found):
                self._fail(
                    _line(one), f"muc {number} – khoa", f"khóa “{section.key}” đã dùng ở mục trên", "Hãy đặt khóa khác."
                )
            found.append(section)
        return tuple(found)

    def _section(self, node: yaml.Node, place: str) -> OutlineSection:
        if not isinstance(node, yaml.MappingNode):
            self._fail(_line(node), place, "phải có “khoa” và “tieu_de”", "Hãy viết theo mẫu của đề cương có sẵn.")
        fields = self._fields(node, _SECTION_FIELDS, f"{place} – ")

        def at(name: str) -> str:
            return f"{place} – {name}"

        key = self._key(self._needed(fields, "khoa", node, f"{place} – "), at("khoa"))
        self._needed(fields, "tieu_de", node, f"{place} – ")
        heading = self._pattern(fields.get("tieu_de"), at("tieu_de"))
        topics = self._texts(fields.get("chu_de"), at("chu_de"))
        is_parent = self._truth(fields.get("chua_muc_con"), at("chua_muc_con"))
        if "lay_tu" in fields:
            fill = self._texts(fields["lay_tu"], at("lay_tu"))
            for one in fill:
                if one not in FILLS:
                    self._fail(
                        _line(fields["lay_tu"]),
                        at("lay_tu"),
                        f"không có loại câu “{one}”",
                        f"Chọn: {', '.join(FILLS)}.",
                    )
        else:
            fill = () if is_parent else default_fill(key, heading)
        return OutlineSection(
            key=key,
            heading=heading,
            level=self._number(fields.get("cap"), at("cap"), 1, 0, 6),
            is_parent=is_parent,
            guidance=self._text(fields.get("huong_dan"), at("huong_dan")),
            fill=fill,
            topics=topics,
            sentences=self._number(fields.get("so_cau"), at("so_cau"), SENTENCES, 0, MOST_SENTENCES),
            lists_documents=self._truth(fields.get("liet_ke_van_ban"), at("liet_ke_van_ban")),
        )

    # -- values -----------------------------------------------------------------------------------------------

    def _fields(self, node: yaml.MappingNode, known: tuple[str, ...], place: str) -> _Fields:
        fields: _Fields = {}
        for name, value in node.value:
            word = name.value if isinstance(name, yaml.ScalarNode) else ""
            if word not in known:
                self._fail(
                    _line(name), f"{place}{word}", "mục này không dùng trong đề cương", f"Chọn: {', '.join(known)}."
                )
            if word in fields:
                self._fail(_line(name), f"{place}{word}", "ghi hai lần", "Hãy xóa một dòng.")
            fields[word] = value
        return fields

    def _needed(self, fields: _Fields, name: str, parent: yaml.Node, place: str) -> yaml.Node:
        if name not in fields:
            self._fail(_line(parent), f"{place}{name}", "còn thiếu", f"Hãy thêm dòng “{name}: …”.")
        return fields[name]

    def _text(self, node: yaml.Node | None, place: str) -> str:
        if node is None:
            return ""
        if not isinstance(node, yaml.ScalarNode):
            self._fail(_line(node), place, "phải là một dòng chữ", "Hãy đặt chữ trong ngoặc kép.")
        return "" if node.tag == "tag:yaml.org,2002:null" else " ".join(cast("str", node.value).split())

    def _texts(self, node: yaml.Node | None, place: str) -> tuple[str, ...]:
        if not isinstance(node, yaml.SequenceNode):
            text = self._text(node, place)
            return (text,) if text else ()
        return tuple(text for one in node.value[:MOST_SECTIONS] if (text := self._text(one, place)))

    def _pattern(self, node: yaml.Node | None, place: str) -> str:
        text = self._text(node, place)
        for name in unknown_placeholders(text):
            known = ", ".join(f"{{{one}}}" for one in PLACEHOLDERS)
            self._fail(_line(node), place, f"không có chỗ điền “{{{name}}}”", f"Chọn: {known}.")
        return text

    def _key(self, node: yaml.Node, place: str) -> str:
        text = self._text(node, place)
        if not KEY.fullmatch(text):
            self._fail(
                _line(node), place, f"khóa “{text}” không hợp lệ", "Khóa chỉ gồm chữ thường không dấu, chữ số và “_”."
            )
        return text

    def _truth(self, node: yaml.Node | None, place: str) -> bool:
        return self._one_of(node, place, {"co": True, "khong": False, "true": True, "false": False}, False)

    def _number(self, node: yaml.Node | None, place: str, default: int, least: int, most: int) -> int:
        text = self._text(node, place)
        if not text:
            return default
        number = int(text) if re.fullmatch(r"\d{1,4}", text, re.ASCII) else -1
        if not least <= number <= most:
            self._fail(_line(node), place, f"“{text}” không phải số từ {least} đến {most}", "Hãy sửa lại số.")
        return number

    def _one_of(self, node: yaml.Node | None, place: str, values: Mapping[str, _Value], default: _Value) -> _Value:
        text = self._text(node, place)
        if not text:
            return default
        if text not in values:
            self._fail(_line(node), place, f"không hiểu “{text}”", f"Chọn: {', '.join(values)}.")
        return values[text]

    def _fail(self, line: int | None, field: str, what: str, advice: str) -> NoReturn:
        where = (f", dòng {line}" if line else "") + (f", mục “{field}”" if field else "")
        raise OutlineError(f"Tệp đề cương “{self._name}”{where}: {what}.", advice)


def default_fill(key: str, heading: str, section_of: Callable[[str], str | None] = heading_section) -> tuple[str, ...]:
    """The sentences that a section takes where its outline does not say: by its key, else by its heading."""
    section = key if key in SECTIONS else section_of(heading)
    return (section,) if section else ()


def _line(node: yaml.Node | None) -> int | None:
    return node.start_mark.line + 1 if node is not None and node.start_mark else None
