"""The three levels of secrecy (Law on protection of state secrets, domain.md §5.1)."""

from __future__ import annotations

TOP_SECRET, VERY_SECRET, SECRET = "TUYỆT MẬT", "TỐI MẬT", "MẬT"

LEVELS = (TOP_SECRET, VERY_SECRET, SECRET)
"""The levels, highest first."""
