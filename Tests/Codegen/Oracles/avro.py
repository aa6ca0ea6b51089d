# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: 2026 The Sluice authors
"""fastavro as the independent implementation that generated types are compared with.

  avro.py make SCHEMA COUNT SEED     prints COUNT random values, each as the hexadecimal text of its encoding
  avro.py same SCHEMA FILE FILE      exits 1 unless both files hold the same values, line by line
"""
import decimal
import io
import random
import sys
import uuid

import fastavro
import fastavro.schema

MICROS = (-62_135_596_800_000_000, 253_402_300_799_999_999)
TEXTS = ["", "a", "naïve", "日本語", "🙂", 'say "hi"', "a longer text " * 9]


class Maker:
    """Random values of a schema, with the extremes more often than chance has them."""

    def __init__(self, schema, seed):
        self.random = random.Random(seed)
        self.named = {}
        self.collect(schema)

    def collect(self, schema):
        """Named types may be used where the random walk has not come by their definition."""
        if isinstance(schema, list):
            for branch in schema:
                self.collect(branch)
        elif isinstance(schema, dict):
            if "name" in schema and "type" in schema and schema["type"] in ("record", "enum", "fixed"):
                self.named[schema["name"]] = schema
            for part in ("type", "items", "values", "fields"):
                self.collect(schema.get(part))

    def integer(self, low, high):
        return self.random.choice([low, high, max(low, min(0, high)), self.random.randint(low, high)])

    def value(self, schema, depth=0):
        if isinstance(schema, list):
            # Deep down, the branch that ends soonest.
            if depth > 6:
                schema = [branch for branch in schema if branch in ("null", "int")] or schema
            branch = self.random.choice(schema)
            value = self.value(branch, depth)
            named = isinstance(branch, dict) and "name" in branch or isinstance(branch, str) and branch in self.named
            if named and len(schema) > 2:
                return (branch if isinstance(branch, str) else branch["name"], value)
            return value
        if isinstance(schema, str):
            if schema in self.named:
                return self.value(self.named[schema], depth)
            schema = {"type": schema}
        kind, logical = schema["type"], schema.get("logicalType")
        if isinstance(kind, (dict, list)):
            return self.value(kind, depth)
        if logical == "decimal":
            return decimal.Decimal(self.integer(1 - 10 ** schema["precision"], 10 ** schema["precision"] - 1)).scaleb(
                -schema.get("scale", 0), decimal.Context(prec=60))
        if logical == "uuid" and kind == "string":
            return str(uuid.UUID(int=self.random.getrandbits(128)))
        match kind:
            case "null":
                return None
            case "boolean":
                return self.random.random() < 0.5
            case "int" if logical == "date":
                return self.integer(-719_162, 2_932_896)
            case "int" if logical == "time-millis":
                return self.integer(0, 86_399_999)
            case "long" if logical == "time-micros":
                return self.integer(0, 86_399_999_999)
            case "long" if logical and logical.endswith("timestamp-millis"):
                return self.integer(MICROS[0] // 1000, MICROS[1] // 1000)
            case "long" if logical and logical.endswith("timestamp-micros"):
                return self.integer(*MICROS)
            case "int":
                return self.integer(-2**31, 2**31 - 1)
            case "long":
                return self.integer(-2**63, 2**63 - 1)
            case "float":
                return self.random.choice([0.0, -1.5, float("inf"), 2.0**100])
            case "double":
                return self.random.choice([0.0, -1.5, float("-inf"), 1e300, self.random.random()])
            case "bytes":
                return self.random.randbytes(self.random.choice([0, 1, 200]))
            case "string":
                return self.random.choice(TEXTS)
            case "fixed":
                return self.random.randbytes(schema["size"])
            case "enum":
                return self.random.choice(schema["symbols"])
            case "array":
                count = 0 if depth > 6 else self.random.choice([0, 1, 3])
                return [self.value(schema["items"], depth + 1) for _ in range(count)]
            case "map":
                count = 0 if depth > 6 else self.random.choice([0, 1, 3])
                return {f"{self.random.choice(TEXTS)}{i}": self.value(schema["values"], depth + 1) for i in range(count)}
            case "record":
                return {field["name"]: self.value(field["type"], depth + 1) for field in schema["fields"]}
        raise ValueError(f"no value of {schema}")


def read(schema, line):
    stream = io.BytesIO(bytes.fromhex(line))
    value = fastavro.schemaless_reader(stream, schema, None, return_record_name=True)
    if stream.read():
        sys.exit("bytes are left over")
    return value


def main(command, path, *rest):
    schema = fastavro.schema.load_schema(path)
    if command == "make":
        maker = Maker(schema, int(rest[1]))
        for _ in range(int(rest[0])):
            out = io.BytesIO()
            fastavro.schemaless_writer(out, schema, maker.value(schema))
            print(out.getvalue().hex())
    else:
        with open(rest[0]) as a, open(rest[1]) as b:
            first, second = a.read().split("\n"), b.read().split("\n")
        if len(first) != len(second):
            sys.exit(f"{len(first)} lines, and {len(second)}")
        for number, (x, y) in enumerate(zip(first, second)):
            if (x or y) and read(schema, x) != read(schema, y):
                sys.exit(f"line {number + 1}: {read(schema, x)}\nis not {read(schema, y)}")


main(*sys.argv[1:])
