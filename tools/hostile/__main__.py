"""Tries hostile files on the archive: `python -m tools.hostile --files 10000`.

Every file goes the way of a build: readers, containers, secrecy gate, header, passages. Nothing may crash, hang, write
outside its scratch folder, leave something in it, or draw in a file from outside. Prints what people read first and one
JSON object as its last line; ends with 1 where something went wrong.
"""

from __future__ import annotations

import argparse
import json
import os
import queue
import secrets
import subprocess
import sys
import tarfile
import tempfile
import threading
from collections import Counter
from collections.abc import Iterator
from itertools import chain, islice
from pathlib import Path

from tools.hostile import chance, documents, packed
from tools.hostile.packed import seven_zipped, tarred, zipped
from workbench.archive.containers import CONTAINERS
from workbench.archive.readers import READERS

_ROOT = Path(__file__).resolve().parents[2]
_NAMES = (
    "a\x01\x1b[31m.txt",
    "dòng\nhai.txt",
    "b\u202etxt.docx",
    " .txt",
    "é" * 100 + ".txt",
    "CON.txt",
    "'; DROP TABLE.txt",
)


class Worker:
    """A process that takes in files; started anew where one kills or hangs it."""

    def __init__(self, folder: Path, marker: str, programs: bool) -> None:
        self._command = [sys.executable, "-m", "tools.hostile.worker", str(folder / "scratch"), marker, str(programs)]
        self._environment = {**os.environ, "TMPDIR": str(folder / "tmp"), "TEMP": str(folder / "tmp")}
        self._process: subprocess.Popen[str] | None = None
        self._answers: queue.Queue[str] = queue.Queue()

    def take(self, file: Path, seconds: float) -> dict[str, object]:
        """What came of a file; {"outcome": "hung"} or {"outcome": "crashed"} where nothing came of it."""
        process = self._process or self._start()
        assert process.stdin is not None
        try:
            process.stdin.write(json.dumps(str(file)) + "\n")
            process.stdin.flush()
            answer = self._answers.get(timeout=seconds)
        except queue.Empty:
            self.close()
            return {"outcome": "hung"}
        except OSError:
            answer = ""
        if not answer:
            self.close()
            return {"outcome": "crashed"}
        return dict(json.loads(answer))

    def close(self) -> None:
        """End the process."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def _start(self) -> subprocess.Popen[str]:
        self._answers = queue.Queue()
        self._process = process = subprocess.Popen(
            self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=_ROOT, env=self._environment
        )
        threading.Thread(target=_listen, args=(process, self._answers), daemon=True).start()
        return process


def _listen(process: subprocess.Popen[str], answers: queue.Queue[str]) -> None:
    assert process.stdout is not None
    for line in process.stdout:
        answers.put(line)
    answers.put("")


def hostile(outside: Path, seed: int, scale: int) -> Iterator[tuple[str, bytes]]:
    """Name and content of each file: those made by hand, then those made by chance, without end."""
    if os.name != "nt":
        yield from ((name, "Văn bản có tên lạ.".encode()) for name in _NAMES)
    yield from packed.files(scale)
    yield from documents.files(outside.as_uri(), scale)
    seeds = [
        *((file.suffix, file.read_bytes()) for file in sorted((_ROOT / "corpus").rglob("*.*"))[::5]),
        *_small_seeds(),
    ]
    yield from chance.files(seeds, sorted({*READERS, *CONTAINERS}), seed)


def _small_seeds() -> Iterator[tuple[str, bytes]]:
    text = "BÁO CÁO\nKết quả công tác quý I, đạt 62,5% kế hoạch năm.\n" * 5
    mail = "From: a@vidu.vn\nSubject: =?utf-8?q?B=C3=A1o?=\nContent-Type: multipart/mixed; boundary=b\n\n--b\n"
    mail += f"Content-Type: text/plain; charset=utf-8\n\n{text}\n--b\nContent-Type: text/plain\n"
    mail += (
        "Content-Disposition: attachment; filename=a.txt\nContent-Transfer-Encoding: base64\n\nQmFvIGNhbw==\n--b--\n"
    )
    page = f"MIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\n\n<html><body><p>{text}</p></body></html>"
    rtf = "{\\rtf1\\ansi{\\fonttbl{\\f0 Times;}}\\pard B\\'c1O C\\u193?O\\par{\\trowd\\cell a\\cell\\row}}"
    rows = "<row r='1'><c r='A1' t='inlineStr'><is><t>Xã</t></is></c><c r='B1'><v>12.5</v></c></row>"
    names = "xmlns:office='urn:oasis:names:tc:opendocument:xmlns:office:1.0' "
    names += "xmlns:text='urn:oasis:names:tc:opendocument:xmlns:text:1.0'"
    body = f"<office:body><office:text><text:p>{text}</text:p></office:text></office:body>"
    yield ".eml", mail.encode()
    yield ".mht", page.encode()
    yield ".rtf", rtf.encode()
    yield ".csv", "TT;Xã;Số hộ\n1;Khe Ngọc;120\n".encode()
    yield ".xlsx", documents.xlsx(f"<worksheet><sheetData>{rows}</sheetData></worksheet>")
    yield ".odt", documents.odf("text", f"<office:document-content {names}>{body}</office:document-content>")
    yield ".zip", zipped({"a.txt": text.encode(), "b/c.docx": documents.docx(documents.paragraph(text))})
    yield ".7z", seven_zipped({"a.txt": text.encode()})
    yield ".tar", tarred((tarfile.TarInfo("a.txt"), text.encode()))


def main(argv: list[str] | None = None) -> int:
    """Run. Returns 1 where something went wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=1_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--scale", type=int, default=64, help="MB that bombs unpack to")
    parser.add_argument("--seconds", type=float, default=120.0, help="after which a file counts as hung")
    parser.add_argument("--programs", action="store_true", help="also with Tesseract, LibreOffice, 7-Zip")
    parser.add_argument("--keep", type=Path, help="folder for copies of the files that went wrong")
    arguments = parser.parse_args(argv)
    with tempfile.TemporaryDirectory(prefix="hostile-", ignore_cleanup_errors=True) as name:
        figures = _run(Path(name).resolve(), arguments)
    print(json.dumps(figures, ensure_ascii=False))
    return 1 if any(figures[key] for key in ("crashed", "hung", "leaked", "outside", "unforeseen")) else 0


def _run(folder: Path, arguments: argparse.Namespace) -> dict[str, object]:
    for place in ("files", "scratch", "tmp", "outside"):
        (folder / place).mkdir()
    marker = f"DAUVET{secrets.token_hex(8)}"
    outside = folder / "outside" / "rieng.txt"
    outside.write_text(marker, encoding="utf-8")
    worker = Worker(folder, marker, arguments.programs)
    outcomes: Counter[str] = Counter()
    wrong: dict[str, list[str]] = {key: [] for key in ("crashed", "hung", "leaked", "outside", "unforeseen", "memory")}
    times: list[tuple[float, str]] = []
    peaks: list[tuple[float, str]] = []
    peak = 0.0
    try:
        for name, data in islice(hostile(outside, arguments.seed, arguments.scale), arguments.files):
            file = folder / "files" / name
            file.write_bytes(data)
            before = _listing(folder)
            answer = worker.take(file, arguments.seconds)
            outcome = str(answer["outcome"])
            outcomes[outcome] += 1
            found = {key for key in wrong if answer.get(key)}
            if outcome in wrong:
                found.add(outcome)
            elif _listing(folder) != before:
                found.add("outside")
            if "seconds" in answer:
                times.append((float(str(answer["seconds"])), name))
                if float(str(answer["peak_mb"])) > peak + 50:
                    peaks.append((float(str(answer["peak_mb"])), name))
                peak = max(peak, float(str(answer["peak_mb"])))
            for key in sorted(found):
                wrong[key].append(f"{name} {answer.get('unforeseen') or ''}".strip())
                print(f"{key}: {name} {answer.get('unforeseen') or ''}", flush=True)
            if found and arguments.keep:
                arguments.keep.mkdir(parents=True, exist_ok=True)
                (arguments.keep / name).write_bytes(data)
            file.unlink()
    finally:
        worker.close()
    times.sort(reverse=True)
    for seconds, name in times[:10]:
        print(f"{seconds:8.2f} s  {name}")
    for size, name in peaks:
        print(f"{size:8.0f} MB {name}")
    return {
        "files": sum(outcomes.values()),
        **{key.lower(): count for key, count in sorted(outcomes.items())},
        **wrong,
        "seconds_max": round(times[0][0], 2) if times else 0.0,
        "seconds_p99": round(times[len(times) // 100][0], 3) if times else 0.0,
        "peak_mb": round(peak),
    }


def _listing(folder: Path) -> set[str]:
    """Every path there is, but for what the worker is allowed: nothing."""
    return {os.fspath(path) for path in chain(folder.rglob("*"), folder.parent.glob("loi-ra*"))}


if __name__ == "__main__":
    sys.exit(main())
