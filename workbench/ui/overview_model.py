"""The morning's overview, apart from how it looks: what came in, what waits, what is overdue, where people left off."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import traitlets

from workbench.archive.system_parts import PARTS
from workbench.errors import WorkbenchError
from workbench.ui.background import Job
from workbench.ui.bench import value_of
from workbench.ui.intake_model import NEWEST

if TYPE_CHECKING:
    from workbench.analysis.tasks.task import Task
    from workbench.archive.report import OnProgress
    from workbench.search.saved import News
    from workbench.ui.bench import Bench
    from workbench.workbench import Workbench

LATEST = 5
"""Documents, tasks, drafts and saved searches shown at once: enough for a look; the panels have them all."""

LARGE = 20_000
"""With more documents than this, even counting is done beside the panel."""

PERIODS = ((7, "7 ngày qua"), (30, "30 ngày qua"), (90, "90 ngày qua"))

_BARS = 8
_YEARS = 12


@dataclass(frozen=True)
class Arrival:
    """A document that came in lately: what people read of it, when it came, and how that is known."""

    id: str
    name: str
    about: str
    arrived: date
    by_register: bool


@dataclass(frozen=True)
class DraftLine:
    """A draft: its id, title, number of items, and when it was last saved."""

    id: str
    title: str
    items: int
    modified: datetime | None


@dataclass(frozen=True)
class Counts:
    """What is known at once.

    Attributes:
        documents: documents that a search finds (files that are one document count once).
        arrived: how many have files that are new or changed within the period.
        unread: files that could not be read; waiting: files that wait for a program, by its title; refused: files that
            bear a secrecy mark.
        years, types, issuers: documents by year of issue (in order), by kind and by issuer (most frequent first).
    """

    documents: int
    arrived: int
    unread: int
    waiting: Mapping[str, int]
    refused: int
    years: Sequence[tuple[str, int]]
    types: Sequence[tuple[str, int]]
    issuers: Sequence[tuple[str, int]]


@dataclass(frozen=True)
class Worked:
    """What takes a while in a large archive, and is worked out beside the panel.

    Attributes:
        unconfirmed: documents with uncertain fields among the newest `NEWEST`; None: not known yet.
        overdue: how many tasks are overdue; None: not known yet. worst: the longest overdue ones.
        alerts: saved searches with anything new, and those that could not be asked; None: not known yet.
        charts: drawings by name ("years", "types", "issuers"), as SVG with a title; None: not drawn yet.
        trouble: what could not be worked out, and why.
    """

    unconfirmed: int | None = None
    overdue: int | None = None
    worst: tuple[Task, ...] = ()
    alerts: tuple[News, ...] | None = None
    charts: Mapping[str, str] | None = None
    trouble: tuple[str, ...] = ()

    @property
    def new(self) -> int | None:
        """How many documents saved searches find that are new or changed; one found by several counts once."""
        if self.alerts is None:
            return None
        return len({name for one in self.alerts for name in (*one.new, *one.changed)})


class OverviewModel(traitlets.HasTraits):
    """State of the overview.

    Attributes:
        days: how far back "lately" goes, one of `PERIODS`.
        built: whether there is anything to look at.
        arrivals: the documents that came in last.
        drafts: the drafts saved last.
        counts: `Counts`, or None before the archive is built.
        worked: `Worked`, or None while it is being worked out.
        at: when it was last looked at, or None.
    """

    days = traitlets.Enum([days for days, _ in PERIODS], 7)
    built = traitlets.Bool(False)
    arrivals = traitlets.Tuple()
    drafts = traitlets.Tuple()
    counts: Any = traitlets.Any(None)
    worked: Any = traitlets.Any(None)
    at: Any = traitlets.Any(None)

    def __init__(self, workbench: Workbench, bench: Bench | None = None) -> None:
        super().__init__()
        self.workbench = workbench
        self.bench = bench
        self.job = Job()

    def look(self, *, quietly: bool = False) -> None:
        """Look at everything anew: what is quick at once, the rest beside the panel.

        In a large archive all but the drafts is looked at beside the panel: nobody waits for a figure.

        Args:
            quietly: what is on screen stays there until the new figures come.
        """
        is_large = self.workbench.is_built and self.workbench.catalogue.count() > LARGE
        self._look_at_drafts()
        if not is_large:
            self.look_quickly()
        self.built = self.workbench.is_built
        if self.built:
            if not quietly:
                self.worked = None
            self.job.start(lambda progress: self._work(progress, is_large), self._done, self._failed)

    @property
    def is_unfinished(self) -> bool:
        """Whether the last build did not come to its end, and none runs now."""
        runs = self.bench is not None and self.bench.update.running
        return self.workbench.is_unfinished and not runs

    def look_quickly(self) -> None:
        """What takes less than a second: drafts, what came in, counts."""
        self._look_at_drafts()
        if not self.workbench.is_built:
            self.counts, self.arrivals, self.worked, self.built = None, (), None, False
            return
        self._take(*look_at(self.workbench, self.days))

    def _look_at_drafts(self) -> None:
        self.at = datetime.now()
        frame = self.workbench.drafts().head(LATEST)
        self.drafts = tuple(
            DraftLine(str(row.id), str(row.title), int(str(row.items)), _moment(row.modified))
            for row in frame.itertuples(index=False)
        )

    def _take(self, arrivals: tuple[Arrival, ...], counts: Counts) -> None:
        self.arrivals, self.counts = arrivals, counts
        self.built = True

    def look_back(self, days: int) -> None:
        """Count what came in within another period."""
        self.days = days
        if self.workbench.is_built and self.workbench.catalogue.count() > LARGE:
            self.look()
        else:
            self.look_quickly()

    def go(self, key: str, **what: Any) -> None:
        """Ask for another panel. Raises WorkbenchError: there is none in this notebook."""
        if self.bench is None:
            raise WorkbenchError(
                "Sổ tay này chỉ có một bảng làm việc, không chuyển sang bảng khác được.",
                "Hãy mở sổ tay 00 (Bàn làm việc), ở đó có đủ các bảng.",
            )
        self.bench.go(key, **what)

    def _work(self, progress: OnProgress, is_large: bool) -> Worked:
        """In a thread of its own, with a `Workbench` of its own; what is known is told at once."""
        from workbench.workbench import Workbench

        with Workbench(self.workbench.settings) as own:
            counts: Counts = self.counts
            if is_large:
                arrivals, counts = look_at(own, self.days)
                self.job.later(lambda: self._take(arrivals, counts))
            return work_out(own, counts, progress, lambda worked: self.job.later(lambda: self._done(worked)))

    def _done(self, worked: Worked) -> None:
        self.worked = worked

    def _failed(self, error: Exception) -> None:
        self.worked = Worked(trouble=(f"Chưa tính được một số mục ({_why(error)}).",))

    def state(self) -> dict[str, Any]:
        """What `restore` needs: how far back to look."""
        return {"days": self.days}

    def restore(self, state: Mapping[str, Any]) -> None:
        """Look as far back as before."""
        days = value_of(state, "days", 7)
        self.look_back(days if days in [known for known, _ in PERIODS] else 7)


def look_at(bench: Workbench, days: int) -> tuple[tuple[Arrival, ...], Counts]:
    """What came in last, and what can be counted without reading documents.

    Args:
        bench: a workbench of an archive that has been built.
        days: how far back "lately" goes.
    """
    arrivals = tuple(
        Arrival(
            id=str(row.id),
            name=str(row.title),
            about="; ".join(str(value) for value in (row.symbol, row.issuer) if value),
            arrived=row.arrived,  # type: ignore[arg-type]  # a column of dates
            by_register=bool(row.by_register),
        )
        for row in bench.arrivals(LATEST).itertuples(index=False)
    )
    found = bench.search("", limit=1)
    facets = {name: [(one.value, one.count) for one in counts] for name, counts in found.facets.items()}
    not_read = bench.not_read()
    waiting = Counter(PARTS[one.part].title if one.part in PARTS else "" for one in not_read if one.part)
    return arrivals, Counts(
        documents=found.total,
        arrived=bench.count_arrived(date.today() - timedelta(days=days)),
        unread=sum(one.status == "quarantined" for one in not_read),
        waiting=dict(waiting),
        refused=bench.count_refused(),
        years=sorted(facets.get("year", []))[-_YEARS:],
        types=facets.get("type", [])[:_BARS],
        issuers=facets.get("issuer", [])[:_BARS],
    )


def work_out(
    bench: Workbench,
    counts: Counts,
    progress: OnProgress,
    told: Callable[[Worked], None] = lambda _worked: None,
) -> Worked:
    """Everything of the overview that takes a while, quickest first; what fails is told, and hinders nothing else.

    Args:
        bench: a workbench that nothing else uses meanwhile.
        counts: what the charts show.
        progress: told before each part.
        told: given what is known so far, after each part.
    """
    from workbench.archive.report import Progress

    found: dict[str, Any] = {}
    trouble: list[str] = []

    def tasks() -> None:
        overdue = bench.overdue()
        found["overdue"], found["worst"] = len(overdue), overdue.rows[:LATEST]

    def alerts() -> None:
        found["alerts"] = tuple(one for one in bench.alerts() if one)

    def unconfirmed() -> None:
        found["unconfirmed"] = len(bench.unconfirmed(NEWEST))

    def charts() -> None:
        from workbench.ui.count_chart import count_charts

        found["charts"] = count_charts(counts)

    parts = (("Biểu đồ", charts), ("Câu tìm đã lưu", alerts), ("Trường chưa chắc", unconfirmed), ("Nhiệm vụ", tasks))
    for number, (label, part) in enumerate(parts):
        progress(Progress(number, len(parts), label))
        try:
            part()
        except WorkbenchError as error:
            trouble.append(f"{label}: {error}")
        told(Worked(**found, trouble=tuple(trouble)))
    return Worked(**found, trouble=tuple(trouble))


def _moment(value: object) -> datetime | None:
    return value if isinstance(value, datetime) else None


def _why(error: Exception) -> str:
    return str(error) if isinstance(error, WorkbenchError) else type(error).__name__
