"""One settings object: where the folders are, and what an office may set in `workbench.toml`."""

from __future__ import annotations

import ipaddress
import os
import tomllib
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, Literal, cast, get_args
from urllib.parse import SplitResult, urlsplit

from workbench.errors import SettingsError
from workbench.folders import remember

FILE_NAME = "workbench.toml"

EngineSetting = Literal["auto", "whoosh", "tantivy"]
"""Which full-text engine an archive has."""


@dataclass(frozen=True)
class Office:
    """The office in whose name drafts are exported; unknown parts stay visible dots in the export.

    Attributes:
        parent: cơ quan cấp trên, e.g. "TỈNH ỦY LAM GIANG".
        organ: cơ quan ban hành, e.g. "VĂN PHÒNG".
        symbol: what follows "Số …-BC/", e.g. "VPTU".
        place: địa danh before the date.
        signer_authority: quyền hạn ký, "T/M BAN THƯỜNG VỤ"; "-" for a head who signs in their own right.
        signer_role: chức vụ of who signs.
        signer_name: họ tên of who signs.
        recipients: nơi nhận, one a line.

    `parent`, too, may be "-": there is no organ above.
    """

    parent: str = ""
    organ: str = ""
    symbol: str = ""
    place: str = ""
    signer_authority: str = ""
    signer_role: str = ""
    signer_name: str = ""
    recipients: tuple[str, ...] = ()


@dataclass(frozen=True)
class LanguageModel:
    """A language-model server in the office, which may reword a section of a draft; off by default.

    Attributes:
        address: where it answers as OpenAI's does, "http://127.0.0.1:8080/v1"; "" for none. This machine or the local
            network only (`is_office_address`): what is sent are words of documents.
        model: the model's name there.
        seconds: longest that one answer may take.
        allow_labelled: sections whose sources bear a label of circulation (domain.md §5.2) may be sent, too.
    """

    address: str = ""
    model: str = ""
    seconds: float = 180.0
    allow_labelled: bool = False

    @property
    def is_on(self) -> bool:
        """Whether the office has set one."""
        return bool(self.address)

    @property
    def parts(self) -> SplitResult:
        """The address in its parts."""
        return urlsplit(self.address)


@dataclass(frozen=True)
class Settings:
    """Where things are and how to work.

    Attributes:
        root: the folder that holds everything.
        corpus: originals; never changed.
        indexes: catalogue and index; can be rebuilt.
        workspace: what people made (drafts …); never deleted by a rebuild.
        workers: processes that read files during a build; 0 means one a core.
        reading_minutes: longest that reading one small file may take; a file of 15 MB may take twice that, and so on.
        reading_memory_mb: memory that a reader may ask for, in MB (held to on Linux only).
        engine: "whoosh", "tantivy", or "auto": by the size of the archive (decision 18).
        history: whether searches made and documents opened are noted in the workspace.
        office: the office named in exports.
        language_model: a server that may reword sections of drafts; none by default.
    """

    root: Path
    corpus: Path
    indexes: Path
    workspace: Path
    workers: int = 0
    reading_minutes: float = 15.0
    reading_memory_mb: int = 2048
    engine: EngineSetting = "auto"
    history: bool = True
    office: Office = field(default_factory=Office)
    language_model: LanguageModel = field(default_factory=LanguageModel)

    @property
    def lexicon(self) -> Path:
        """Folder of the office's own tables of words (see `workbench.vietnamese.lexicon`); it need not exist."""
        return self.workspace / "bang-tra"

    @property
    def worker_count(self) -> int:
        """The number of reader processes to use, at least 1."""
        return self.workers or max(os.cpu_count() or 1, 1)


_KEYS = frozenset(item.name for item in fields(Settings)) - {"root"}


def load(root: Path | str) -> Settings:
    """The settings of a root folder: defaults, changed by its `workbench.toml` if there is one.

    Raises:
        SettingsError: the root is no folder, or the file is not TOML, or a key or value is not known.
    """
    folder = Path(root).expanduser().resolve()
    if not folder.is_dir():
        raise SettingsError(f"Không có thư mục “{folder}”.", "Hãy tạo thư mục hoặc sửa lại đường dẫn (--root).")
    given = _read(folder / FILE_NAME)
    for name in given:
        if name not in _KEYS:
            raise SettingsError(f"Tệp {FILE_NAME} có mục lạ “{name}”.", "Hãy xóa hoặc sửa tên mục này.")
    workers = given.get("workers", 0)
    if isinstance(workers, bool) or not isinstance(workers, int) or not 0 <= workers <= 256:
        raise SettingsError(f"Tệp {FILE_NAME}: workers = {workers!r} không dùng được.", "Hãy ghi một số từ 0 đến 256.")
    history = given.get("history", True)
    if not isinstance(history, bool):
        raise SettingsError(f"Tệp {FILE_NAME}: history = {history!r} không dùng được.", "Hãy ghi true hoặc false.")
    settings = Settings(
        root=folder,
        corpus=folder / _text(given, "corpus", "corpus"),
        indexes=folder / _text(given, "indexes", "indexes"),
        workspace=folder / _text(given, "workspace", "workspace"),
        workers=workers,
        reading_minutes=_number(given, "reading_minutes", Settings.reading_minutes, 0.01, 24 * 60),
        reading_memory_mb=int(_number(given, "reading_memory_mb", Settings.reading_memory_mb, 512, 1_000_000)),
        engine=_engine(given.get("engine", "auto")),
        history=history,
        office=_office(given.get("office", {})),
        language_model=_language_model(given.get("language_model", {})),
    )
    remember(folder, settings.corpus, settings.indexes, settings.workspace, folder / FILE_NAME)
    return settings


def _engine(given: Any) -> EngineSetting:
    for known in get_args(EngineSetting):
        if given == known:
            return cast("EngineSetting", known)
    raise SettingsError(
        f"Tệp {FILE_NAME}: engine = {given!r} không dùng được.",
        f"Hãy ghi một trong các giá trị: {', '.join(get_args(EngineSetting))}.",
    )


def _read(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        return {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"Tệp “{file}” không đúng dạng TOML: {error}.", "Hãy sửa dòng đã nêu.") from error
    except OSError as error:
        raise SettingsError(f"Không đọc được tệp “{file}”.", "Hãy kiểm tra quyền đọc tệp này.") from error


def _text(given: dict[str, Any], name: str, default: str) -> str:
    value = given.get(name, default)
    if not isinstance(value, str):
        raise SettingsError(f"Tệp {FILE_NAME}: {name} = {value!r} phải là chữ trong ngoặc kép.", "Hãy sửa giá trị này.")
    return value


def _number(given: dict[str, Any], name: str, default: float, least: float, most: float) -> float:
    value = given.get(name, default)
    if isinstance(value, bool) or not isinstance(value, int | float) or not least <= value <= most:
        raise SettingsError(
            f"Tệp {FILE_NAME}: {name} = {value!r} không dùng được.", f"Hãy ghi một số từ {least:g} đến {most:g}."
        )
    return value


def _table(given: Any, table: str, kind: type[Office] | type[LanguageModel]) -> list[str]:
    """The names that a table may have. Raises SettingsError: it is no table, or has another name."""
    known = [item.name for item in fields(kind)]
    if not isinstance(given, dict):
        raise SettingsError(f"Tệp {FILE_NAME}: [{table}] phải là một bảng.", f"Các mục: {', '.join(known)}.")
    for name in given:
        if name not in known:
            raise SettingsError(f"Tệp {FILE_NAME}: [{table}] có mục lạ “{name}”.", f"Các mục: {', '.join(known)}.")
    return known


def _office(given: Any) -> Office:
    known = _table(given, "office", Office)
    texts = {name: _text(given, name, "") for name in known if name != "recipients"}
    return Office(**texts, recipients=_texts(given, "recipients"))


def _texts(given: dict[str, Any], name: str) -> tuple[str, ...]:
    values = given.get(name, [])
    if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
        raise SettingsError(
            f"Tệp {FILE_NAME}: {name} = {values!r} phải là danh sách chữ trong ngoặc kép.",
            f'Ví dụ: {name} = ["Thường trực Tỉnh ủy", "Lưu Văn phòng"].',
        )
    return tuple(values)


_LOOPBACK = ("127.0.0.0/8", "::1/128")  # RFC 1122, 4291
_PRIVATE = ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7")  # RFC 1918, 4193
_LINK_LOCAL = ("169.254.0.0/16", "fe80::/10")  # RFC 3927, 4291
_LOCAL_NETWORKS = tuple(map(ipaddress.ip_network, (*_LOOPBACK, *_PRIVATE, *_LINK_LOCAL)))


def is_office_address(address: str) -> bool:
    """Whether an IP address is this machine or one of a local network: loopback, private, link-local; no other.

    Raises:
        ValueError: it is no IP address.
    """
    found = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(found, ipaddress.IPv6Address) and found.ipv4_mapped is not None:
        found = found.ipv4_mapped
    return any(found.version == one.version and found in one for one in _LOCAL_NETWORKS)


def outside_address(address: str, where: str) -> SettingsError:
    """The error about a language model that is not in the office: `where` is the IP address it would be at."""
    return SettingsError(
        f"Tệp {FILE_NAME}: địa chỉ mô hình ngôn ngữ “{address}” nằm ngoài mạng nội bộ ({where}) nên bị từ chối.",
        "Chỉ dùng được máy này hoặc máy trong mạng nội bộ (127.x, 10.x, 172.16–31.x, 192.168.x, 169.254.x, ::1, "
        "fc00::, fe80::); nội dung văn bản không được gửi ra ngoài cơ quan.",
    )


def _language_model(given: Any) -> LanguageModel:
    _table(given, "language_model", LanguageModel)
    address, model = (_text(given, name, "").strip() for name in ("address", "model"))
    allow_labelled = given.get("allow_labelled", False)
    if not isinstance(allow_labelled, bool):
        raise SettingsError(
            f"Tệp {FILE_NAME}: allow_labelled = {allow_labelled!r} không dùng được.", "Hãy ghi true hoặc false."
        )
    if bool(address) != bool(model):
        raise SettingsError(
            f"Tệp {FILE_NAME}: [language_model] cần cả address và model.",
            'Ví dụ: address = "http://127.0.0.1:8080/v1", model = "tên mô hình"; không dùng thì để trống cả hai.',
        )
    if address:
        _check_address(address)
    seconds = _number(given, "seconds", LanguageModel.seconds, 1, 3600)
    return LanguageModel(address, model, seconds, allow_labelled)


def _check_address(address: str) -> None:
    """Refuse what is no plain address of a server, or an IP address outside; a name is looked up when it is used."""
    try:
        parts = urlsplit(address)
        host, usable = parts.hostname or "", parts.port != 0
    except ValueError:
        host, usable, parts = "", False, urlsplit("")
    plain = parts.username is None and parts.password is None and not parts.query and not parts.fragment
    # Signs that have no place in an address must not reach the request line.
    clean = address.isascii() and address.isprintable() and " " not in address
    if not (host and usable and plain and clean and parts.scheme in ("http", "https")):
        raise SettingsError(
            f"Tệp {FILE_NAME}: address = {address!r} không phải địa chỉ máy chủ.",
            'Hãy ghi dạng "http://127.0.0.1:8080/v1", không kèm tên, mật khẩu hay tham số.',
        )
    try:
        inside = is_office_address(host)
    except ValueError:
        return
    if not inside:
        raise outside_address(address, host)
