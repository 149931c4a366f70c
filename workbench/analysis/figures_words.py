"""The words that figures are written with: units of measure, hedges, what is compared with; tables beside this file."""

from __future__ import annotations

import csv
import re
from functools import cache
from importlib.resources import files
from typing import cast

from workbench.analysis.figures_model import UnitKind
from workbench.vietnamese.spelling import key

_END = r"(?![^\W_])"


@cache
def unit_pattern() -> re.Pattern[str]:
    """A unit of measure right behind a number, the longest that fits; for text in the form of `spelling.key`."""
    spelled = "|".join(re.escape(unit).replace(r"\ ", r"\s+") for unit in sorted(_units(), key=len, reverse=True))
    return re.compile(rf"\s{{0,3}}(?P<unit>{spelled})(?:(?<=[%‰])|{_END})")


@cache
def _units() -> dict[str, UnitKind]:
    return {key(row["unit"]): cast(UnitKind, row["kind"]) for row in _rows("units_of_measure.csv")}


def unit_kind(unit: str) -> UnitKind:
    """What sort of unit of measure this is, whatever its spelling; "" for one that the table has not."""
    return _units().get(" ".join(key(unit).split()), "")


@cache
def hedge_pattern() -> re.Pattern[str]:
    """A hedge at the end of what stands before a number."""
    words = sorted((key(row["hedge"]) for row in _rows("hedges.csv")), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?P<hedge>{'|'.join(map(re.escape, words))})\s*$")


@cache
def bases() -> dict[str, str]:
    """What figures are compared with, as texts spell it and as a table names it."""
    return {key(row["phrase"]): row["against"] for row in _rows("comparison_bases.csv")}


@cache
def comparison_pattern() -> re.Pattern[str]:
    """ "so với cùng kỳ năm trước", "kế hoạch năm" behind a number and its unit."""
    spelled = "|".join(re.escape(base) for base in sorted(bases(), key=len, reverse=True))
    return re.compile(rf"\s*(?P<so>so\s+(?:với\s+)?)?(?P<base>(?:cùng kỳ\s+)?(?:{spelled}){_END})?")


@cache
def phrases(role: str) -> frozenset[str]:
    """Words around a number by what they do in its clause (`clause_words.csv`).

    Args:
        role: "strong" and "weak" predicates ("đạt"; "với"), "filler" ("đã", "khoảng"), "preposition"; "compound":
            words that end like one of these and are something else ("cắt giảm"); "no_unit": what cannot be counted;
            "telling": what makes another indicator of a name ("chưa", "nữ"); "joint": function words between phrases;
            "measure_head": nouns that name what is measured ("tỷ lệ", "diện tích").
    """
    return frozenset(key(row["phrase"]) for row in _rows("clause_words.csv") if row["role"] == role)


def _rows(name: str) -> list[dict[str, str]]:
    text = files(__package__).joinpath(name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))
