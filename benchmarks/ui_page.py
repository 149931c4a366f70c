"""A browser page with a meter in it.

What is timed is timed inside the page, from the event of the mouse or the key to the second frame after the last change
of the page, so that neither this program nor its connection to the browser counts.
"""

from __future__ import annotations

import os
import shutil
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

_FLAGS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync", "--enable-precise-memory-info"),
]

QUIET_MS = 250
"""An answer is complete when the page did not change for so long; the time of the last change counts, not this wait."""

SAME_MS = 5_000
"""A page that did not change for so long shows the same as before."""

METER = """
(() => {
  const now = () => performance.now();
  const drawn = (then) => requestAnimationFrame(() => requestAnimationFrame(then));
  const meter = { panel: null, click: null, asked: null, first: null, hits: null, painted: null, last: null,
                  tasks: [], events: [], gap: 0, watching: false };
  window.meter = meter;
  const shown = (one) => one && one.checkVisibility() && one.getBoundingClientRect().height > 50;
  addEventListener("click", (event) => { meter.click = meter.asked = event.timeStamp; }, true);
  addEventListener("keydown", (event) => { if (event.key === "Enter") meter.asked = event.timeStamp; }, true);
  new MutationObserver((changes) => {
    if (meter.panel === null) {
      if (shown(document.querySelector(".wb-stage > .wb-panel"))) {
        meter.panel = -1;
        drawn(() => { meter.panel = now(); });
      }
      return;
    }
    if (meter.asked === null) return;
    const at = now();
    let inside = false;
    for (const change of changes) {
      const place = change.target.nodeType === 1 ? change.target : change.target.parentElement;
      if (place && place.closest(".wb-stage")) {
        meter.first = meter.first ?? at;
        meter.last = at;
        inside = inside || place.closest(".wb-list") !== null;
      }
    }
    if (inside) {
      meter.hits = at;
      drawn(() => { meter.painted = Math.max(meter.painted ?? 0, now()); });
    }
  }).observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
  meter.arm = () => { meter.asked = meter.first = meter.hits = meter.painted = meter.last = null; };
  meter.settled = (quiet, same) => meter.asked !== null &&
    (meter.last === null ? now() - meter.asked > same : now() - meter.last > quiet);
  meter.plain = async (html) => {
    const place = document.createElement("div");
    place.style.cssText = "position:fixed;inset:0;z-index:9999;background:#fff;overflow:auto";
    document.body.append(place);
    const before = now();
    place.innerHTML = html;
    await new Promise(drawn);
    const took = now() - before;
    place.remove();
    await new Promise(drawn);
    return took;
  };
  new PerformanceObserver((list) => {
    for (const one of list.getEntries()) if (meter.watching) meter.tasks.push(one.duration);
  }).observe({ type: "longtask" });
  new PerformanceObserver((list) => {
    for (const one of list.getEntries())
      if (meter.watching && /^(key|input|composition|beforeinput)/.test(one.name))
        meter.events.push([one.processingEnd - one.processingStart, one.duration]);
  }).observe({ type: "event", durationThreshold: 16 });
  let before = 0;
  const frame = (at) => {
    if (meter.watching && before) meter.gap = Math.max(meter.gap, at - before);
    before = meter.watching ? at : 0;
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
  meter.watch = () => { meter.tasks = []; meter.events = []; meter.gap = 0; meter.watching = true; };
  meter.report = () => {
    meter.watching = false;
    return { tasks: meter.tasks, events: meter.events, gap: meter.gap };
  };
})();
"""


@contextmanager
def browser() -> Iterator[Any]:
    """Debian's Chromium (or what CHROMIUM names) without a window, as one person's: its pages share what it has stored.

    Ends the run with a message where it is absent.
    """
    from playwright.sync_api import sync_playwright

    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        sys.exit("Chromium is not installed: apt-get install chromium fonts-liberation fonts-dejavu-core")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium, args=_FLAGS)
        context = opened.new_context(viewport={"width": 1500, "height": 1050})
        context.set_default_timeout(120_000)
        context.add_init_script(METER)
        yield context
        opened.close()


@contextmanager
def new_page(opened: Any) -> Iterator[Any]:
    """A page with the meter."""
    page = opened.new_page()
    yield page
    page.goto("about:blank")  # the page ends its kernel when it is left
    page.wait_for_timeout(500)
    page.close()


def first_panel(page: Any, timeout_s: float = 120.0) -> float:
    """Milliseconds from the start of the page's address to the first panel on screen."""
    page.wait_for_function("meter.panel > 0", polling=50, timeout=timeout_s * 1000)
    return float(page.evaluate("meter.panel"))


class Search:
    """The search panel of a page."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self.panel = page.locator(".wb-stage > .wb-panel").filter(visible=True)
        self.box = self.panel.get_by_label("Câu tìm", exact=True)
        self.find = self.panel.get_by_role("button", name="Tìm", exact=True)

    def ask(self, query: str, *, enter: bool) -> list[dict[str, float]]:
        """Type a question, send it, wait for its answers; milliseconds from the press to what `METER` saw.

        Nothing where the answers look the same as those before.
        """
        self.box.fill(query)
        self.page.evaluate("meter.arm()")
        if enter:
            self.box.press("Enter")
        else:
            self.find.click()
        self.wait()
        seen = self.page.evaluate("({...meter})")
        if seen["painted"] is None:
            return []
        return [{name: seen[name] - seen["asked"] for name in ("first", "hits", "painted", "last")}]

    def wait(self) -> None:
        """Wait until what was asked for stands."""
        self.page.wait_for_function(f"meter.settled({QUIET_MS}, {SAME_MS})", polling=25)

    def do(self, name: str, index: int = 0) -> None:
        """Press one of the panel's buttons, and wait until what it does is done."""
        button = self.panel.get_by_role("button", name=name, exact=True).filter(visible=True).nth(index)
        self.page.evaluate("meter.arm()")
        button.click()
        self.wait()

    def plain(self) -> float:
        """Milliseconds to paint the answers on screen as plain HTML."""
        html = self.panel.locator(".wb-list").evaluate("element => element.innerHTML")
        return float(self.page.evaluate("html => meter.plain(html)", html))


def type_keys(page: Any, text: str, keys_per_s: float) -> None:
    """Press one key after another."""
    for key in text:
        page.keyboard.press("Space" if key == " " else key)
        time.sleep(1 / keys_per_s)


def compose(session: Any, steps: Sequence[Sequence[str]], keys_per_s: float) -> None:
    """Type as an input method does: each syllable grows and changes under the cursor, then it is put in.

    Args:
        session: a session of the browser's own protocol with the page.
        steps: for each syllable what stands there after each key, the last being the syllable itself.
        keys_per_s: how fast.
    """
    for place, syllable in enumerate(steps):
        for text in syllable:
            session.send(
                "Input.imeSetComposition", {"text": text, "selectionStart": len(text), "selectionEnd": len(text)}
            )
            time.sleep(1 / keys_per_s)
        session.send("Input.insertText", {"text": syllable[-1] + (" " if place + 1 < len(steps) else "")})
        time.sleep(1 / keys_per_s)
