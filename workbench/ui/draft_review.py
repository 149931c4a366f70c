"""Parts of the draft panel: the sections of the outline, comments, and earlier versions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from workbench.drafting.comparison import DraftComparison
from workbench.drafting.model import Comment
from workbench.ui.common import button, column, dropdown, html_text, row, show_if, text_box
from workbench.ui.markup import escape, number

if TYPE_CHECKING:
    from workbench.ui.draft_view import DraftPanel

_MOST_SHOWN = 60  # changes of a comparison


class SectionsBox:
    """Rename, add, move and remove sections, and make one again from its sources."""

    def __init__(self, panel: DraftPanel) -> None:
        self._panel, self._model = panel, panel.model
        self.section = dropdown("Mục", [])
        self.heading = text_box("Tên mục", "ví dụ: Đề xuất, kiến nghị")
        self.rename = button("Đổi tên", "Đổi tên mục đang chọn; số của mục giữ nguyên", fixed=True)
        self.add = button("Thêm mục sau", "Thêm mục mới sau mục đang chọn; các mục được đánh số lại", fixed=True)
        self.up = button("Mục lên", "Đưa mục cùng các mục con lên trên", fixed=True)
        self.down = button("Mục xuống", "Đưa mục cùng các mục con xuống dưới", fixed=True)
        self.remove = button("Xóa mục", "Xóa mục trống (có thể hoàn tác)", fixed=True)
        self.again = button(
            "Lập lại mục", "Chọn lại câu cho mục này từ các văn bản nguồn; câu đã sửa, tự viết được giữ", fixed=True
        )
        self.controls = (self.rename, self.add, self.up, self.down, self.remove, self.again)
        self.widget = column(
            html_text(fixed=True),
            self.section,
            self.heading,
            row(self.rename, self.add, self.remove),
            row(self.up, self.down, self.again),
            css="wb-box",
        )
        self.widget.children[0].value = "<h3>Các mục</h3>"
        panel.on_click(self.rename, lambda: self._name(self._model.rename_section))
        panel.on_click(self.add, self._add)
        panel.on_click(self.up, lambda: self._model.shift_section(self._key(), -1))
        panel.on_click(self.down, lambda: self._model.shift_section(self._key(), 1))
        panel.on_click(self.remove, lambda: self._model.remove_section(self._key()))
        panel.on_click(self.again, self._make_again)

    def refresh(self, headings: list[tuple[str, Any]]) -> None:
        """Show the sections as they are now."""
        self._panel.set_options(self.section, headings, self.section.value)
        for control in self.controls:
            control.disabled = self._model.read_only

    def _key(self) -> str:
        return self.section.value or ""

    def _name(self, action: Any) -> None:
        action(self._key(), self.heading.value)
        self.heading.value = ""

    def _add(self) -> None:
        self._model.add_section(self.heading.value, self.section.value)
        self.heading.value = ""

    def _make_again(self) -> None:
        new = self._model.regenerate(self._key())
        self._panel.say(f"Đã lập lại mục: {new} câu mới; câu đã sửa hoặc tự viết được giữ nguyên.")


class CommentsBox:
    """Comments on the chosen sentence and on the whole draft."""

    def __init__(self, panel: DraftPanel) -> None:
        self._panel, self._model = panel, panel.model
        self.listed = html_text(fixed=True)
        self.text = text_box("Ghi chú mới", "nhắn đồng nghiệp; không in vào báo cáo", "wb-kept")
        panel.keep_text("ghi_chu", self.text)
        self.add = button(
            "Thêm ghi chú", "Ghi chú cho câu đang chọn, hoặc cho cả dự thảo khi chưa chọn câu", fixed=True
        )
        self.chosen = dropdown("Ghi chú", [])
        self.resolve = button("Đã giải quyết / mở lại", "Đánh dấu ghi chú đã giải quyết, hoặc mở lại", fixed=True)
        self._made = row(self.chosen, self.resolve)
        self.widget = column(self.listed, self._made, self.text, row(self.add), css="wb-box")
        panel.on_click(self.add, self._add)
        panel.on_click(self.resolve, lambda: self._model.resolve(self.chosen.value or ""))

    def refresh(self) -> None:
        """Show the comments as they are now."""
        comments = self._model.comments
        lines = "".join(f"<li>{_comment_html(one)}</li>" for one in comments)
        hint = '<p class="wb-hint">Chưa có ghi chú nào.</p>'
        self.listed.value = f"<h3>Ghi chú</h3>{f'<ul>{lines}</ul>' if lines else hint}"
        options: list[tuple[str, Any]] = [(f"{one.author}: {one.text[:50]}", one.id) for one in comments]
        self._panel.set_options(self.chosen, options, self.chosen.value)
        show_if(bool(comments), self._made)
        self.add.disabled = self.resolve.disabled = self._model.read_only

    def _add(self) -> None:
        self._model.comment(self.text.value)
        self.text.value = ""


class VersionsBox:
    """Earlier versions: compare with the present state, go back, give a name."""

    def __init__(self, panel: DraftPanel) -> None:
        self._panel, self._model = panel, panel.model
        self.told = html_text("wb-hint", fixed=True)
        self.version = dropdown("Bản lưu", [], "wb-wide")
        self.compare = button("So với hiện nay", "Xem câu nào đã thêm, bỏ, sửa, chuyển từ bản đó", fixed=True)
        self.restore = button("Khôi phục", "Trở về bản đã chọn; bản hiện nay được lưu lại trước", fixed=True)
        self.name = text_box("Tên bản", "ví dụ: bản trình lần 1")
        self.keep = button(
            "Lưu thành bản có tên", "Giữ nguyên trạng hiện nay dưới tên này, không bao giờ bị dọn", fixed=True
        )
        self.shown = html_text(fixed=True)
        self._earlier = row(self.version, self.compare, self.restore)
        self.widget = column(
            self.told,
            self._earlier,
            row(self.name, self.keep),
            self.shown,
            css="wb-box",
        )
        model = self._model
        panel.on_click(self.compare, lambda: model.compare_with(self.version.value))
        panel.on_click(self.restore, self._restore)
        panel.on_click(self.keep, self._keep)
        model.observe(lambda _change: self._refresh_versions(), "versions")
        model.observe(lambda _change: self._show(model.comparison), "comparison")

    def refresh(self) -> None:
        """Follow what can be done now."""
        self.restore.disabled = self._model.read_only

    def look(self) -> None:
        """List the earlier versions of the open draft."""
        self._model.list_versions()
        self._refresh_versions()

    def _restore(self) -> None:
        version = self.version.value
        self._model.restore_version(version)
        self._panel.say(f"Đã trở về bản {version}; bản trước đó vẫn còn trong danh sách.")

    def _keep(self) -> None:
        kept = self._model.name_version(self.name.value)
        self._panel.say(f"Đã lưu “{self.name.value.strip()}” (bản {kept}).")
        self.name.value = ""

    def _refresh_versions(self) -> None:
        count = len(self._model.versions)
        show_if(bool(count), self._earlier)
        self.told.value = (
            f"Dự thảo có {number(count)} bản lưu trước, tự giữ lại khi anh/chị sửa. So một bản với hiện nay, hoặc trở "
            "về bản ấy."
            if count
            else "Chưa có bản lưu nào trước bản hiện nay; khi anh/chị sửa, bản cũ được tự giữ lại."
        )
        self._panel.set_options(self.version, list(self._model.versions), self.version.value)

    def _show(self, comparison: DraftComparison | None) -> None:
        self.shown.value = comparison_html(comparison) if comparison is not None else ""


def comparison_html(comparison: DraftComparison) -> str:
    """What differs, section by section, with removed and added words marked."""
    lines, section = [], None
    for one in comparison.changes[:_MOST_SHOWN]:
        if one.section != section:
            section = one.section
            lines.append(f"<h4>{escape(section or 'Toàn dự thảo')}</h4>")
        moved = f" (từ {escape(one.before_section)})" if one.before_section not in ("", one.section) else ""
        what = "" if one.what == "câu" else f" {escape(one.what)}"
        kind = f'<span class="wb-state">{escape(one.kind.value)}{what}{moved}</span>'
        lines.append(f'<div class="wb-snippet">{kind} {one.html}</div>')
    rest = len(comparison) - _MOST_SHOWN
    more = f'<p class="wb-hint">… và {rest} thay đổi khác.</p>' if rest > 0 else ""
    head = f"<h3>So {escape(comparison.before)} với {escape(comparison.after)}</h3><p>{escape(comparison.words)}</p>"
    return head + "".join(lines) + more


def _comment_html(comment: Comment) -> str:
    about = "" if comment.item_id else " (cả dự thảo)"
    text = f"<strong>{escape(comment.author)}</strong>, {comment.when:%d/%m/%Y %H:%M}{about}: {escape(comment.text)}"
    return f"<s>{text}</s> (đã giải quyết)" if comment.resolved else text
