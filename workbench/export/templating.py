"""The Word templates of an office, as methods of `Workbench`: listed, checked, and our own written for it to change."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from workbench.drafting.whole_file import write_whole
from workbench.errors import ExportError
from workbench.export import template
from workbench.export.exporting import Exporting
from workbench.export.template_default import DEFAULTS, default_bytes
from workbench.folders import make_folder

FOLDER = "mau"


@dataclass(frozen=True)
class TemplateFile:
    """A template of the office.

    Attributes:
        name: what `export(template=…)` takes.
        path: the file.
        problem: why it cannot be used, "" when it can.
    """

    name: str
    path: Path
    problem: str


class Templating(Exporting):
    """The part of `Workbench` about templates."""

    @property
    def template_folder(self) -> Path:
        """Where the office keeps its templates; it need not exist."""
        return self.settings.workspace / FOLDER

    def templates(self) -> tuple[TemplateFile, ...]:
        """The office's templates by name, each looked at; one that is faulty is listed with what is wrong."""
        found = []
        for path in sorted(self.template_folder.glob("*.docx")):
            if path.name.startswith("~$"):  # Word's note that the file is open
                continue
            try:
                template.check(path)
                problem = ""
            except ExportError as error:
                problem = str(error)
            found.append(TemplateFile(path.stem, path, problem))
        return tuple(found)

    def copy_templates(self) -> tuple[Path, ...]:
        """Write our own templates to the office's folder, for it to change in Word; what is there stays as it is.

        Returns:
            The files that are new.

        Raises:
            ExportError: the folder cannot be written.
        """
        written = []
        try:
            make_folder(self.template_folder)
            for name, system in DEFAULTS.items():
                path = self.template_folder / name
                if not path.exists():
                    write_whole(path, default_bytes(system, self.settings.lexicon))
                    written.append(path)
        except OSError as error:
            raise ExportError(
                f"Không ghi được mẫu vào thư mục {self.template_folder}: {error.strerror or error}.",
                "Hãy kiểm tra quyền ghi và chỗ trống trên ổ đĩa.",
            ) from error
        return tuple(written)

    def template_file(self, name: str | Path) -> Path:
        """The file of a template: a path, or a name in the office's folder. Raises ExportError when there is none."""
        given = Path(name)
        near = self.template_folder / f"{given.name.removesuffix('.docx')}.docx"
        for path in (given if given.suffix.lower() == ".docx" else near, near):
            if path.is_file():
                return path
        known = ", ".join(one.name for one in self.templates()) or "chưa có mẫu nào"
        raise ExportError(
            f"Không có mẫu “{name}” trong thư mục {self.template_folder}.",
            f"Các mẫu đang có: {known}. Lệnh “workbench templates --copy” ghi mẫu sẵn để sửa.",
        )
