"""The panels of the workbench, in the order of the navigation. A new panel is one view and one line here.

A view is a subclass of `Panel` with `__init__(workbench, bench=None)`, `model` and `open(**what)`; it is imported when
it is first shown, because widgets and charts take a second to load.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from workbench.ui.bench import Bench
    from workbench.ui.common import Panel
    from workbench.ui.draft_view import DraftPanel
    from workbench.ui.figures_view import FiguresPanel
    from workbench.ui.intake_view import IntakePanel
    from workbench.ui.keywords_view import KeywordsPanel
    from workbench.ui.matrix_view import MatrixPanel
    from workbench.ui.overview_view import OverviewPanel
    from workbench.ui.relations_view import RelationsPanel
    from workbench.ui.search_view import SearchPanel
    from workbench.ui.settings_view import SettingsPanel
    from workbench.ui.tasks_view import TasksPanel
    from workbench.workbench import Workbench


@dataclass(frozen=True)
class Entry:
    """One panel of the navigation.

    Attributes:
        key: its name in `Bench.go`, `Bench.remember` and addresses.
        label: what people read.
        make: imports the view and makes the panel.
        hint: what can be done there, in a few words.
    """

    key: str
    label: str
    make: Callable[[Workbench, Bench | None], Panel]
    hint: str = ""


def _overview(workbench: Workbench, bench: Bench | None = None) -> OverviewPanel:
    from workbench.ui.overview_view import OverviewPanel

    return OverviewPanel(workbench, bench)


def _intake(workbench: Workbench, bench: Bench | None = None) -> IntakePanel:
    from workbench.ui.intake_view import IntakePanel

    return IntakePanel(workbench, bench)


def _settings(workbench: Workbench, bench: Bench | None = None) -> SettingsPanel:
    from workbench.ui.settings_view import SettingsPanel

    return SettingsPanel(workbench, bench)


def _search(workbench: Workbench, bench: Bench | None = None) -> SearchPanel:
    from workbench.ui.search_view import SearchPanel

    return SearchPanel(workbench, bench)


def _keywords(workbench: Workbench, bench: Bench | None = None) -> KeywordsPanel:
    from workbench.ui.keywords_view import KeywordsPanel

    return KeywordsPanel(workbench, bench)


def _figures(workbench: Workbench, bench: Bench | None = None) -> FiguresPanel:
    from workbench.ui.figures_view import FiguresPanel

    return FiguresPanel(workbench, bench)


def _relations(workbench: Workbench, bench: Bench | None = None) -> RelationsPanel:
    from workbench.ui.relations_view import RelationsPanel

    return RelationsPanel(workbench, bench)


def _matrix(workbench: Workbench, bench: Bench | None = None) -> MatrixPanel:
    from workbench.ui.matrix_view import MatrixPanel

    return MatrixPanel(workbench, bench)


def _tasks(workbench: Workbench, bench: Bench | None = None) -> TasksPanel:
    from workbench.ui.tasks_view import TasksPanel

    return TasksPanel(workbench, bench)


def _draft(workbench: Workbench, bench: Bench | None = None) -> DraftPanel:
    from workbench.ui.draft_view import DraftPanel

    return DraftPanel(workbench, bench)


PANELS: tuple[Entry, ...] = (
    Entry("tong_quan", "Tổng quan", _overview, "Văn bản mới, việc đang chờ, nhiệm vụ quá hạn, dự thảo đang làm dở"),
    Entry("tim_kiem", "Tìm kiếm", _search, "Tìm và đọc văn bản, cho trích đoạn vào giỏ"),
    Entry("tu_khoa", "Từ khóa & xu hướng", _keywords, "Từ khóa và tóm tắt của các văn bản khớp câu tìm"),
    Entry("so_lieu", "Số liệu", _figures, "Rút số liệu có nguồn, tổng hợp theo đơn vị và kỳ, kiểm số"),
    Entry("nhiem_vu", "Nhiệm vụ", _tasks, "Sổ nhiệm vụ theo hạn, đôn đốc, ai đã báo cáo"),
    Entry("quan_he", "Quan hệ văn bản", _relations, "Hiệu lực, viện dẫn, dòng thời gian, cây văn bản, so sánh hai bản"),
    Entry("tong_hop", "Tổng hợp", _matrix, "Đơn vị nào nói gì về nội dung nào, chỗ nào còn thiếu"),
    Entry("du_thao", "Dự thảo", _draft, "Soạn, sửa, kiểm tra và xuất dự thảo có dẫn nguồn"),
    Entry("nap", "Nạp văn bản", _intake, "Đưa tệp vào kho, xem tệp chưa đọc được, xác nhận thông tin văn bản"),
    Entry("cai_dat", "Cài đặt & Trợ giúp", _settings, "Tên cơ quan, bảng của cơ quan, kiểm tra máy, hướng dẫn"),
)


def entry(key: str) -> Entry | None:
    """The panel of this key, or None."""
    return next((one for one in PANELS if one.key == key), None)
