"""What a panel does when the archive has changed while another panel was on screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from workbench.ui.common import Panel


def ask_again(model: Any) -> None:
    """Show the same as before, asked anew; what can be taken back, and what was made, stays (the model's `LASTING`)."""
    kept = {name: getattr(model, name) for name in model.LASTING}
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
