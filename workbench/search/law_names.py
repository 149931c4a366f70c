"""The names of the laws of an archive, beside which a name in a text can be read ("Luật Đầu tư công khi …")."""

from __future__ import annotations

from whoosh import query

from workbench.documents.article_references import named_key, names_match
from workbench.index.engine import SearchEngine

_MOST = 1_000  # ways in which texts go on behind a name


class LawNames:
    """The names that laws of an archive are known by in its index."""

    def __init__(self, engine: SearchEngine) -> None:
        self._engine = engine

    def law(self, name: str) -> str | None:
        """The law of the archive whose name is the longest beginning of `name` (as `name_key` spells them), or None."""
        words = name.split()
        for count in range(len(words), 1, -1):
            law = " ".join(words[:count])
            if self._engine.document_frequency("symbols", named_key(law)):
                return law
        return None

    def texts(self, term: str) -> list[str]:
        """The terms in the field `cites` that name a law, or an article of it (`term`, from `named_key`).

        Texts that name a law of the archive with a longer name are not among them.
        """
        name = term.partition(" ")[2]
        longer = self._engine.expand("symbols", query.Prefix("symbols", f"{named_key(name)} "), _MOST)
        others = [known.partition(" ")[2] for known, _ in longer]
        written = self._engine.expand("cites", query.Prefix("cites", term), _MOST)
        return [
            cited
            for cited, _ in written
            if names_match(text := cited.partition(" ")[2], name)
            and not any(names_match(text, other) for other in others)
        ]
