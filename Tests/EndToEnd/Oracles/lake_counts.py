# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: 2026 The Sluice authors
"""Counts the lake's rows per event type with three independent readers, and its distinct event ids with one.

    lake_counts.py LAKE_FOLDER    prints {"pyarrow": {...}, "duckdb": {...}, "clickhouse": {...}, "distinct_ids": n}
"""

import collections
import json
import pathlib
import sys

import chdb
import duckdb
import pyarrow.parquet

lake = pathlib.Path(sys.argv[1]).resolve()
files = sorted(lake.glob("event_type=*/date=*/*.parquet"))

by_pyarrow = collections.Counter()
for file in files:
    event_type = file.parent.parent.name.removeprefix("event_type=")
    # partitioning=None: the columns as the file itself has them, nothing made up from the path.
    by_pyarrow[event_type] += pyarrow.parquet.read_table(file, partitioning=None).num_rows

glob = f"{lake}/event_type=*/date=*/*.parquet"
by_duckdb, distinct = {}, 0
if files:
    by_duckdb = dict(
        duckdb.sql(
            f"SELECT event_type, count(*) FROM read_parquet('{glob}', union_by_name=true) GROUP BY 1"
        ).fetchall()
    )
    distinct = duckdb.sql(
        f"SELECT count(DISTINCT event_id) FROM read_parquet('{glob}', union_by_name=true)"
    ).fetchall()[0][0]

by_clickhouse = {}
for line in str(
    chdb.query(f"SELECT event_type, count() FROM file('{glob}', Parquet, 'event_type String') GROUP BY 1", "TSV")
).splitlines() if files else []:
    event_type, count = line.split("\t")
    by_clickhouse[event_type] = int(count)

json.dump(
    {
        "files": len(files),
        "pyarrow": dict(by_pyarrow),
        "duckdb": by_duckdb,
        "clickhouse": by_clickhouse,
        "distinct_ids": distinct,
    },
    sys.stdout,
)
