"""Keeps the search index in step with the tags: which documents it holds without their present tags."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from workbench.archive.build import OnStored
from workbench.archive.catalogue import Catalogue
from workbench.archive.catalogue.listing import Listed
from workbench.folders import make_folder
from workbench.workspace.corrections import Identity, key_of
from workbench.workspace.database import WorkspaceStore
from workbench.workspace.marks import Marks, tag_key

_HELD = "tags.json"


class Tagged:
    """The tags of the documents of a catalogue.

    Args:
        catalogue: what was read.
        store: what people tagged.
        indexes: folder in which is noted which tags the search index holds.
        shown: gives, for every file that another file of the same document stands for, the id of that one: lists show
            it with the tags of them all.
    """

    def __init__(
        self, catalogue: Catalogue, store: WorkspaceStore, indexes: Path, shown: Callable[[], Mapping[str, str]]
    ) -> None:
        self._catalogue = catalogue
        self.marks = Marks(store)
        self._file = indexes / _HELD
        self._shown = shown
        self._stored: set[str] = set()

    def tags(self, ids: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
        """The tags of these documents and of the files that they stand for, by id; those without any are left out."""
        wanted = set(ids)
        copies = {name for name, shown in self._shown().items() if shown in wanted}
        found = self._with_copies(self.marks.tags(self.identities(wanted | copies)))
        return {name: tags for name, tags in found.items() if name in wanted}

    def identities(self, ids: Iterable[str] | None = None) -> list[Identity]:
        """By what marks find these documents, or all."""
        return _identities(self._catalogue.listed(ids))

    def marked(self) -> list[Identity]:
        """By what marks find the documents that bear any, ordered by path: of a large archive they are few."""
        marks = self.marks.all()
        near = self._catalogue.listed({mark.document_id for mark in marks})
        near += self._catalogue.listed_with({mark.content_hash for mark in marks})
        return _identities(sorted(set(near), key=lambda one: one.path))

    def noting(self, on_stored: OnStored) -> OnStored:
        """`on_stored`, with a note of what is stored: until `indexed` is called, the index lacks its tags."""

        def stored(documents: Sequence[tuple[str, bytes]]) -> None:
            if not self._stored and self._file.is_file():
                self._write(self._read()[0], sure=False)  # after a crash every tagged document is then looked at again
            self._stored.update(name for name, _ in documents)
            on_stored(documents)

        return stored

    def stale(self) -> list[str]:
        """Ids of documents that the search index may hold with other tags than they have."""
        held, sure = self._read()
        present = self._present()
        changed = {name for name in {*held, *present} if tuple(held.get(name, ())) != present.get(name, ())}
        doubtful = present.keys() if not sure else present.keys() & self._stored
        return sorted(changed | doubtful)

    def indexed(self) -> None:
        """Note that the index holds the present tags."""
        self._stored.clear()
        present = self._present()
        if present or self._file.is_file():
            self._write(present, sure=True)

    def _present(self) -> Mapping[str, tuple[str, ...]]:
        return self._with_copies(self.marks.tags(self.marked()))

    def _with_copies(self, tags: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
        found = dict(tags)
        shown = self._shown() if tags else {}
        for name in sorted(tags.keys() & shown.keys()):
            together = {tag_key(tag): tag for tag in (*tags[name], *found.get(shown[name], ()))}
            found[shown[name]] = tuple(together[one] for one in sorted(together))
        return found

    def _read(self) -> tuple[Mapping[str, Sequence[str]], bool]:
        try:
            plain = json.loads(self._file.read_text(encoding="utf-8"))
            return plain["tags"], bool(plain["sure"])
        except (OSError, ValueError, KeyError, TypeError):  # none yet, or lost: every tagged document is looked at
            return {}, False

    def _write(self, tags: Mapping[str, Sequence[str]], *, sure: bool) -> None:
        make_folder(self._file.parent)
        draft = self._file.with_suffix(".new")
        draft.write_text(json.dumps({"sure": sure, "tags": tags}, ensure_ascii=False), encoding="utf-8")
        draft.replace(self._file)


def _identities(listed: Iterable[Listed]) -> list[Identity]:
    return [Identity(one.id, one.content_hash, key_of(one.symbol, one.issuer, one.date)) for one in listed]
