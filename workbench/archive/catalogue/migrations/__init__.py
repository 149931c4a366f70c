"""The catalogue's migrations, one file a step (alembic); `env.py` runs them inside the caller's transaction."""
