# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: 2026 The Sluice authors
"""Compares a Parquet file with the Avro records that its rows were appended from.

  parquet_oracle.py SCHEMA LINES FILE    exits 1 unless pyarrow reads, row by row, what fastavro reads from the lines;
                                         prints what the file's footer says, and the rows that DuckDB and ClickHouse count
"""
import io
import json
import sys
import uuid

import chdb
import duckdb
import fastavro
import fastavro.schema
import pyarrow.parquet

named = {}


def collect(schema):
    if isinstance(schema, list):
        for branch in schema:
            collect(branch)
    elif isinstance(schema, dict):
        if schema.get("type") in ("record", "enum", "fixed"):
            named[schema["name"]] = schema
        for part in ("type", "items", "values", "fields"):
            collect(schema.get(part))


def branch_name(schema):
    if isinstance(schema, str):
        return schema
    return schema.get("name", schema["type"])


def plain(schema, value):
    """What a column holds for a value that fastavro has read."""
    if isinstance(schema, list):
        others = [branch for branch in schema if branch != "null"]
        if len(schema) == 2 and len(others) == 1:
            value = value[1] if isinstance(value, tuple) else value
            return None if value is None else plain(others[0], value)
        tag, value = value if isinstance(value, tuple) else (None, value)
        row = {}
        for branch in others:
            chosen = value is not None and (branch_name(branch) == tag or tag is None and fits(branch, value))
            row[branch_name(branch)] = plain(branch, value) if chosen else None
        return row
    if isinstance(schema, str):
        if schema not in named:
            return value
        schema = named[schema]
    kind = schema["type"]
    if isinstance(kind, (dict, list)):
        return plain(kind, value)
    if isinstance(value, uuid.UUID):
        return str(value) if kind == "string" else value.bytes
    if kind == "array":
        return [plain(schema["items"], item) for item in value]
    if kind == "map":
        return {key: plain(schema["values"], item) for key, item in value.items()}
    if kind == "record":
        if not schema["fields"]:
            return True
        return {field["name"]: plain(field["type"], value[field["name"]]) for field in schema["fields"]}
    return value


def fits(schema, value):
    kinds = {"boolean": bool, "int": int, "long": int, "string": str, "array": list}
    name = schema if isinstance(schema, str) else schema["type"]
    if name in named:
        name = named[name]["type"]
    return name in kinds and type(value) is kinds[name] or name == "enum" and isinstance(value, str)


def undict(type, value):
    """pyarrow gives maps as lists of pairs."""
    if value is None:
        return None
    if pyarrow.types.is_map(type):
        return {key: undict(type.item_type, item) for key, item in value}
    if pyarrow.types.is_list(type):
        return [undict(type.value_type, item) for item in value]
    if pyarrow.types.is_struct(type):
        return {field.name: undict(field.type, value[field.name]) for field in type}
    return value


schema = fastavro.schema.load_schema(sys.argv[1])
collect(schema)
table = pyarrow.parquet.read_table(sys.argv[3])
rows = [{field.name: undict(field.type, row[field.name]) for field in table.schema} for row in table.to_pylist()]
with open(sys.argv[2]) as lines:
    expected = [
        plain(schema, fastavro.schemaless_reader(io.BytesIO(bytes.fromhex(line)), schema, None, return_record_name=True))
        for line in lines.read().split()
    ]
if len(rows) != len(expected):
    sys.exit(f"{len(rows)} rows, expected {len(expected)}")
for number, (row, wanted) in enumerate(zip(rows, expected)):
    for name in wanted:
        if row[name] != wanted[name]:
            if isinstance(wanted[name], dict) and isinstance(row[name], dict):
                for inner in wanted[name]:
                    if row[name][inner] != wanted[name][inner]:
                        sys.exit(f"row {number}, {name}.{inner}: {row[name][inner]!r}, expected {wanted[name][inner]!r}")
            sys.exit(f"row {number}, {name}: {row[name]!r}, expected {wanted[name]!r}")

file = pyarrow.parquet.ParquetFile(sys.argv[3])
metadata = {key.decode(): value.decode() for key, value in file.metadata.metadata.items() if key != b"ARROW:schema"}
column = {file.metadata.row_group(0).column(i).path_in_schema: i for i in range(file.metadata.num_columns)}
first = sys.argv[3]
probe = expected[len(expected) // 2]["event_id"]
print(
    json.dumps(
        {
            "metadata": metadata,
            "rowGroups": file.metadata.num_row_groups,
            "compression": file.metadata.row_group(0).column(0).compression,
            "duckdb": duckdb.sql(f"select count(*) from read_parquet('{first}')").fetchall()[0][0],
            "duckdbByID": duckdb.sql(f"select count(*) from read_parquet('{first}') where event_id = '{probe}'").fetchall()[0][0],
            "duckdbBloom": len(
                duckdb.sql(
                    f"select 1 from parquet_metadata('{first}') where path_in_schema = 'event_id' and bloom_filter_offset > 0"
                ).fetchall()
            ),
            "clickhouse": int(str(chdb.query(f"select count() from file('{first}', Parquet)", "CSV")).strip()),
            "clickhouseCountries": int(
                str(chdb.query(f"select countIf(context.country is not null) from file('{first}', Parquet)", "CSV")).strip()
            ),
            "countries": sum(row["context"]["country"] is not None for row in expected),
        }
    )
)
