"""What every panel is made of: the guard around its callbacks, its message area, its progress bar, its controls."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import TYPE_CHECKING, Any

import ipywidgets as widgets
from ipywidgets.widgets.widget_string import HTMLStyle, TextStyle

from workbench.errors import WorkbenchError
from workbench.folders import folder_gone, make_folder, require_folder
from workbench.ui.enter import Enter
from workbench.ui.markup import escape
from workbench.ui.progress import ProgressBar
from workbench.ui.remembering import soon
from workbench.ui.style import style_widget

if TYPE_CHECKING:
    from workbench.ui.bench import Bench

STRICT = "WORKBENCH_STRICT_UI"
"""Environment variable: when "1", an exception in a callback is shown and also raised, so that tests fail on it."""

_TYPED = "go_do"
"""Under this key a panel's state holds what was typed and not used yet."""

logger = logging.getLogger("workbench.ui")


class Panel:
    """A panel: `widget` is what a notebook shows, `errors` what went wrong in its callbacks, in order.

    Every callback goes through `guarded`: an exception in a widget callback would otherwise vanish without a trace.
    `model` is what it shows, with `state()` and `restore(state)` (plain JSON values); `bench` what it shares with the
    other panels of a window, None where a notebook shows it alone.
    """

    model: Any
    bench: Bench | None = None
    follows_update = False
    """Whether the panel itself shows how a build of the archive goes on, and what it brought."""
    concerns: tuple[str, ...] = ("files", "decisions")
    """The changes elsewhere that the panel shows: fields of `Moment`."""

    def __init__(self, title: str, log_folder: Path) -> None:
        _shared.clear()
        self.title = title
        self.errors: list[Exception] = []
        self.message = widgets.HTML()
        self.message.add_class("wb-messages")
        self.progress = ProgressBar()
        self.widget = widgets.VBox()
        self.widget.add_class("wb-panel")
        self._log_path = log_folder / "ui.log"
        self._root = next(folder for folder in log_folder.parents if folder.is_dir())
        self._depth = 0
        self._quiet = False
        self._keep: Callable[[], None] | None = None
        self._boxes: dict[str, widgets.Widget] = {}
        self._unused: dict[str, str] = {}

    def _repr_mimebundle_(self, **options: Any) -> Any:
        bundle = self.widget._repr_mimebundle_(**options)
        if bundle is not None:  # where no panel can be shown: in a notebook that is read elsewhere
            bundle["text/plain"] = f"Bảng “{self.title}”: hãy chạy ô này để mở."
        return bundle

    @property
    def is_shown(self) -> bool:
        """Whether the panel is the one on screen."""
        return bool(self.widget.layout.display != "none")

    def fill(self, *parts: widgets.Widget) -> None:
        """Lay out the panel: its heading, its message area, its progress bar, then the parts, in tab order."""
        heading = widgets.HTML(f"<h2>{escape(self.title)}</h2>")
        heading.add_class("wb-title")
        self.widget.children = (style_widget(), heading, self.message, self.progress.widget, *parts)

    def say(self, text: str) -> None:
        """Show a short piece of news in the message area."""
        self.message.value = f'<div class="wb-message" role="status">{escape(text)}</div>' if text else ""

    def guarded(self, action: Callable[..., None]) -> Callable[..., None]:
        """`action` as a callback: whatever it raises is shown in the message area and kept in `errors`.

        Guarded actions may call one another: only the outermost one shows the error.
        """

        @wraps(action)
        def call(*args: Any, **kwargs: Any) -> None:
            outermost = self._depth == 0
            if outermost:
                self.say("")
            self._depth += 1
            try:
                if outermost:
                    self._require_root()
                action(*args, **kwargs)
            except Exception as error:
                if not outermost:
                    raise
                self._show(error)
                if os.environ.get(STRICT) == "1":
                    raise
            finally:
                self._depth -= 1
                if outermost:
                    self.progress.hide()
                    self._remember()

        return call

    def open(self, **what: Any) -> None:
        """Show what another panel asks for (`Bench.go`); each panel says what it can open."""
        if what:
            raise TypeError(f"{type(self).__name__} cannot open {sorted(what)}")

    def catch_up(self) -> None:
        """Show what has changed in the archive since the panel was last on screen (`Bench.moment`); quick, and without
        taking anything out of people's hands. Here: what is known of the open document."""
        reader = getattr(self.model, "reader", None)
        if reader is not None:
            reader.renew()

    def fail(self, error: Exception | None) -> None:
        """Show what went wrong in work beside the panel; without an event loop it comes from another thread, while the
        press that began it may not be over yet."""
        self.progress.hide()
        if error is not None:
            self._show(error)
            if os.environ.get(STRICT) == "1":
                raise error

    def keep_state(self, bench: Bench, key: str) -> None:
        """Show again what `bench` remembers of this panel, and have it remember every change from now on."""
        state = bench.recall(key)
        typed = state.pop(_TYPED, {})
        typed = typed.items() if isinstance(typed, dict) else ()
        self._unused = {name: text for name, text in typed if isinstance(text, str)}
        if state:
            self.progress.start("Đang mở lại chỗ làm dở…")
            self.guarded(self.model.restore)(state)
        for name in self._boxes:
            self._give_back(name)
        self._keep = lambda: bench.remember(key, self.model.state() | self._typed())
        self.model.observe(lambda _change: self._remember())

    def keep_text(self, name: str, box: widgets.Widget) -> None:
        """Have what stands in a box and was not used yet remembered with the state of the panel, and stand there again
        after a restart.

        Args:
            name: of the box within the panel.
            box: a `text_area`; a `text_box` has to have the class wb-kept, by which the page tells what is typed.
        """
        self._boxes[name] = box
        self._give_back(name)
        box.observe(lambda _change: self._remember(), "value")

    def _give_back(self, name: str) -> None:
        text = self._unused.pop(name, "")
        if text:
            self.set_value(self._boxes[name], text)

    def _typed(self) -> dict[str, dict[str, str]]:
        texts = {name: str(box.value) for name, box in self._boxes.items()}
        kept = {name: text for name, text in (self._unused | texts).items() if text.strip()}
        return {_TYPED: kept} if kept else {}

    def _remember(self) -> None:
        """Have the bench remember what is shown, a moment after an action, however much that changes."""
        if self._keep is not None and self._depth == 0:
            soon(self, self._write_state)

    def _write_state(self) -> None:
        if self._keep is not None:
            self._keep()

    def on_click(self, button: widgets.Button, action: Callable[[], None]) -> None:
        """Run `action` when the button is pressed."""

        @self.guarded
        def pressed(_button: widgets.Button) -> None:
            action()

        button.on_click(pressed)

    def on_change(self, widget: widgets.Widget, action: Callable[[Any], None], name: str = "value") -> None:
        """Run `action(new value)` when people choose another value."""

        chosen = self.guarded(action)

        def changed(change: Any) -> None:
            if not self._quiet:
                chosen(change["new"])

        widget.observe(changed, name)

    def set_options(self, box: widgets.Dropdown, options: list[tuple[str, Any]], value: Any) -> None:
        """Give a dropdown new options and choose `value` among them (else the first).

        Nobody chose anything, so no callback of `on_change` runs.
        """
        values = [option for _, option in options]
        chosen = value if value in values else (values[0] if values else None)
        with self._unheard():
            if list(box.options) != options:
                box.options = options
            if box.value != chosen:
                box.value = chosen

    def set_value(self, box: widgets.Widget, value: Any) -> None:
        """Change what a control shows; nobody typed or chose it, so no callback of `on_change` runs."""
        with self._unheard():
            box.value = value

    @contextmanager
    def _unheard(self) -> Iterator[None]:
        before, self._quiet = self._quiet, True
        try:
            yield
        finally:
            self._quiet = before

    def on_enter(self, box: widgets.Text, action: Callable[[], None]) -> None:
        """Run `action` when Enter is pressed in a text box, but not when people merely leave the box."""
        Enter(box, self.guarded(action))

    def _require_root(self) -> None:
        """Nothing is done where the folder went away: doing it would make a new, empty one where people look for
        theirs."""
        require_folder(self._root)
        if not self._root.is_dir():
            raise folder_gone(self._root)

    def _show(self, error: Exception) -> None:
        self.errors.append(error)
        if isinstance(error, WorkbenchError):
            advice = f"<p>{escape(error.advice)}</p>" if error.advice else ""
            body = f"<p><strong>{escape(error.message)}</strong></p>{advice}"
        else:
            where = self._log(error)
            body = f"<p><strong>Có lỗi ngoài dự kiến ({escape(type(error).__name__)}).</strong></p><p>{where}</p>"
        self.message.value = f'<div class="wb-message wb-error" role="alert">{body}</div>'

    def _log(self, error: Exception) -> str:
        try:
            make_folder(self._log_path.parent)
            handler = RotatingFileHandler(self._log_path, maxBytes=1_000_000, backupCount=2, encoding="utf-8")
        except (OSError, WorkbenchError) as failure:
            return f"Không ghi được chi tiết vào {escape(str(self._log_path))} ({escape(str(failure))})."
        handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
        logger.addHandler(handler)
        try:
            logger.error("panel “%s”", self.title, exc_info=error)
        finally:
            logger.removeHandler(handler)
            handler.close()
        return f"Chi tiết đã ghi vào tệp {escape(str(self._log_path))}; hãy gửi tệp này cho người quản trị."


@contextmanager
def disabled(*controls: widgets.Widget) -> Iterator[None]:
    """Controls that cannot be used while a longer job runs."""
    for control in controls:
        control.disabled = True
    try:
        yield
    finally:
        for control in controls:
            control.disabled = False


_shared: dict[type[widgets.Widget], widgets.Widget] = {}
"""Models that many controls of one panel share; a new panel begins with its own, so that it never depends on what an
earlier one sent to the browser."""


def _share(kind: type[widgets.Widget]) -> Any:
    if kind not in _shared:
        _shared[kind] = kind()
    return _shared[kind]


def _options(css: str, *, fixed: bool = False, hidden: bool = False) -> dict[str, Any]:
    """Classes and layout for the constructor: whatever is set later is one message more to the browser, and the
    kernel's socket drops messages beyond a thousand that wait."""
    options: dict[str, Any] = {"_dom_classes": tuple(css.split())}
    if fixed:
        options["layout"] = _share(widgets.Layout)
    elif hidden:
        options["layout"] = widgets.Layout(display="none")
    return options


def button(
    label: str, tooltip: str = "", kind: str = "", *, fixed: bool = False, hidden: bool = False
) -> widgets.Button:
    """A button with a text label.

    Args:
        label: its text.
        tooltip: what it does, in more words.
        kind: "main" for the one action a panel is about, "small" inside lists.
        fixed: it is never hidden by itself, only with the row it stands in.
        hidden: it is not on screen at first.
    """
    css = f"wb-button wb-{kind}" if kind else "wb-button"
    options = _options(css, fixed=fixed, hidden=hidden)
    return widgets.Button(description=label, tooltip=tooltip or label, style=_share(widgets.ButtonStyle), **options)


def html_text(css: str = "", *, fixed: bool = False, hidden: bool = False) -> widgets.HTML:
    """A place for text as HTML; `fixed`: it is never hidden by itself."""
    return widgets.HTML(style=_share(HTMLStyle), **_options(css, fixed=fixed, hidden=hidden))


def text_box(label: str, placeholder: str = "", css: str = "") -> widgets.Text:
    """A labelled line of text whose value arrives when typing is over (half-typed Telex never does)."""
    style, classes = TextStyle(description_width="initial"), _options(f"wb-field {css}")
    return widgets.Text(description=label, placeholder=placeholder, continuous_update=False, style=style, **classes)


def text_area(label: str) -> widgets.Textarea:
    """A labelled box for a sentence or a paragraph; its value arrives when people leave it."""
    style, classes = TextStyle(description_width="initial"), _options("wb-field wb-area")
    return widgets.Textarea(description=label, continuous_update=False, style=style, **classes)


def dropdown(label: str, options: list[tuple[str, Any]], css: str = "") -> widgets.Dropdown:
    """A labelled choice of one value."""
    style, classes = {"description_width": "initial"}, _options(f"wb-field {css}")
    return widgets.Dropdown(description=label, options=options, style=style, **classes)


def row(*children: widgets.Widget, css: str = "", hidden: bool = False) -> widgets.Box:
    """Controls side by side, wrapped onto the next line in a narrow window; `hidden`: not on screen at first."""
    return widgets.Box(children, **_options(f"wb-row {css}", hidden=hidden))


def column(*children: widgets.Widget, css: str = "", hidden: bool = False) -> widgets.VBox:
    """Parts one below the other; `hidden`: not on screen at first."""
    return widgets.VBox(children, **_options(css, hidden=hidden))


def show_if(condition: bool, *parts: widgets.Widget) -> None:
    """Show or hide parts without removing them: the number of widgets never changes.

    Raises:
        ValueError: a part was made to be `fixed`: all such parts would come and go with it.
    """
    for part in parts:
        if part.layout is _shared.get(widgets.Layout):
            raise ValueError(f"{type(part).__name__} is fixed and cannot be hidden by itself")
        part.layout.display = "" if condition else "none"


def set_class(widget: widgets.DOMWidget, name: str, wanted: bool) -> None:
    """Give a widget a CSS class, or take it away."""
    if wanted:
        widget.add_class(name)
    else:
        widget.remove_class(name)
