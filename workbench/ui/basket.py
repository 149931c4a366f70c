"""The basket (giỏ trích đoạn): excerpts picked while searching and reading, waiting to go into a draft.

It is kept in the workspace folder, so that what is picked in one notebook is there in the next.
"""

from __future__ import annotations

from pathlib import Path

import traitlets

from workbench.documents.model import Citation
from workbench.drafting.draft_json import dump_draft, parse_draft
from workbench.drafting.model import Draft, DraftSection
from workbench.drafting.whole_file import write_whole
from workbench.errors import DraftError
from workbench.folders import make_folder

_SECTION = "gio"


class Basket(traitlets.HasTraits):
    """Excerpts in the order they were picked; each one once.

    Attributes:
        citations: the excerpts; watch this trait to follow changes.
    """

    citations = traitlets.Tuple()

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path

    def reload(self) -> None:
        """Read the basket again: another notebook may have changed it. Raises DraftError when it is damaged."""
        try:
            data = self._path.read_bytes()
        except FileNotFoundError:
            self.citations = ()
            return
        try:
            stored = parse_draft(data)
        except ValueError as error:
            raise DraftError(
                f"Giỏ trích đoạn bị hỏng: {self._path} ({error}).",
                "Hãy đổi tên hoặc xóa tệp này; giỏ sẽ bắt đầu lại từ đầu.",
            ) from error
        self.citations = tuple(citation for item in stored.items() for citation in item.citations)

    def add(self, citation: Citation) -> bool:
        """Put an excerpt in; False when it was there already."""
        self.reload()
        if citation in self.citations:
            return False
        self._save((*self.citations, citation))
        return True

    def remove(self, citation: Citation) -> None:
        """Take an excerpt out."""
        self.reload()
        self._save(tuple(one for one in self.citations if one != citation))

    def clear(self) -> None:
        """Take everything out."""
        self._save(())

    def _save(self, citations: tuple[Citation, ...]) -> None:
        draft = Draft("Giỏ trích đoạn", "", [DraftSection(_SECTION, "Giỏ trích đoạn")], id=_SECTION)
        for citation in citations:
            draft.add(_SECTION, citation.quote, (citation,))
        try:
            make_folder(self._path.parent)
            write_whole(self._path, dump_draft(draft))
        except OSError as error:
            raise DraftError(
                f"Không ghi được giỏ trích đoạn vào {self._path} ({error.strerror}).",
                "Hãy kiểm tra quyền ghi và chỗ trống trên đĩa.",
            ) from error
        self.citations = citations


_baskets: dict[Path, Basket] = {}


def basket_in(workspace: Path) -> Basket:
    """The one basket of a workspace folder, shared by every panel of a notebook."""
    path = (workspace / "basket.json").resolve()
    return _baskets.setdefault(path, Basket(path))
