"""Errors a person meets: what happened, then what to do."""

from __future__ import annotations

import pytest

from workbench import errors


def test_the_text_is_the_message_then_the_advice() -> None:
    assert str(errors.QueryError("Câu tìm quá dài.", "Hãy rút gọn.")) == "Câu tìm quá dài. Hãy rút gọn."
    assert str(errors.QueryError("Câu tìm quá dài.")) == "Câu tìm quá dài."


def test_every_error_can_be_caught_as_one() -> None:
    kinds = [kind for kind in vars(errors).values() if isinstance(kind, type)]
    assert len(kinds) > 5
    assert all(issubclass(kind, errors.WorkbenchError) for kind in kinds)


@pytest.mark.parametrize("mark", ["MẬT", "TỐI MẬT", "TUYỆT MẬT"])
def test_a_secret_document_is_refused_by_its_mark_alone(mark: str) -> None:
    error = errors.SecretDocument(mark)
    assert error.mark == mark
    assert mark in error.message
    assert error.advice
