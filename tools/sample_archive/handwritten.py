"""Reads the documents that are written out by hand, from content/*.toml."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from tools.sample_archive.facts import placeholders
from tools.sample_archive.issuers import issuers
from tools.sample_archive.markup import parse
from tools.sample_archive.model import Spec

FOLDER = Path(__file__).parent / "content"
_MANIFEST_KEYS = ("relations", "family", "year", "lines", "unit", "period")


def documents() -> list[Spec]:
    """Every handwritten document, in the order of the files and of their entries."""
    found = []
    for file in sorted(FOLDER.glob("*.toml")):
        data = tomllib.loads(file.read_text(encoding="utf-8"))
        found += [_spec(entry) for entry in data["document"]]
    return found


def _spec(entry: dict[str, Any]) -> Spec:
    issuer = issuers()[entry["issuer"]]
    body = entry["body"]
    if "facts" in entry:
        unit, period = entry["facts"].split("@")
        values = placeholders(unit, period)
        for name, value in values.items():
            body = body.replace("{" + name + "}", value)
    return Spec(
        path=entry["path"],
        issuer=issuer,
        symbol=entry.get("symbol"),
        type=entry.get("type"),
        subject=entry["subject"],
        date=entry.get("date"),
        blocks=parse(body),
        sign=issuer.signs[entry.get("sign", next(iter(issuer.signs)))],
        recipients=tuple(entry.get("to", ())),
        addressees=tuple(entry.get("addressees", ())),
        mark=entry.get("mark"),
        secrecy=entry.get("secrecy"),
        encoding=entry.get("encoding", "utf-8"),
        style=entry.get("style", ""),
        blemishes=tuple((item[0], item[1]) for item in entry.get("blemishes", ())),
        spoil=tuple(entry.get("spoil", ())),
        copies=tuple(entry.get("copies", ())),
        extra={key: entry[key] for key in _MANIFEST_KEYS if key in entry},
    )
