"""Alembic's entry: runs the migrations on the connection that `WorkspaceStore` hands over."""

from __future__ import annotations

from alembic import context

from workbench.workspace.database.tables import Base

context.configure(
    connection=context.config.attributes["connection"], target_metadata=Base.metadata, transactional_ddl=True
)
context.run_migrations()
