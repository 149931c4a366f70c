"""What a document is tied to, as methods of `Workbench`: related, citing and cited documents."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence

from workbench.archive.deciding import Deciding
from workbench.index.document import IndexedDocument, analyse, decode
from workbench.search.citations import Citations, CitedDocument, CitingDocument
from workbench.search.indexing import DIGEST
from workbench.search.related import RelatedDocument, Relations
from workbench.search.searcher import Searcher


class Relating(Deciding):
    """The part of `Workbench` about what documents are tied to. All results make a table: `pd.DataFrame(results)`."""

    @abstractmethod
    def searcher(self) -> Searcher:
        """Search with more doors."""

    def related(self, document_id: str, limit: int = 10) -> tuple[RelatedDocument, ...]:
        """The documents most related to one, best first: it cites them, they cite it, or they say nearly the same.

        The files that are the same document (`copies_of`) are not among them, and those of another one count once.

        Args:
            document_id: id of the document; its first characters are enough.
            limit: how many at most.

        Raises:
            NotBuiltError, UnknownDocument: as `document`.
        """
        document = self.document(document_id)
        shown = self.representative_of
        group = shown.get(document.id, document.id)
        same = {group, *(name for name, representative in shown.items() if representative == group)}
        relations = Relations(self.searcher().engine, self._decided.documents, self._cut_into_terms)
        return relations.related(document, limit, apart=same)

    def cited(self, document_id: str) -> tuple[CitedDocument, ...]:
        """What a document cites, in the order of its text, and which documents of the archive that is.

        A citation leads to a document only where tên loại, number, day and organ leave no doubt; the others are listed
        with a note. Raises: as `related`.
        """
        return self._citations().cited(self.document(document_id))

    def citing(self, document_id: str, limit: int | None = None) -> tuple[CitingDocument, ...]:
        """The documents that cite one, newest first, with every place where they do.

        Citations that may mean another document of the same number are left out. Raises: as `related`.
        """
        return self._citations().citing(self.document(document_id), limit)

    def _citations(self) -> Citations:
        return Citations(self.searcher().engine, self._decided.documents)

    def _cut_into_terms(self, ids: Sequence[str]) -> dict[str, IndexedDocument]:
        found = {name: decode(kept) for name, kept in self.catalogue.terms(ids, DIGEST.version).items()}
        missing = [name for name in ids if name not in found]
        return found | {name: analyse(document) for name, document in self._decided.documents(missing).items()}
