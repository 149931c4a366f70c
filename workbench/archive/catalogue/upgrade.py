"""Brings an older catalogue to the tables of today, by the migrations that are packaged with it."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory

_FOLDER = Path(__file__).with_name("migrations")


def is_known(version: str) -> bool:
    """Whether a catalogue of this version was made by this workbench or an older one."""
    return version in {script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions()}


def upgrade(connection: sa.Connection, found: str) -> None:
    """Run the migrations after `found`, inside the caller's transaction."""
    config = _config()
    config.attributes["connection"] = connection
    if not sa.inspect(connection).has_table("alembic_version"):
        command.stamp(config, found)
    command.upgrade(config, "head")


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", _FOLDER.as_posix().replace("%", "%%"))
    return config
