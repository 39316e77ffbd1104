"""The tables of a journal, as they are now. How they came to be stands in `migrations`."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa

#: The last migration.
VERSION: Final = "1"
#: So many rows are written or read at a time.
BATCH: Final = 10_000

_metadata: Final = sa.MetaData()

entry: Final = sa.Table(
    "entry",
    _metadata,
    sa.Column("compartment", sa.String, primary_key=True),
    sa.Column("seq", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("id", sa.String),
    sa.Column("kind", sa.String),
    sa.Column("digest", sa.LargeBinary),
    sa.Column("chain", sa.LargeBinary),
    sa.Column("salt", sa.LargeBinary),
    sa.Column("content", sa.Text),
    sa.Column("about", sa.String),
    sa.Column("obligor", sa.String),
    sa.Column("word", sa.String),
    sa.Column("speaker", sa.Text),
    sa.Column("first", sa.Integer),
    sa.Column("last", sa.Integer),
    sa.Column("received", sa.BigInteger),
    sa.Column("stage", sa.Integer),
    sa.Column("good", sa.String),
    sa.Column("amount", sa.BigInteger),
    sa.Column("rough", sa.SmallInteger),
    sa.Column("counts", sa.String),
    sa.Column("measure", sa.String),
)
head: Final = sa.Table(
    "head",
    _metadata,
    sa.Column("compartment", sa.String, primary_key=True),
    sa.Column("seq", sa.BigInteger),
    sa.Column("chain", sa.LargeBinary),
)
snapshot: Final = sa.Table(
    "snapshot",
    _metadata,
    sa.Column("compartment", sa.String, primary_key=True),
    sa.Column("seq", sa.BigInteger),
    sa.Column("chain", sa.LargeBinary),
    sa.Column("data", sa.LargeBinary),
)
#: What an entry says, drawn out of its content so that a fold need not read it; emptied by a purge with it.
DRAWN: Final = ("about", "obligor", "word", "speaker", "first", "last", "received", "stage", "good", "amount",
                "rough", "counts", "measure")  # fmt: skip
#: The columns of `record_rows.Row`, in its order.
ROW: Final = tuple(entry.c[name] for name in ("id", *DRAWN))
