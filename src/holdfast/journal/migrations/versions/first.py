"""The tables of the first version: entries, heads, snapshots; and triggers that keep entries as they are."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "1"
down_revision = None

#: What may never change; all else of an entry may only be emptied, and only as a whole.
_FIXED = "seq compartment digest chain kind"


def upgrade() -> None:
    """Makes the tables."""
    name, word = sa.String(200), sa.String(20)
    op.create_table(
        "entry",
        sa.Column("compartment", name, primary_key=True),
        sa.Column("seq", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("id", name, nullable=False),
        sa.Column("kind", word, nullable=False),
        sa.Column("digest", sa.LargeBinary(32), nullable=False),
        sa.Column("chain", sa.LargeBinary(32), nullable=False),
        sa.Column("salt", sa.LargeBinary(16)),
        sa.Column("content", sa.Text),
        sa.Column("about", name),
        sa.Column("obligor", name),
        sa.Column("word", word),
        sa.Column("speaker", sa.Text),
        sa.Column("first", sa.Integer),
        sa.Column("last", sa.Integer),
        sa.Column("received", sa.BigInteger),
        sa.Column("stage", sa.Integer),
        sa.Column("good", name),
        sa.Column("amount", sa.BigInteger),
        sa.Column("rough", sa.SmallInteger),
        sa.Column("counts", word),
        sa.Column("measure", word),
        sa.UniqueConstraint("compartment", "id", name="entry_id"),
    )
    op.create_index("entry_about", "entry", ["compartment", "about"])
    op.create_index("entry_kind", "entry", ["compartment", "kind"])
    op.create_table(
        "head",
        sa.Column("compartment", name, primary_key=True),
        sa.Column("seq", sa.BigInteger, nullable=False),
        sa.Column("chain", sa.LargeBinary(32), nullable=False),
    )
    op.create_table(
        "snapshot",
        sa.Column("compartment", name, primary_key=True),
        sa.Column("seq", sa.BigInteger, nullable=False),
        sa.Column("chain", sa.LargeBinary(32), nullable=False),
        sa.Column("data", sa.LargeBinary, nullable=False),
    )
    changed = " OR ".join(f"NEW.{column} <> OLD.{column}" for column in _FIXED.split())
    refused = f"NEW.content IS NOT NULL OR NEW.salt IS NOT NULL OR {changed}"
    if op.get_bind().dialect.name == "sqlite":
        _keep_sqlite(refused)
    else:
        _keep_postgresql(refused)


def _keep_sqlite(refused: str) -> None:
    fail = "SELECT RAISE(ABORT, 'a journal is only added to');"
    op.execute(f"CREATE TRIGGER entry_kept BEFORE UPDATE ON entry WHEN {refused} BEGIN {fail} END")
    op.execute(f"CREATE TRIGGER entry_stays BEFORE DELETE ON entry BEGIN {fail} END")


def _keep_postgresql(refused: str) -> None:
    op.execute(
        "CREATE FUNCTION entry_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'a journal is only added to'; END $$"
    )
    run = "EXECUTE FUNCTION entry_refuse()"
    op.execute(f"CREATE TRIGGER entry_kept BEFORE UPDATE ON entry FOR EACH ROW WHEN ({refused}) {run}")
    op.execute(f"CREATE TRIGGER entry_stays BEFORE DELETE ON entry FOR EACH ROW {run}")


def downgrade() -> None:
    """There is nothing before the first version."""
    raise NotImplementedError
