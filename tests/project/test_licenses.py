"""Every library that is installed with the workbench may be used in an Apache-2.0 program.

Walked from the workbench's own requirements as installed here, not from a list. LGPL and MPL are allowed: they bind
their own files only. GPL and AGPL are not. A library that states no licence at all fails too, until someone has read
its files and put it into READ_BY_HAND with what they found.
"""

from __future__ import annotations

import re
from importlib import metadata

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

READ_BY_HAND: dict[str, str] = {}
"""Library → licence, for libraries whose metadata state none: read in their own files."""


def requirements(name: str, extras: frozenset[str]) -> list[Requirement]:
    found = [Requirement(text) for text in metadata.requires(name) or []]
    return [
        requirement
        for requirement in found
        if requirement.marker is None or any(requirement.marker.evaluate({"extra": e}) for e in extras | {""})
    ]


def resolved() -> dict[str, metadata.Distribution]:
    """Every installed distribution that the workbench needs at run time, by canonical name."""
    seen: set[tuple[str, frozenset[str]]] = set()
    found: dict[str, metadata.Distribution] = {}
    todo: list[tuple[str, frozenset[str]]] = [("vanban-workbench", frozenset())]
    while todo:
        name, extras = todo.pop()
        if (name, extras) in seen:
            continue
        seen.add((name, extras))
        found[name] = metadata.distribution(name)
        todo += [(canonicalize_name(r.name), frozenset(r.extras)) for r in requirements(name, extras)]
    return found


def stated_licence(distribution: metadata.Distribution) -> str:
    """The licence in the metadata: the SPDX expression, else the classifiers, else the old free text."""
    info = distribution.metadata
    if info["License-Expression"]:
        return str(info["License-Expression"])
    classifiers = [line for line in info.get_all("Classifier") or [] if line.startswith("License ::")]
    named = [line.rpartition(" :: ")[2] for line in classifiers if line.count(" :: ") > 1]
    # "License :: OSI Approved" alone names none. Free text may be the whole licence: its first line names it.
    return " OR ".join(named) or (info["License"] or "").strip().partition("\n")[0]


def is_copyleft(licence: str) -> bool:
    """Whether every choice that a licence leaves is GPL or AGPL (of any version)."""
    strong = re.compile(r"(?<!L)\bA?GPL|(?<!Lesser )(?<!Library or Lesser )General Public License", re.IGNORECASE)
    choices = re.split(r"\s+OR\s+", licence, flags=re.IGNORECASE)
    return all(strong.search(choice) for choice in choices)


LIBRARIES = resolved()


@pytest.mark.parametrize("name", sorted(LIBRARIES))
def test_library_states_a_licence_that_is_not_gpl(name: str) -> None:
    licence = stated_licence(LIBRARIES[name]) or READ_BY_HAND.get(name, "")
    assert licence.upper() not in ("", "UNKNOWN"), (
        f"{name} states no licence: read its files, then add it to READ_BY_HAND"
    )
    assert not is_copyleft(licence), f"{name} is under {licence}"


def test_the_walk_reaches_libraries_of_libraries() -> None:
    assert {"pandas", "numpy", "pdfminer-six", "whoosh-reloaded", "tornado"} <= LIBRARIES.keys()


@pytest.mark.parametrize(
    ("licence", "copyleft"),
    [
        ("GPL-3.0-or-later", True),
        ("AGPL-3.0-only", True),
        ("GNU Affero General Public License v3", True),
        ("GNU General Public License v3 (GPLv3)", True),
        ("GPLv2", True),
        ("MIT AND GPL-2.0-only", True),
        ("MIT OR GPL-3.0-or-later", False),
        ("LGPL-2.1-or-later", False),
        ("GNU Lesser General Public License v3 (LGPLv3)", False),
        ("GNU Library or Lesser General Public License (LGPL)", False),
        ("Mozilla Public License 2.0 (MPL 2.0)", False),
        ("MPL-2.0 AND MIT", False),
        ("BSD-3-Clause", False),
    ],
)
def test_copyleft_is_told_apart(licence: str, copyleft: bool) -> None:
    assert is_copyleft(licence) is copyleft
