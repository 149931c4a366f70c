/* What is typed into a box reaches the kernel when people leave the box; half-typed Telex never does. Words that must not
   be lost with the page (class wb-area, wb-kept) reach it as well when typing has paused, and when the page goes away. */
(function () {
  "use strict";
  if (window.wbTyping) {
    return;
  }
  window.wbTyping = true;
  const PAUSE = 1200;
  const BOXES = ".wb-area textarea, .wb-kept input";
  const due = new Map();
  function send(box) {
    window.clearTimeout(due.get(box));
    due.delete(box);
    if (box.isConnected && box.value.trim()) {
      box.dispatchEvent(new Event("change", { bubbles: true }));
    }
  }
  function sendAll() {
    [...due.keys()].forEach(send);
  }
  function typed(event) {
    const box = event.target;
    if (!(box instanceof Element) || !box.matches(BOXES)) {
      return;
    }
    window.clearTimeout(due.get(box));
    due.delete(box);
    if (!event.isComposing) {
      due.set(box, window.setTimeout(send, PAUSE, box));
    }
  }
  document.addEventListener("input", typed, true);
  document.addEventListener("compositionend", typed, true);
  document.addEventListener("visibilitychange", sendAll);
  window.addEventListener("beforeunload", sendAll);
  window.addEventListener("pagehide", sendAll);
})();
