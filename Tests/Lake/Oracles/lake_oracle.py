# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: 2026 The Sluice authors
"""What independent readers find in a lake's folder.

  lake_oracle.py FOLDER    prints rows by event type as pyarrow, DuckDB and ClickHouse count them, every event id (with
                           repetitions), the pairs of a path's date and its rows' dates, and the footers' sources
"""
import collections
import json
import pathlib
import sys

import chdb
import duckdb
import pyarrow.parquet

folder = pathlib.Path(sys.argv[1])
files = sorted(folder.glob("event_type=*/date=*/*.parquet"))
report = {"pyarrow": collections.Counter(), "duckdb": {}, "clickhouse": {}, "ids": [], "wrongDates": [], "sources": {}}
for file in files:
    parquet = pyarrow.parquet.ParquetFile(file)
    table = parquet.read(columns=["event_id", "timestamp"])
    event_type = file.parent.parent.name.removeprefix("event_type=")
    report["pyarrow"][event_type] += table.num_rows
    report["ids"] += table["event_id"].to_pylist()
    date = file.parent.name.removeprefix("date=")
    if any(str(time.date()) != date for time in table["timestamp"].to_pylist()):
        report["wrongDates"].append(str(file))
    report["sources"][file.name] = json.loads(parquet.metadata.metadata[b"sluice.sources"])
if files:
    glob = f"{folder}/event_type=*/date=*/*.parquet"
    report["duckdb"] = dict(
        duckdb.sql(
            f"select event_type, count(*) from read_parquet('{glob}', union_by_name = true) group by 1"
        ).fetchall()
    )
    for line in str(chdb.query(f"select event_type, count() from file('{glob}', Parquet) group by 1", "TSV")).splitlines():
        event_type, count = line.split("\t")
        report["clickhouse"][event_type] = int(count)
print(json.dumps(report))
