/* A section of JupyterLab's launcher with the notebooks of the workbench (decision 32).

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

  async function extension() {
    const { ILauncher } = await module("@jupyterlab/launcher");
    return {
      __esModule: true,
      default: {
        id: "ban-lam-viec:launcher",
        description: "Mục Bàn làm việc trong trang mở đầu",
        autoStart: true,
        requires: [ILauncher],
        activate: (app, launcher) => {
          fill(app, launcher).catch((error) => console.error("ban-lam-viec", error));
        },
      },
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
