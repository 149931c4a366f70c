"""What a panel does when the archive has changed while another panel was on screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from workbench.ui.common import Panel

_KEPT = ("_undos", "_strokes", "_saved", "letters", "letters_page", "proofs")
"""What a model holds beside its state: what can be taken back, and what was made and not saved yet."""


def ask_again(model: Any) -> None:
    """Show the same as before, asked anew; what can be taken back can be so still."""
    kept = {name: getattr(model, name) for name in _KEPT if hasattr(model, name)}
    model.restore(model.state())
    for name, value in kept.items():
        setattr(model, name, value)
    model.revision += 1


def tell_changed(panel: Panel, label: str) -> None:
    """Say that what is on screen may be out of date, where asking anew would keep people waiting.

    Args:
        panel: where it is said.
        label: of the button that asks anew.
    """
    panel.say(f"Kho đã có thay đổi từ lần xem trước. Bấm “{label}” để lấy kết quả mới.")
