"""Writes the whole sample archive and its manifest."""

from __future__ import annotations

import hashlib
import json
import shutil
import zlib
from collections.abc import Callable, Iterable
from importlib.metadata import version
from pathlib import Path
from typing import Any
from unicodedata import normalize

from tools.sample_archive import annual, docx_writer, handwritten, html_writer, pdf_writer, quarterly, txt_writer
from tools.sample_archive.model import Spec
from tools.sample_archive.spoiling import spoil

MANIFEST = ".kho-mau.json"
_NAMES = ("place", "subject", "title", "signed_for")
_WRITERS: dict[str, Callable[[Spec], bytes]] = {
    ".docx": docx_writer.write,
    ".pdf": pdf_writer.write,
    ".html": html_writer.write,
    ".txt": txt_writer.write,
}


def specs() -> list[Spec]:
    """Every document of the sample, spoiled where it should be, ordered by path."""
    found = [*handwritten.documents(), *quarterly.documents(), *annual.documents()]
    return sorted((spoil(spec) for spec in found), key=lambda spec: spec.path)


def made_with() -> dict[str, str]:
    """The versions that decide the bytes: another one may write the same documents in other bytes."""
    font = (pdf_writer.FONT_FOLDER / pdf_writer.FACES["Tinos"]).read_bytes()
    return {
        "python-docx": version("python-docx"),
        "lxml": version("lxml"),
        "reportlab": version("reportlab"),
        "zlib": zlib.ZLIB_RUNTIME_VERSION,
        "font": hashlib.sha256(font).hexdigest()[:16],
    }


def files(documents: Iterable[Spec]) -> dict[str, bytes]:
    """Path to bytes of every file, copies and manifest included."""
    out: dict[str, bytes] = {}
    listed: list[dict[str, Any]] = []
    refused: list[dict[str, str]] = []
    for spec in documents:
        for path in (spec.path, *spec.copies):
            # A copy in another format is written anew; one in the same format is the very same bytes.
            same = Path(path).suffix == Path(spec.path).suffix
            if path in out:
                raise ValueError(f"two documents at {path}")
            out[path] = out[spec.path] if same and path != spec.path else _WRITERS[Path(path).suffix](spec)
            if spec.secrecy:
                refused.append({"path": path, "mark": spec.secrecy})
            else:
                listed.append(_entry(spec, path))
    manifest = {
        "name": "Kho văn bản mẫu (hư cấu) của tỉnh Lam Nguyên",
        "made_with": made_with(),
        "documents": listed,
        "refused": refused,
    }
    out[MANIFEST] = (json.dumps(manifest, ensure_ascii=False, indent=1) + "\n").encode("utf-8")
    return out


def _entry(spec: Spec, path: str) -> dict[str, Any]:
    entry: dict[str, Any] = {
        "path": path,
        "symbol": spec.symbol,
        "type": spec.type or "Công văn",
        "printed_type": spec.type,
        "issuer": spec.issuer.label,
        "signed_for": spec.sign[0].split(" ", 1)[1].capitalize() if spec.sign[0].startswith(("T/M", "TM.")) else None,
        "system": spec.issuer.system,
        "place": spec.issuer.place,
        "date": spec.date.isoformat() if spec.date else None,
        "subject": spec.subject,
        "title": f"{spec.type} {spec.subject}" if spec.type else spec.subject,
        "encoding": spec.encoding if path.endswith(".txt") else None,
        "mark": spec.mark,
        "blemishes": [{"kind": kind, "evidence": words} for kind, words in spec.blemishes],
    }
    # The manifest says how the words should read, also where the file spells them decomposed on purpose.
    entry = {name: normalize("NFC", value) if name in _NAMES and value else value for name, value in entry.items()}
    if path != spec.path:
        entry["copy_of"] = spec.path
    return entry | spec.extra


def write(target: Path) -> int:
    """Rewrites the archive under `target`; what the last run left there and nothing else is removed first.

    Returns the number of files written. A folder that holds files no manifest names is left alone: ValueError.
    """
    fresh = files(specs())
    _clear(target, set(fresh))
    for path, data in fresh.items():
        place = target / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)
    return len(fresh)


def _clear(target: Path, fresh: set[str]) -> None:
    old = target / MANIFEST
    known = set(fresh) | {".gitkeep"}
    if old.exists():
        manifest = json.loads(old.read_text(encoding="utf-8"))
        known |= {entry["path"] for entry in (*manifest["documents"], *manifest["refused"])}
    if not target.exists():
        return
    strange = [
        file for file in target.rglob("*") if file.is_file() and file.relative_to(target).as_posix() not in known
    ]
    if strange:
        raise ValueError(f"{strange[0]} is not part of the sample; nothing was changed")
    for child in target.iterdir():
        if child.is_dir():
            shutil.rmtree(child)
        elif child.name != ".gitkeep":
            child.unlink()
