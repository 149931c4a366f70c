"""The offices of the invented province of Lam Nguyên and who signs for them. Every name is invented."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from tools.sample_archive.model import Issuer

HERE = Path(__file__).parent


@cache
def issuers() -> dict[str, Issuer]:
    """Every office by its key, read from issuers.toml."""
    data = tomllib.loads((HERE / "issuers.toml").read_text(encoding="utf-8"))
    return {
        key: Issuer(
            key=key,
            system=entry.get("system", "party"),
            parent=entry.get("parent", ""),
            name=entry["name"],
            label=entry["label"],
            place=entry.get("place", "Lam Nguyên"),
            signs={name: (sign[0], sign[1], sign[2]) for name, sign in entry["sign"].items()},
        )
        for key, entry in data.items()
    }
