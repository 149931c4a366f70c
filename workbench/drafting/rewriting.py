"""Rewording a section with a language model of the office, as methods of `Workbench`. Off by default (decision 33)."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from workbench.documents.circulation import rank, strictest
from workbench.documents.model import Citation
from workbench.drafting.attending import all_citations
from workbench.drafting.checking import Checking
from workbench.drafting.checks.sources import ABSENT, DRIFTED
from workbench.drafting.model import Draft, DraftItem, DraftSection, state_of
from workbench.drafting.rewriting_client import ask
from workbench.drafting.rewriting_model import Rewriting as Rewriting
from workbench.drafting.rewriting_model import RewritingChange, RewritingKind, RewrittenSentence
from workbench.drafting.rewriting_text import Said, messages, read, unsupported
from workbench.drafting.splitting import split_item
from workbench.drafting.writing import Drafting
from workbench.errors import DraftError, LanguageModelError

__all__ = ["Rewording", "Rewriting", "RewritingChange", "RewritingKind", "RewrittenSentence"]

MOST_CHARACTERS = 40_000
"""Longer sections are not sent: no small model of an office reads them whole."""

MOST_SENTENCES = 500
"""Sentences of an answer that are looked at: a model that has lost its way says the same thousands of times."""

LONGEST_SENTENCE = 2_000
"""Characters: what is longer is no sentence, and is struck out unread."""


class Rewording(Drafting, Checking):
    """The part of `Workbench` about rewording."""

    @property
    def can_rewrite(self) -> bool:
        """Whether the office has set a language-model server."""
        return self.settings.language_model.is_on

    def rewrite_section(self, draft: Draft, section_key: str, *, cancel: threading.Event | None = None) -> Rewriting:
        """Have the office's language model reword a section, and look its answer through sentence by sentence.

        Only the section's sentences that have sources are sent, each with a number; people's own words are not. A
        sentence that bears no number, or an unknown one, that says something else than its sources (numbers, units,
        days, names, symbols, negations, directions, hedges) or something that they do not say is struck out. The draft
        is not touched: see `accept_rewriting`.

        Args:
            draft: the draft; it need not be saved.
            section_key: the section.
            cancel: set from another thread to stop waiting.

        Raises:
            LanguageModelError: no server is set, or it does not answer as it should.
            SettingsError: the server is not on this machine or the local network.
            DraftError: there is no such section, it has no sentence with a source or is too long, or what it rests on
                must not be sent: a label of circulation, a source that is gone or became secret (domain.md §5.2, §5.3).
            NotBuiltError: the archive has not been built, so that nobody can tell what the sources bear.
        """
        server = self.settings.language_model
        if not server.is_on:
            ask(server, ())  # says how to set one
        section = draft.section(section_key)
        asked = [replace(item) for item in section.items if item.citations]
        sources = [piece for item in asked for piece in split_item(item, self.cite_again)]
        if not sources:
            raise DraftError(
                f"Mục “{section.name}” không có câu nào có nguồn để viết lại.", "Câu tự viết không được gửi đi."
            )
        self._require_sendable(draft, section)
        texts = [piece.text for piece in sources]
        if sum(map(len, texts)) > MOST_CHARACTERS:
            raise DraftError(
                f"Mục “{section.name}” dài quá {MOST_CHARACTERS} ký tự nên không gửi được một lần.",
                "Hãy chia mục thành các mục nhỏ hơn.",
            )
        answer = ask(server, messages(texts), cancel=cancel)
        said = read(answer.text)
        sentences = self._judged(draft, section, sources, said[:MOST_SENTENCES])
        if not sentences:
            raise LanguageModelError("Mô hình ngôn ngữ không trả về câu nào.", "Hãy thử lại hoặc dùng mô hình khác.")
        own = len(section.items) - len(asked)
        notes = [f"{own} câu tự viết không gửi đi và được giữ nguyên."] if own else []
        if not answer.whole:
            notes.append("Máy chủ cắt câu trả lời giữa chừng; phần sau của mục có thể chưa được viết lại.")
        if len(said) > MOST_SENTENCES:
            notes.append(f"Mô hình trả về {len(said)} câu; chỉ xét {MOST_SENTENCES} câu đầu.")
        return Rewriting(
            section_key, section.name, server.model, tuple(asked), tuple(sources), tuple(sentences), tuple(notes)
        )

    def accept_rewriting(self, draft: Draft, rewriting: Rewriting, *, keep_unused: bool = True) -> Path:
        """Put a rewriting into its draft and save it; the section as it was stays in a named version.

        For a draft that is open for editing (`open_draft`): `opened.change(rewriting.apply_to)` after naming a version.

        Args:
            draft: the draft it was made for.
            rewriting: the rewriting; of it only what its sources bear out.
            keep_unused: old sentences on which no new one rests stay, behind the new ones.

        Raises:
            DraftError: the section was changed since, nothing of the answer can be used, or the draft cannot be saved.
            DraftConflict: as `save_draft`.
        """
        rewriting.require_fits(draft)
        self.save_draft(draft)
        self.name_draft_version(draft.id, version_name(rewriting))
        rewriting.apply_to(draft, keep_unused=keep_unused)
        return self.save_draft(draft)

    # -- parts ------------------------------------------------------------------------------------------------

    def _require_sendable(self, draft: Draft, section: DraftSection) -> None:
        """Refuse to send what rests on a source that is gone, secret, or labelled where the office does not allow it.

        Raises:
            DraftError, NotBuiltError: as `rewrite_section`.
        """
        self._require_built()
        attended = draft.copy()
        self.attend_draft(attended)
        cited = _citations(attended.section(section.key).items)
        if {citation.document_id for citation in cited} & set(attended.secret):
            raise DraftError(
                f"Mục “{section.name}” trích nguồn nay mang dấu mật nên không được gửi đi.",
                "Hãy bỏ hẳn các câu trích nguồn đó khỏi dự thảo.",
            )
        if self.settings.language_model.allow_labelled:
            return
        if any(citation.gone for citation in cited):
            raise DraftError(
                f"Mục “{section.name}” trích nguồn không còn trong kho, không rõ mang nhãn gì, nên không được gửi đi.",
                "Hãy đưa lại bản gốc vào kho, hoặc bỏ câu đó khỏi mục.",
            )
        own = strictest(self._labels_of(cited))
        whole = strictest(attended.labels)
        if rank(whole) > rank(strictest(self._labels_of(all_citations(attended)))):
            own = whole  # not from any source: a person gave it to the whole draft
        if own:
            raise DraftError(
                f"Mục “{section.name}” mang nhãn “{own}” nên không được gửi cho mô hình ngôn ngữ.",
                "Nếu cơ quan cho phép, đặt allow_labelled = true ở mục [language_model] trong workbench.toml.",
            )

    def _labels_of(self, citations: Iterable[Citation]) -> list[str]:
        ids = sorted({citation.document_id for citation in citations})
        return [label for one in self._decided.headers(ids) for label in one.labels]

    def _judged(
        self, draft: Draft, section: DraftSection, sources: Sequence[DraftItem], said: Sequence[Said]
    ) -> list[RewrittenSentence]:
        """Each sentence with all that speaks against it: the same checks as before export, and those of numbers."""
        items = [_item(one, sources) for one in said]
        against = {item.id: _plain_reasons(one, len(sources)) for one, item in zip(said, items, strict=True)}
        looked_at = [item for item in items if not against[item.id]]
        trial = replace(draft.copy(), sections=[DraftSection(section.key, section.heading, looked_at)], comments=[])
        for finding in self.check(trial, only=(DRIFTED, ABSENT)):
            # A check that could not look says nothing of any item: then nothing has been looked through.
            for reasons in [against[finding.item_id]] if finding.item_id else against.values():
                reasons.append(finding.message)
        judged: list[RewrittenSentence] = []
        earlier: set[str] = set()
        for one, item in zip(said, items, strict=True):
            reasons = against[item.id]
            if not reasons:
                strange = unsupported(one.text, _says(one, sources), self.lexicon)
                reasons = [f"Nguồn không nói “{strange}”."] if strange else []
            if not reasons and one.text in earlier:
                reasons = ["Lặp lại một câu ở trên."]
            earlier.add(one.text)
            judged.append(RewrittenSentence(item, one.numbers, tuple(dict.fromkeys(reasons))))
        return judged


def version_name(rewriting: Rewriting) -> str:
    """What the version is called that keeps a section as it was before its rewriting."""
    return f"trước khi viết lại mục “{rewriting.section}” bằng mô hình ngôn ngữ"


def _borne(said: Said, sources: Sequence[DraftItem]) -> list[DraftItem]:
    return [sources[number - 1] for number in said.numbers if 1 <= number <= len(sources)]


def _item(said: Said, sources: Sequence[DraftItem]) -> DraftItem:
    borne = _borne(said, sources)
    citations = tuple(dict.fromkeys(citation for one in borne for citation in one.citations))
    also = dict.fromkeys(citation for one in borne for citation in one.also if citation not in citations)
    return DraftItem(said.text, citations, state_of(said.text, citations), also=tuple(also))


def _plain_reasons(said: Said, count: int) -> list[str]:
    """What speaks against a sentence before anyone reads it."""
    if len(said.text) > LONGEST_SENTENCE:
        return [f"Câu dài quá {LONGEST_SENTENCE} ký tự nên không đối chiếu được."]
    if not said.numbers:
        return ["Câu không ghi số của câu nguồn nào."]
    unknown = [str(number) for number in said.numbers if not 1 <= number <= count]
    return [f"Không có câu nguồn số {', '.join(unknown)}."] if unknown else []


def _says(said: Said, sources: Sequence[DraftItem]) -> list[str]:
    """All that a sentence may draw its words from: the sentences it rests on, their passages, how these are named."""
    borne = _borne(said, sources)
    cited = _citations(borne)
    named = (f"{citation.symbol or ''} {citation.title}" for citation in cited)
    return list(dict.fromkeys((*(one.text for one in borne), *(citation.quote for citation in cited), *named)))


def _citations(items: Iterable[DraftItem]) -> list[Citation]:
    return [citation for item in items for citation in (*item.citations, *item.also)]
