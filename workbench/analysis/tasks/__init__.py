"""Tasks (nhiệm vụ): what documents assign to whom until when, and how far it has come (domain.md §6)."""

from workbench.analysis.tasks.document import (
    NAME,
    VERSION,
    assignments_in,
    assignments_in_text,
    kept_assignments,
    make_assignments,
)
from workbench.analysis.tasks.model import Assignment

__all__ = [
    "NAME",
    "VERSION",
    "Assignment",
    "assignments_in",
    "assignments_in_text",
    "kept_assignments",
    "make_assignments",
]
