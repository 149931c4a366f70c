"""Files spoiled by chance: cut, damaged, grafted, behind the wrong suffix, or nothing but random bytes."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Iterator

from tools.hostile.packed import zipped


def files(seeds: list[tuple[str, bytes]], suffixes: list[str], seed: int) -> Iterator[tuple[str, bytes]]:
    """Name and content of each file, without end.

    Args:
        seeds: whole files, suffix and content.
        suffixes: all suffixes that are read or unpacked.
        seed: the same seed gives the same files.
    """
    chance = random.Random(seed)
    number = 0
    while True:
        number += 1
        suffix, data = chance.choice(seeds)
        way = chance.choice(("cut", "damage", "damage", "inside", "inside", "graft", "suffix", "noise"))
        if way == "cut":
            data = data[: chance.randrange(len(data) + 1)]
        elif way == "inside":
            data = _inside(data, chance)
        elif way == "graft":
            other = chance.choice(seeds)[1]
            data = data[: chance.randrange(len(data) + 1)] + other[chance.randrange(len(other) + 1) :]
        elif way == "suffix":
            suffix = chance.choice(suffixes)
        elif way == "noise":
            suffix = chance.choice(suffixes)
            data = data[: chance.choice((0, 8, 512))] + chance.randbytes(chance.choice((1, 100, 5_000)))
        if way in ("damage", "suffix") or chance.random() < 0.1:
            data = _damaged(data, chance)
        yield f"{number:06}-{way}{suffix}", data


def _damaged(data: bytes, chance: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.choice((1, 3, 20, 200))):
        if not changed:
            break
        place = chance.randrange(len(changed))
        match chance.randrange(4):
            case 0:
                changed[place] = chance.randrange(256)
            case 1:
                changed[place : place + 4] = chance.choice(
                    (b"\xff\xff\xff\xff", b"\x00\x00\x00\x00", b"\xff\xff\xff\x7f")
                )
            case 2:
                del changed[place : place + chance.choice((1, 10, 1_000))]
            case _:
                changed[place:place] = changed[place : place + chance.choice((1, 10, 1_000))]
    return bytes(changed)


def _inside(data: bytes, chance: random.Random) -> bytes:
    """A package whose one part is damaged but rightly packed; other files are damaged as they are."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
    except (zipfile.BadZipFile, RuntimeError):
        return _damaged(data, chance)
    if not parts:
        return data
    name = chance.choice(sorted(parts))
    parts[name] = _damaged(parts[name], chance)
    return zipped(parts)
