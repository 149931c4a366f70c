"""Documents as terms: what is kept of them, and that keeping loses nothing."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.index.document import (
    GAP,
    IndexedDocument,
    decode,
    encode,
    folded_text,
    joined,
    paired,
)
from workbench.vietnamese.syllables import tokens

_texts = st.one_of(
    st.text(max_size=200),
    st.lists(st.sampled_from(["cấp", "uỷ", "hoà", "Đảng", ".", ";\n\n", "(", "34-CT/TU", "x" * 150]), max_size=30).map(
        " ".join
    ),
)


@given(_texts)
def test_a_joined_text_keeps_syllables_and_who_stands_beside_whom(text: str) -> None:
    syllables = tokens(text)
    words = joined(syllables).split(" ") if syllables else []
    assert [word for word in words if word != GAP] == [item.key for item in syllables]
    beside = [(a.key, b.key) for a, b in pairwise(syllables) if b.position <= a.position + 1]
    assert [(a, b) for a, b in pairwise(words) if GAP not in (a, b)] == beside
    assert paired(joined(syllables)).split() == [f"{a}_{b}" for a, b in beside]


@given(_texts)
def test_the_folded_twin_stands_place_for_place(text: str) -> None:
    syllables = tokens(text)
    folded = folded_text(joined(syllables)).split(" ")
    exact = joined(syllables).split(" ")
    assert len(folded) == len(exact)
    folds = iter(item.fold for item in syllables)
    for word, twin in zip(exact, folded, strict=True):
        if word not in (GAP, ""):
            assert twin == (next(folds) or GAP)


_words = st.text(max_size=20)
_documents = st.builds(
    IndexedDocument,
    id=_words,
    body=_texts.map(lambda text: joined(tokens(text))),
    title=_words,
    symbols=st.lists(_words, max_size=3).map(tuple),
    cites=st.lists(_words, max_size=3).map(tuple),
    type=_words,
    issuer=_words,
    date=st.integers(0, 99_991_231),
    signer=_words,
    unit=_words,
    field=_words,
    validity=_words,
    labels=st.lists(_words, max_size=3).map(tuple),
    tags=st.lists(_words, max_size=3).map(tuple),
)


@given(_documents)
def test_what_is_kept_comes_back_as_it_was(document: IndexedDocument) -> None:
    kept = encode(document)
    again = decode(kept)
    assert again == document
    assert encode(again) == kept


@pytest.mark.parametrize("kept", [b"", b"rac", encode(IndexedDocument("a", "b", "c"))[:-3]])
def test_damaged_terms_are_refused(kept: bytes) -> None:
    with pytest.raises(ValueError, match="not an encoded document"):
        decode(kept)


def test_a_document_tells_how_often_a_term_occurs(make: Any) -> None:
    document = make("a", "Cấp ủy họp. Cấp ủy bàn", "Cấp ủy")
    assert document.term_counts("body") == {"cấp": 2, "ủy": 2, "họp": 1, "bàn": 1}
    assert document.term_counts("pair_fold") == {"cap_uy": 2, "uy_hop": 1, "uy_ban": 1}
    assert document.term_counts("title_fold") == {"cap": 1, "uy": 1}
