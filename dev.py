#!/usr/bin/env python3
"""The task runner: `python3 dev.py TASK` (Windows: `py dev.py TASK`). Standard library only, nothing to install first.

It makes `.venv`, installs what the lock files name with plain pip (hashes checked, wheels only), and runs the task in
it. On Debian it adds the few system packages a task needs. Steps already done are skipped: `.venv/dev-stamp.json` keeps
the hash of the lock files that were installed.
"""

from __future__ import annotations

import functools
import hashlib
import importlib.util
import json
import os
import platform
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
WINDOWS = os.name == "nt"
SCRIPTS, EXE = (VENV / "Scripts", ".exe") if WINDOWS else (VENV / "bin", "")
PYTHON = SCRIPTS / f"python{EXE}"
STAMP = VENV / "dev-stamp.json"
OLDEST_PYTHON = (3, 11)

# Two to four processes beside each other; a file of tests stays together, for its fixtures are dear.
IN_PARALLEL = ("-n", "logical", "--maxprocesses", "4", "--dist", "loadfile", "--no-loadscope-reorder")

BUILD_LOCK, RUNTIME_LOCK, DEV_LOCK = "requirements-build.lock", "requirements.lock", "requirements-dev.lock"
DEBIAN_FOR_TESTS = (
    *("chromium", "fonts-liberation", "fonts-dejavu-core", "fonts-croscore"),
    *("tesseract-ocr", "tesseract-ocr-vie", "p7zip-full", "unar", "desktop-file-utils"),
    *("libreoffice-writer-nogui", "libreoffice-calc-nogui", "libreoffice-impress-nogui"),
)

NO_NETWORK = (
    "Nếu máy không nối mạng: xem mục “Cài trên máy không có Internet” trong README.md. "
    "Nếu có mạng: kiểm tra kết nối rồi chạy lại đúng lệnh vừa dùng; phần đã xong sẽ được bỏ qua."
)


class Stop(Exception):
    """A step that cannot go on: what happened, what to do, and the exit code."""

    def __init__(self, message: str, advice: str = "", code: int = 1) -> None:
        super().__init__(message)
        self.message, self.advice, self.code = message, advice, code


def say(text: str) -> None:
    print(text, flush=True)


def step(title: str) -> None:
    say(f"\n── {title}")


def run(command: Iterable[str | Path], failure: str, advice: str = "") -> None:
    """Show a command, run it in the project's folder, and stop with `failure` and `advice` if it fails."""
    words = [str(word) for word in command]
    say(f"$ {subprocess.list2cmdline(words) if WINDOWS else shlex.join(words)}")
    # Not PYTHONUTF8: it would hide a forgotten encoding= from the tests.
    environment = {**os.environ, "PYTHONIOENCODING": "utf-8"}
    try:
        process = subprocess.Popen(words, cwd=ROOT, env=environment)
    except OSError as error:
        raise Stop(f"{failure} Không chạy được {words[0]}: {error.strerror}.", advice) from error
    interrupted = False
    while True:
        try:
            code = process.wait()
            break
        except KeyboardInterrupt:  # the command got Ctrl-C too: let it close its files and end by itself
            interrupted = True
    if interrupted:
        raise Stop("Đã dừng theo yêu cầu (Ctrl-C).", code=130)
    if code != 0:
        raise Stop(f"{failure} (mã thoát {code})", advice, code if code > 0 else 1)


# Debian packages ---------------------------------------------------------------------------------


def debian_missing(packages: Iterable[str]) -> list[str]:
    """Those of `packages` that are not installed on this Debian machine."""
    missing = []
    for package in packages:
        query = ["dpkg-query", "-W", "-f=${db:Status-Status}", package]
        answer = subprocess.run(query, capture_output=True, text=True, check=False)
        if answer.stdout.strip() != "installed":
            missing.append(package)
    return missing


def apt_install(packages: list[str]) -> None:
    """Install Debian packages, as root or through sudo."""
    by_hand = f"Hãy nhờ người quản trị máy chạy: apt-get install {' '.join(packages)}"
    as_root: list[str] = []
    if os.geteuid() != 0:
        if shutil.which("sudo") is None:
            raise Stop(f"Cần quyền quản trị để cài: {', '.join(packages)}.", by_hand)
        as_root = ["sudo"]
    apt = [*as_root, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-o", "DPkg::Lock::Timeout=300", "-qq"]
    try:
        run([*apt, "update"], "Không cập nhật được danh sách gói của hệ điều hành.")
    except Stop as stop:  # an old list is often good enough; if not, the next command says so
        say(f"{stop.message} Vẫn thử cài với danh sách đang có.")
    run([*apt, "install", "-y", "--no-install-recommends", *packages], "Không cài được gói hệ thống.", by_hand)


def need_for_tests() -> None:
    """Chromium, fonts, and the programs that some files are read with."""
    step("Trình duyệt, phông chữ và chương trình đọc tệp cho phép thử")
    if shutil.which("dpkg-query") is None or shutil.which("apt-get") is None:
        say("Máy này không dùng gói Debian: phép thử cần chương trình còn thiếu sẽ tự bỏ qua.")
        return
    missing = debian_missing(DEBIAN_FOR_TESTS)
    if missing:
        apt_install(missing)
    else:
        say("Đã có đủ.")


# The environment ---------------------------------------------------------------------------------


def venv_works() -> bool:
    """Whether `.venv` holds a Python that is new enough and has pip."""
    if not PYTHON.exists():
        return False
    check = f"import pip, sys; sys.exit(sys.version_info < {OLDEST_PYTHON})"
    try:
        return subprocess.run([str(PYTHON), "-c", check], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def make_venv() -> None:
    """Make `.venv`, or make it anew when it no longer works."""
    if venv_works():
        return
    step("Tạo môi trường Python riêng trong .venv")
    if importlib.util.find_spec("ensurepip") is None:  # Debian keeps it in a package of its own
        if shutil.which("apt-get") is None:
            raise Stop("Bản Python này thiếu ensurepip.", "Hãy cài bản Python đầy đủ từ 3.11 trở lên rồi chạy lại.")
        apt_install(["python3-venv"])
    run(
        [sys.executable, "-m", "venv", "--clear", VENV],
        "Không tạo được .venv.",
        "Đóng các chương trình đang dùng thư mục .venv, xóa thư mục đó rồi chạy lại.",
    )


def digest(*names: str) -> str:
    return hashlib.sha256(b"\0".join((ROOT / name).read_bytes() for name in names)).hexdigest()


def read_stamp() -> dict[str, str]:
    try:
        stamp = json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):  # not installed yet, or the last run was cut short: install again
        return {}
    return stamp if isinstance(stamp, dict) else {}


@functools.cache
def install(*, dev: bool) -> None:
    """Bring `.venv` to what the lock files say; `dev` adds what tests and checks need."""
    make_venv()
    stamp = read_stamp()
    locks = [BUILD_LOCK, DEV_LOCK if dev else RUNTIME_LOCK]
    dev_is_there = stamp.get("libraries") == digest(BUILD_LOCK, DEV_LOCK)  # the development lock holds the other
    pip = [PYTHON, "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
    if stamp.get("libraries") != digest(*locks) and not dev_is_there:
        step("Cài thư viện theo tệp khóa (lần đầu mất vài phút)")
        files = [word for lock in locks for word in ("-r", lock)]
        failure = "Chưa cài được thư viện."
        run([*pip, "--require-hashes", "--only-binary=:all:", *files], failure, NO_NETWORK)
        stamp["libraries"] = digest(*locks)
        STAMP.write_text(json.dumps(stamp), encoding="utf-8")
    project = f"{ROOT} {digest('pyproject.toml')}"  # a moved folder leaves a link to nowhere behind
    if stamp.get("project") != project:
        step("Cài chính công cụ này vào .venv")
        here = ["--no-index", "--no-deps", "--no-build-isolation", "--editable", "."]
        run([*pip, *here], "Chưa cài được công cụ.", "Xóa thư mục .venv rồi chạy lại.")
        stamp["project"] = project
        STAMP.write_text(json.dumps(stamp), encoding="utf-8")


def module(name: str, *words: str) -> list[str | Path]:
    return [PYTHON, "-m", name, *words]


# Tasks -------------------------------------------------------------------------------------------


def demo(extra: list[str]) -> None:
    """cài đặt rồi làm trọn một lượt với kho văn bản mẫu"""
    install(dev=False)
    step("Làm trọn một lượt với kho văn bản mẫu")
    run([SCRIPTS / f"workbench{EXE}", "demo", *extra], "Công cụ đã dừng vì lỗi.", "Đọc thông báo ngay phía trên.")


def test(extra: list[str]) -> None:
    """cài đặt rồi chạy mọi kiểm tra và phép thử"""
    install(dev=True)
    need_for_tests()
    for check in (lint, types, imports, guide):
        check([])
    pytest("Mọi phép thử", [*IN_PARALLEL, *extra])


def setup(extra: list[str]) -> None:
    """chỉ cài đặt, đủ cho việc phát triển"""
    install(dev=True)
    say("\nĐã cài xong. Chạy công cụ: python3 dev.py demo")


def lint(extra: list[str]) -> None:
    """soát lỗi viết mã (ruff)"""
    install(dev=True)
    step("Soát lỗi viết mã")
    advice = "Chạy: python3 dev.py format; phần còn lại sửa theo thông báo ở trên."
    run(module("ruff", "check", "."), "Ruff thấy chỗ cần sửa.", advice)
    run(module("ruff", "format", "--check", "."), "Có tệp chưa đúng khuôn trình bày.", advice)


def format_(extra: list[str]) -> None:
    """trình bày lại mã nguồn và sửa lỗi sửa được tự động"""
    install(dev=True)
    step("Trình bày lại mã nguồn")
    run(module("ruff", "check", "--fix", "."), "Còn chỗ phải tự sửa.", "Sửa theo thông báo ở trên.")
    run(module("ruff", "format", "."), "Không trình bày lại được.", "Sửa lỗi cú pháp theo thông báo ở trên.")


def types(extra: list[str]) -> None:
    """kiểm tra kiểu (mypy --strict)"""
    install(dev=True)
    step("Kiểm tra kiểu")
    run(module("mypy", *extra), "Kiểu chưa khớp.", "Sửa theo thông báo ở trên.")


def imports(extra: list[str]) -> None:
    """kiểm tra thứ tự các tầng (import-linter)"""
    install(dev=True)
    step("Kiểm tra thứ tự các tầng")
    advice = "Mỗi phần chỉ được dùng các tầng dưới nó: xem [tool.importlinter] trong pyproject.toml."
    run([SCRIPTS / f"lint-imports{EXE}", "--no-logo"], "Có phần dùng ngược lên tầng trên.", advice)


def pytest(title: str, words: list[str]) -> None:
    step(title)
    run(module("pytest", *words), "Có phép thử không đạt.", "Xem tên phép thử và lý do ở trên.")


def unit(extra: list[str]) -> None:
    """các phép thử nhanh, không cần trình duyệt (thêm được tham số pytest)"""
    install(dev=True)
    pytest("Phép thử nhanh", ["-m", "not browser and not notebooks", *IN_PARALLEL, *extra])


def browser(extra: list[str]) -> None:
    """phép thử trên trình duyệt Chromium và trên các sổ tay"""
    install(dev=True)
    need_for_tests()
    guide([])  # the panel of help opens it
    pytest("Phép thử trên trình duyệt và sổ tay", ["-m", "browser or notebooks", *extra])


def guide(extra: list[str]) -> None:
    """dựng hướng dẫn sử dụng vào workbench/_guide/ (mở bằng: workbench guide)"""
    install(dev=True)
    step("Dựng hướng dẫn sử dụng")
    run(module("tools.guide", *extra), "Chưa dựng được hướng dẫn.", "Sửa trang trong docs/huong-dan/ theo thông báo.")


def screenshots(extra: list[str]) -> None:
    """chụp lại màn hình vào test-output/ và lấy hình cho hướng dẫn"""
    install(dev=True)
    need_for_tests()
    guide([])
    pytest("Chụp màn hình", ["-m", "browser", *extra])
    guide(["pictures"])
    for picture in sorted((ROOT / "test-output").glob("*.png")):
        say(str(picture.relative_to(ROOT)))


def sample(extra: list[str]) -> None:
    """sinh lại kho văn bản mẫu trong corpus/"""
    install(dev=True)
    need_for_tests()
    step("Sinh lại kho văn bản mẫu")
    run(module("tools.sample_archive", *extra), "Không sinh được kho mẫu.", "Xem thông báo ở trên.")


def wheelhouse(extra: list[str]) -> None:
    """gom mọi gói vào kho-goi/ để cài trên máy không có Internet"""
    guide([])  # needs what tests need; the office gets the pages only
    step("Gom các gói vào kho-goi/")
    pip = module("pip", "--disable-pip-version-check")
    target = ROOT / "kho-goi"
    exact = ["--require-hashes", "--only-binary=:all:", "--dest", target, "-r", RUNTIME_LOCK]
    run([*pip, "download", "--quiet", *exact], "Chưa tải được đủ các gói.", NO_NETWORK)
    here = ["--no-index", "--no-deps", "--no-build-isolation", "--wheel-dir", target, "."]
    run([*pip, "wheel", "--quiet", *here], "Chưa đóng gói được công cụ.", "Xóa thư mục .venv rồi chạy lại.")
    shutil.copy2(ROOT / RUNTIME_LOCK, target)
    python = ".".join(str(part) for part in sys.version_info[:2])
    say(f"Đã xong: chép cả thư mục kho-goi sang máy {platform.system()} có Python {python}; làm tiếp theo README.md.")


def lock(extra: list[str]) -> None:
    """tính lại các tệp khóa (thêm --upgrade để lấy bản mới nhất)"""
    make_venv()
    step("Tính lại tệp khóa")
    if subprocess.run(list(map(str, module("uv", "--version"))), capture_output=True, check=False).returncode != 0:
        run(module("pip", "install", "--quiet", "--only-binary=:all:", "uv>=0.13"), "Không cài được uv.", NO_NETWORK)
    # One version for all Pythons where there is one: the wheels made for 3.11.2 then serve 3.11.9 too.
    compile_ = [
        *("uv", "pip", "compile", "--quiet", "--universal", "--python-version", "3.11", "--generate-hashes"),
        *("--fork-strategy", "fewest"),
        *("--no-annotate", "--no-emit-index-url", "--custom-compile-command", "python3 dev.py lock", *extra),
    ]
    for source, target in (
        (["pyproject.toml"], RUNTIME_LOCK),
        (["pyproject.toml", "--extra", "dev", "--constraint", RUNTIME_LOCK], DEV_LOCK),
        (["--group", "build", "--constraint", DEV_LOCK], BUILD_LOCK),
    ):
        run(module(*compile_, *source, "--output-file", target), f"Không tính được {target}.", NO_NETWORK)
        if "://" in (ROOT / target).read_text(encoding="utf-8"):
            raise Stop(f"{target} có ghi địa chỉ máy chủ.", "Bỏ thiết lập nguồn gói riêng của máy này rồi chạy lại.")
    say("Đã xong. Chạy python3 dev.py test trước khi lưu tệp khóa mới.")


TASKS: dict[str, Callable[[list[str]], None]] = {
    "demo": demo,
    "test": test,
    "setup": setup,
    "lint": lint,
    "format": format_,
    "types": types,
    "imports": imports,
    "unit": unit,
    "browser": browser,
    "guide": guide,
    "screenshots": screenshots,
    "sample": sample,
    "wheelhouse": wheelhouse,
    "lock": lock,
}


def usage() -> str:
    lines = [f"  {name:<12} {task.__doc__}" for name, task in TASKS.items()]
    return "\n".join(["Cách dùng: python3 dev.py VIỆC   (Windows: py dev.py VIỆC)", "", "Các việc:", *lines])


def main(arguments: list[str]) -> int:
    for stream in (sys.stdout, sys.stderr):  # a Windows console may not be set to UTF-8
        stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    if sys.version_info < OLDEST_PYTHON:
        say(f"Cần Python 3.11 trở lên; đang chạy bản {sys.version.split()[0]}. Hãy cài bản mới rồi chạy lại.")
        return 1
    if not arguments or arguments[0] in ("-h", "--help", "help"):
        say(usage())
        return 0
    task = TASKS.get(arguments[0])
    if task is None:
        say(f"Không có việc tên “{arguments[0]}”.\n\n{usage()}")
        return 2
    try:
        task(arguments[1:])
    except Stop as stop:
        say(f"\n✗ {stop.message}")
        if stop.advice:
            say(f"  {stop.advice}")
        return stop.code
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
