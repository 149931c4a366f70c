"""The documents of the sample archive about Chỉ thị 12-CT/TU and the second quarter of 2026, built once."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from workbench import Workbench
from workbench.archive.intake import Job, document_id, read_document
from workbench.documents.model import Document

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = (
    "2024/chi-thi", "2024/ke-hoach", "2024/huong-dan", "2024/kiem-tra-giam-sat", "2025/bao-cao", "2026/so-ket-CT12",
    "2026/cong-van", "2026/bao-cao-quy/quy-2", "2026/chi-thi",
)  # fmt: skip


@pytest.fixture(scope="session")
def built_sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a built archive; tests must not change it."""
    root = tmp_path_factory.mktemp("kho-mau")
    for name in FOLDERS:
        if (ROOT / "corpus" / name).is_dir():
            shutil.copytree(ROOT / "corpus" / name, root / "corpus" / name)
    with Workbench.open(root) as workbench:
        workbench.build()
    return root


@pytest.fixture
def sample(built_sample: Path, tmp_path: Path) -> Iterator[Workbench]:
    """The archive, with a workspace of this test's own."""
    (tmp_path / "workbench.toml").write_text(
        f'corpus = "{(built_sample / "corpus").as_posix()}"\nindexes = "{(built_sample / "indexes").as_posix()}"\n',
        encoding="utf-8",
    )
    with Workbench.open(tmp_path) as workbench:
        yield workbench


@pytest.fixture
def make_document(tmp_path: Path) -> Callable[[str, str], Document]:
    """Makes a document of a text, as an archive reads it."""

    def make(name: str, text: str) -> Document:
        file = tmp_path / name
        file.write_text(text, encoding="utf-8")
        return read_document(Job(file, name, document_id(name)))

    return make
