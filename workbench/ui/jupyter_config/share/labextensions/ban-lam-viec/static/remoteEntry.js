/* A section of JupyterLab's launcher with the notebooks of the workbench, and word above a notebook whose panels have lost
   their kernel (decision 32).

   Written by hand, as what a bundler would make of a plugin this small: a container with `init` and `get` that takes
   JupyterLab's own modules from the scope it shares. */
(function () {
  "use strict";
  const CATEGORY = "Bàn làm việc";
  const FOLDER = "notebooks";
  const TITLES = {
    ban_lam_viec: "Mọi bảng trong một trang",
    tong_quan: "Tổng quan",
    tim_kiem: "Tìm kiếm",
    tu_khoa: "Từ khóa & xu hướng",
    so_lieu: "Số liệu",
    nhiem_vu: "Nhiệm vụ",
    quan_he: "Quan hệ văn bản",
    tong_hop: "Tổng hợp",
    du_thao: "Dự thảo",
    nap: "Nạp văn bản",
    nap_van_ban: "Nạp văn bản",
    cai_dat: "Cài đặt & Trợ giúp",
    cong_thuc: "Công thức bằng Python",
  };
  let shared = null;

  /* a module that JupyterLab shares: it is there in one version */
  async function module(name) {
    const versions = shared[name];
    return (await versions[Object.keys(versions)[0]].get())();
  }

  function title(name) {
    const stem = name.replace(/\.ipynb$/, "").replace(/^\d+_/, "");
    return TITLES[stem] || stem.replaceAll("_", " ");
  }

  async function fill(app, launcher) {
    const { notebookIcon } = await module("@jupyterlab/ui-components");
    const command = "ban-lam-viec:mo";
    app.commands.addCommand(command, {
      label: (args) => args.label || CATEGORY,
      caption: (args) => (args.path ? "Mở sổ tay " + args.path : CATEGORY),
      icon: notebookIcon,
      execute: (args) => app.commands.execute("docmanager:open", { path: args.path }),
    });
    const listed = await app.serviceManager.contents.get(FOLDER);
    const names = listed.content.filter((one) => one.type === "notebook").map((one) => one.name).sort();
    names.forEach((name, rank) => {
      launcher.add({ command, category: CATEGORY, rank, args: { path: FOLDER + "/" + name, label: title(name) } });
    });
  }

  /* -- panels whose kernel is gone -- */
  const KEPT = " Giỏ trích đoạn, dự thảo và những gì đã lưu không mất.";
  const STOPPED = "Phần xử lý của sổ tay này đã ngừng hoặc vừa khởi động lại, nên bảng bên dưới không trả lời nữa." + KEPT;
  const AWAY = "Mất kết nối với chương trình, đang thử nối lại…" + KEPT +
    " Nếu cửa sổ của chương trình đã bị đóng, hãy mở lại chương trình.";
  const LOOK = `
    .wb-lost { color: #1b1b1b; background: #ffe08a; }
    .wb-lost > div { display: flex; gap: 16px; align-items: center; justify-content: space-between; padding: 10px 16px; font-size: 14px; line-height: 1.6; border-bottom: 3px solid #8a4b00; }
    .wb-lost button { flex: none; font: inherit; padding: 2px 14px; color: #fff; background: #0b5394; border: 1px solid #0b5394;
      border-radius: 3px; cursor: pointer; }
    .wb-lost button:disabled { opacity: 0.6; cursor: default; }
    .wb-lost button:focus-visible { outline: 3px solid #1b1b1b; outline-offset: 2px; }
    .wb-dead { opacity: 0.5; filter: grayscale(1); }
    .wb-dead.jupyter-widgets-disconnected::before, .wb-dead .jupyter-widgets-disconnected::before { display: none !important; }`;
  const GONE = ["restarting", "autorestarting", "terminating", "dead"];
  const PATIENCE = 3000;

  /* JupyterLab's own word on it, which its Vietnamese pack leaves in English; ours says the same, and what to do */
  function dismiss(title) {
    const until = Date.now() + 10 * PATIENCE;
    const timer = window.setInterval(() => {
      for (const dialog of document.querySelectorAll(".jp-Dialog")) {
        const header = dialog.querySelector(".jp-Dialog-header");
        const button = dialog.querySelector("button.jp-mod-accept");
        if (header && button && header.textContent.trim() === title) {
          button.click();
          window.clearInterval(timer);
        }
      }
      if (Date.now() > until) {
        window.clearInterval(timer);
      }
    }, 100);
  }

  class Watch {
    constructor(app, notebook, Widget) {
      this.app = app;
      this.notebook = notebook;
      this.session = notebook.sessionContext;
      this.Widget = Widget;
      this.told = "";
      this.bar = null;
      this.waiting = null;
      this.session.statusChanged.connect((_sender, status) => GONE.includes(status) && this.stop());
      this.session.kernelChanged.connect((_sender, change) => change.oldValue && this.stop());
      this.session.connectionStatusChanged.connect((_sender, status) => this.connect(status));
      this.session.ready.then(() => this.look());
    }

    panels() {
      const found = [...this.notebook.content.node.querySelectorAll(".wb-panel")];
      return found.filter((one) => !one.parentElement.closest(".wb-panel"));
    }

    /* the kernel that made the panels is gone; another one knows nothing of them */
    stop() {
      const shown = this.panels();
      for (const one of shown) {
        one.classList.add("wb-dead");
        one.inert = true;
      }
      if (shown.length) {
        this.tell(STOPPED, true);
        dismiss("Kernel Restarting");
      }
    }

    connect(status) {
      window.clearTimeout(this.waiting);
      if (status === "connected") {
        if (this.told === AWAY) {
          this.tell("", false);
        }
      } else if (this.told !== STOPPED) {
        this.waiting = window.setTimeout(() => this.panels().length && this.tell(AWAY, false), PATIENCE);
      }
    }

    /* what a notebook shows of an earlier day: its panels were never in this page */
    look() {
      window.setTimeout(() => {
        const outputs = [...this.notebook.content.node.querySelectorAll(".jp-OutputArea-output.jupyter-widgets")];
        const broken = outputs.filter((one) => one.textContent.includes("model not found"));
        if (broken.length && !this.told) {
          for (const one of broken) {
            one.classList.add("wb-dead");
            one.textContent = "Bảng này đã đóng.";
          }
          this.tell("Bảng của lần mở trước đã đóng." + KEPT, true);
        }
      }, PATIENCE);
    }

    tell(text, reopen) {
      if (this.told === text) {
        return;
      }
      this.told = text;
      if (this.bar) {
        this.bar.dispose();
        this.bar = null;
      }
      if (!text) {
        return;
      }
      const node = document.createElement("div");
      const words = document.createElement("div");
      node.className = "wb-lost";
      node.setAttribute("role", "alert");
      node.append(words);
      words.append(text);
      if (reopen) {
        const button = document.createElement("button");
        button.type = "button";
        button.textContent = "Mở lại bảng";
        button.onclick = () => {
          button.disabled = true;
          this.reopen().catch((error) => console.error("ban-lam-viec", error)).finally(() => { button.disabled = false; });
        };
        words.append(button);
        this.follow(node);
      }
      const bar = new this.Widget({ node });
      this.bar = bar;
      this.notebook.contentHeader.addWidget(bar);
      /* the room above a notebook is shared out by what each part needs at least */
      new ResizeObserver(() => {
        if (!bar.isDisposed && node.style.minHeight !== words.offsetHeight + "px") {
          node.style.minHeight = words.offsetHeight + "px";
          this.notebook.contentHeader.fit();
        }
      }).observe(words);
    }

    /* people may run the cells again themselves */
    follow(node) {
      const timer = window.setInterval(() => {
        const isOver = !this.notebook.content.node.querySelector(".wb-dead");
        if (isOver || !this.bar || this.bar.node !== node) {
          window.clearInterval(timer);
        }
        if (isOver && this.bar && this.bar.node === node) {
          this.tell("", false);
        }
      }, 700);
    }

    async reopen() {
      const kernel = this.session.session && this.session.session.kernel;
      if (!kernel || kernel.status === "dead") {
        await this.session.restartKernel();
      }
      await this.session.session.kernel.info;
      this.app.shell.activateById(this.notebook.id);
      await this.app.commands.execute("notebook:run-all-cells");
    }
  }

  async function watchNotebooks(app, tracker) {
    const { Widget } = await module("@lumino/widgets");
    const style = document.createElement("style");
    style.textContent = LOOK;
    document.head.append(style);
    const watch = (notebook) => new Watch(app, notebook, Widget);
    tracker.widgetAdded.connect((_sender, notebook) => watch(notebook));
    tracker.forEach(watch);
  }

  async function extension() {
    const { ILauncher } = await module("@jupyterlab/launcher");
    const { INotebookTracker } = await module("@jupyterlab/notebook");
    const told = (error) => console.error("ban-lam-viec", error);
    return {
      __esModule: true,
      default: [
        {
          id: "ban-lam-viec:launcher",
          description: "Mục Bàn làm việc trong trang mở đầu",
          autoStart: true,
          requires: [ILauncher],
          activate: (app, launcher) => {
            fill(app, launcher).catch(told);
          },
        },
        {
          id: "ban-lam-viec:lost",
          description: "Báo khi phần xử lý của một sổ tay đã ngừng",
          autoStart: true,
          requires: [INotebookTracker],
          activate: (app, tracker) => {
            watchNotebooks(app, tracker).catch(told);
          },
        },
      ],
    };
  }

  window._JUPYTERLAB = window._JUPYTERLAB || {};
  window._JUPYTERLAB["ban-lam-viec"] = {
    init: (scope) => {
      shared = scope;
    },
    get: async (name) => {
      if (name !== "./extension") {
        throw new Error("ban-lam-viec has no module " + name);
      }
      const found = await extension();
      return () => found;
    },
  };
})();
