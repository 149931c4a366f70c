(function () {
  "use strict";

  /* light or dark, as the system is, and as it changes */
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  window.wbTheme = function () {
    document.documentElement.classList.toggle("wb-dark", dark.matches);
    if (document.body) {
      document.body.dataset.jpThemeLight = String(!dark.matches);
    }
  };
  dark.addEventListener("change", window.wbTheme);
  window.wbTheme();

  /* what has been said stays until it is no longer so */
  let told = "";
  function tell(text, reopen) {
    const place = document.getElementById("wb-lost");
    if (!place || told === text) {
      return;
    }
    told = text;
    place.hidden = !text;
    place.replaceChildren();
    if (text) {
      place.append(text);
      if (reopen) {
        const button = document.createElement("button");
        button.type = "button";
        button.textContent = "Mở lại";
        button.onclick = () => window.location.reload();
        place.append(" ", button);
      }
    }
  }
  const KEPT = " Giỏ trích đoạn, dự thảo và chỗ đang làm đã được lưu sau từng bước.";
  const STOPPED = "Phần xử lý của trang này đã ngừng, nên trang không trả lời nữa." + KEPT;
  const AWAY = "Mất kết nối với chương trình, đang thử nối lại…" + KEPT +
    " Nếu cửa sổ của chương trình đã bị đóng, hãy mở lại bằng biểu tượng trên màn hình.";
  const CLOSED = "Chương trình đã được mở lại từ đầu; trang này thuộc lần mở trước." + KEPT +
    " Hãy mở bằng biểu tượng trên màn hình.";

  function config() {
    const place = document.getElementById("jupyter-config-data");
    return place ? JSON.parse(place.textContent) : {};
  }

  /* a kernel that died and came back knows nothing of this page; a connection that was cut may come back */
  let open = 0;
  let checking = null;
  let failures = 0;
  async function check() {
    checking = null;
    const page = config();
    if (!page.kernelId) {
      return;
    }
    let answer = null;
    try {
      answer = await fetch(page.baseUrl + "api/kernels/" + page.kernelId, { cache: "no-store" });
    } catch (error) {
      tell(AWAY, false);
    }
    if (answer && answer.status === 404) {
      tell(STOPPED, true);
      return;
    }
    if (answer && answer.status === 403) {
      tell(CLOSED, false);
      return;
    }
    if (answer && answer.ok) {
      if (open > 0) {
        failures = 0;
        tell("", false);
        return;
      }
      failures += 1;
      if (failures > 4) {
        tell(STOPPED, true);
        return;
      }
    }
    watch();
  }
  function watch() {
    if (checking === null) {
      checking = window.setTimeout(check, 2500);
    }
  }
  const NativeSocket = window.WebSocket;
  window.addEventListener("offline", watch);
  window.WebSocket = class extends NativeSocket {
    constructor(...parts) {
      super(...parts);
      this.addEventListener("open", () => {
        open += 1;
        this.wbOpen = true;
        if (told) {
          watch();
        }
      });
      this.addEventListener("close", () => {
        if (this.wbOpen) {
          open -= 1;
        }
        watch();
      });
      this.addEventListener("message", (event) => {
        const size = event.data.byteLength || event.data.length;
        if (size > 4000) {
          return;
        }
        const text = typeof event.data === "string" ? event.data : new TextDecoder().decode(event.data);
        if (/"execution_state": ?"(restarting|autorestarting|dead)"/.test(text)) {
          tell(STOPPED, true);
        }
      });
    }
  };

  /* the token has opened the page and made its cookie: it need not stay in the address bar and the history */
  const address = new URL(window.location.href);
  if (address.searchParams.has("token")) {
    address.searchParams.delete("token");
    window.history.replaceState(null, "", address);
  }

  /* a page that is closed needs its kernel no more; one that the browser had only put aside begins anew */
  const SECRET = /(?:^|; )_xsrf=([^;]*)/;
  document.addEventListener("DOMContentLoaded", () => {
    if (!SECRET.test(document.cookie)) {
      fetch(config().baseUrl + "voila/tree/"); // a page that, unlike this one, sets the cookie against forged requests
    }
  });
  let leaving = false;
  window.addEventListener("pagehide", () => {
    const page = config();
    const secret = document.cookie.match(SECRET);
    if (page.kernelId && !leaving) {
      leaving = true;
      fetch(page.baseUrl + "voila/api/shutdown/" + page.kernelId, {
        method: "POST",
        keepalive: true,
        headers: secret ? { "X-XSRFToken": secret[1] } : {},
      });
    }
  });
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) {
      window.location.reload();
    }
  });

  /* Escape takes away what has been said: it floats over the panel */
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      for (const message of document.querySelectorAll(".wb-message")) {
        message.hidden = true;
      }
    }
  });

  /* what the controls' own library does not tell a screen reader */
  let due = false;
  function name() {
    due = false;
    for (const bar of document.querySelectorAll(".wb-nav")) {
      bar.setAttribute("role", "navigation");
      bar.setAttribute("aria-label", "Các bảng làm việc");
      for (const tab of bar.querySelectorAll("button")) {
        if (tab.classList.contains("wb-current")) {
          tab.setAttribute("aria-current", "page");
        } else {
          tab.removeAttribute("aria-current");
        }
      }
    }
  }
  new MutationObserver(() => {
    if (!due) {
      due = true;
      window.requestAnimationFrame(name);
    }
  }).observe(document.documentElement, { subtree: true, childList: true, attributes: true, attributeFilter: ["class"] });
  document.documentElement.lang = "vi";
})();
