"""Typer's own words in Vietnamese: titles, the help option, and what is wrong with a command as typed."""

from __future__ import annotations

import re
from typing import Any

import typer
from typer import rich_utils
from typer.core import TyperCommand, TyperGroup

_MESSAGES = (
    (r"Missing (?:argument|parameter) '(.+?)'\..*", r"Thiếu tham số \1."),
    (r"Missing option '(.+?)'\..*", r"Thiếu lựa chọn \1."),
    (r"No such option: (\S+)(?: \((?:Possible options|Did you mean)[:]? ?(.+?)\??\))?", r"Không có lựa chọn \1."),
    (r"No such command '(.+?)'\..*", r"Không có lệnh \1."),
    (r"Got unexpected extra argument(?:s|\(s\))? \((.+)\)", r"Thừa chữ: \1. Câu có dấu cách phải đặt trong ngoặc kép."),
    (r"Option '(.+?)' requires an argument\.", r"Lựa chọn \1 phải có giá trị đi kèm."),
    (r"Invalid value for '(.+?)': .*", r"Giá trị của \1 không dùng được."),
)


def speak_vietnamese() -> None:
    """Set the titles of Typer's help pages."""
    rich_utils.ARGUMENTS_PANEL_TITLE = "Tham số"
    rich_utils.OPTIONS_PANEL_TITLE = "Lựa chọn"
    rich_utils.COMMANDS_PANEL_TITLE = "Lệnh"
    rich_utils.DEFAULT_STRING = "[mặc định: {}]"
    rich_utils.REQUIRED_LONG_STRING = "[bắt buộc]"


def usage_error(error: typer.TyperException) -> str:
    """What is wrong with a command as typed, and where to look."""
    message = error.format_message() if hasattr(error, "format_message") else str(error)
    for pattern, vietnamese in _MESSAGES:
        found = re.fullmatch(pattern, message, re.DOTALL)
        if found:
            message = found.expand(vietnamese)
            break
    context = getattr(error, "ctx", None)
    return f"{message} Xem cách gõ: {context.command_path} --help" if context is not None else message


class _InVietnamese:
    def get_help_option(self, ctx: Any) -> Any:
        option = super().get_help_option(ctx)  # type: ignore[misc]  # the class it is mixed into has it
        if option is not None:
            option.help = "Xem hướng dẫn này."
        return option

    def get_usage(self, ctx: Any) -> str:
        usage: str = super().get_usage(ctx)  # type: ignore[misc]
        words = {"Usage:": "Cách gõ:", "[OPTIONS]": "[LỰA CHỌN]", "COMMAND [ARGS]...": "LỆNH …"}
        for english, vietnamese in words.items():
            usage = usage.replace(english, vietnamese)
        return usage


class Command(_InVietnamese, TyperCommand):
    """A command whose help is in Vietnamese."""


class Group(_InVietnamese, TyperGroup):
    """The group of all commands."""
