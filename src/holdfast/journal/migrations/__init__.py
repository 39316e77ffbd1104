"""The steps by which a journal's tables came to be, run by alembic when a journal is opened."""
