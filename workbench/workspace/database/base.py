"""The one declarative base of every table in the workspace database."""

from __future__ import annotations

import getpass
from datetime import UTC, datetime

from sqlalchemy.orm import DeclarativeBase


class Base(DeclarativeBase):
    """Parent of every table in the workspace database."""


def user_name() -> str:
    """The name under which this person is signed in on the machine, for "who decided"."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # an account without a name, which only happens in containers
        return "không rõ"


def now() -> datetime:
    """The present moment as the database keeps it: UTC, without a zone, whole microseconds."""
    return datetime.now(UTC).replace(tzinfo=None)
