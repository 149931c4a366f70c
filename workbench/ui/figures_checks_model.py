"""The number checks (kiểm số) of the figures panel: which findings are on screen."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import traitlets

from workbench.ui.markup import number

if TYPE_CHECKING:
    from workbench.analysis.number_checks import NumberCheck

CHECKS_PAGE = 6


class ChecksModel(traitlets.HasTraits):
    """The findings, their kinds and pages; a part of `FiguresModel`.

    Attributes:
        checks: what does not agree; None where nobody asked for it.
        rule: only the findings of this rule, "" for all.
        checks_page: the page on screen, from 0.
        revision: grows by one with every change.
    """

    checks: Any = traitlets.Any(None)
    rule = traitlets.Unicode("")
    checks_page = traitlets.Int(0)
    revision = traitlets.Int(0)

    @property
    def rules(self) -> list[tuple[str, str]]:
        """The kinds of findings: what people read with their number, and the value for `rule`."""
        counts = Counter((check.title, check.rule) for check in self._findings)
        return [(f"{title} ({number(count)})", rule) for (title, rule), count in counts.most_common()]

    @property
    def findings(self) -> tuple[NumberCheck, ...]:
        """The findings of the chosen kind."""
        return tuple(check for check in self._findings if self.rule in ("", check.rule))

    @property
    def findings_shown(self) -> tuple[NumberCheck, ...]:
        """The findings on screen."""
        return self.findings[self.checks_page * CHECKS_PAGE : (self.checks_page + 1) * CHECKS_PAGE]

    @property
    def check_pages(self) -> int:
        """How many pages the findings fill."""
        return -(-len(self.findings) // CHECKS_PAGE)

    def choose_rule(self, rule: str) -> None:
        """Show only the findings of one kind."""
        self.rule, self.checks_page = rule, 0
        self.revision += 1

    def turn_checks(self, step: int) -> None:
        """Go `step` pages on; nothing happens beyond the first or last."""
        if 0 <= self.checks_page + step < self.check_pages:
            self.checks_page += step
            self.revision += 1

    @property
    def _findings(self) -> tuple[NumberCheck, ...]:
        return self.checks.rows if self.checks is not None else ()
