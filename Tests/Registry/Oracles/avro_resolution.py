# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: 2026 The Sluice authors
"""What the packages fastavro and avro make of data that is read with another schema.

Usage: avro_resolution.py generate SEED COUNT
           writes pairs of schemas, one JSON object a line: reader, writer, and records of the writer with what the two
           packages say when they read them.
       avro_resolution.py decode FILE
           reads objects with reader, writer and bytes (hex), and writes for each what the two packages say.

What they say is null for a record that was read, else the error's text.
"""

import copy
import io
import json
import random
import sys
import warnings

import avro.io
import avro.schema
import fastavro

import avro_compatibility


def parsed(text):
    """The schema as both packages have it."""
    return fastavro.parse_schema(json.loads(text)), avro.schema.parse(text)


def fastavro_says(bytes_, reader, writer):
    try:
        fastavro.schemaless_reader(io.BytesIO(bytes_), copy.deepcopy(writer), copy.deepcopy(reader))
        return None
    except Exception as error:  # noqa: BLE001 (the packages raise all kinds)
        return f"{type(error).__name__}: {error}"[:200]


def avro_says(bytes_, reader, writer):
    try:
        avro.io.DatumReader(writer, reader).read(avro.io.BinaryDecoder(io.BytesIO(bytes_)))
        return None
    except Exception as error:  # noqa: BLE001
        return f"{type(error).__name__}: {error}"[:200]


class Values:
    """Makes random values of a schema, small ones."""

    def __init__(self, rng, schema):
        self.rng = rng
        self.names = {}
        self.collect(schema)

    def collect(self, schema):
        if isinstance(schema, list):
            for branch in schema:
                self.collect(branch)
        elif isinstance(schema, dict):
            if "name" in schema:
                self.names[schema["name"]] = schema
            for part in ("items", "values"):
                if part in schema:
                    self.collect(schema[part])
            for field in schema.get("fields", []):
                self.collect(field["type"])

    def make(self, schema, depth=0):
        rng = self.rng
        if isinstance(schema, list):
            branches = [b for b in schema if b == "null"] if depth > 4 and "null" in schema else schema
            branch = rng.choice(branches)
            return self.hinted(branch, self.make(branch, depth + 1))
        if isinstance(schema, str):
            if schema in self.names:
                return self.make(self.names[schema], depth)
            return {
                "null": lambda: None,
                "boolean": lambda: rng.random() < 0.5,
                "int": lambda: rng.choice([0, -1, 2**31 - 1]),
                "long": lambda: rng.choice([0, -1, 2**62]),
                "float": lambda: rng.choice([0.0, 1.5]),
                "double": lambda: rng.choice([0.0, 1.5]),
                "bytes": lambda: rng.choice([b"", b"abc", b"\xff"]),
                "string": lambda: rng.choice(["", "é"]),
            }[schema]()
        kind = schema["type"]
        if kind == "record":
            return {f["name"]: self.make(f["type"], depth + 1) for f in schema["fields"]}
        if kind == "enum":
            return rng.choice(schema["symbols"])
        if kind == "fixed":
            return bytes(rng.randrange(256) for _ in range(schema["size"]))
        count = 0 if depth > 4 else rng.randint(0, 2)
        if kind == "array":
            return [self.make(schema["items"], depth + 1) for _ in range(count)]
        if kind == "map":
            return {f"k{i}": self.make(schema["values"], depth + 1) for i in range(count)}
        return self.make(kind, depth)

    def hinted(self, branch, value):
        """The value with its branch, where fastavro would have to guess it."""
        if isinstance(branch, dict) and branch["type"] in ("record", "enum", "fixed"):
            return (branch["name"], value)
        if isinstance(branch, str) and branch in self.names:
            return (branch, value)
        return (branch if isinstance(branch, str) else branch["type"], value)


def outcome(bytes_, reader, writer):
    return {
        "bytes": bytes_.hex(),
        "fastavro": fastavro_says(bytes_, reader[0], writer[0]),
        "avro": avro_says(bytes_, reader[1], writer[1]),
    }


def generate(seed, count):
    rng = random.Random(seed)
    written = 0
    while written < count:
        pair = avro_compatibility.Pair(rng)
        one = pair.make()
        other = pair.mutate(copy.deepcopy(one), rng.choice([0.05, 0.2, 0.5]))
        if rng.random() < 0.5:
            one, other = other, one
        texts = json.dumps(one), json.dumps(other)
        try:
            reader, writer = parsed(texts[0]), parsed(texts[1])
        except (avro.errors.AvroException, fastavro.schema.UnknownType, fastavro.schema.SchemaParseException):
            continue  # A change may have removed the definition of a name that is used elsewhere.
        values = Values(rng, other)
        records = []
        for _ in range(6):
            out = io.BytesIO()
            try:
                fastavro.schemaless_writer(out, writer[0], values.make(other))
            except RecursionError:
                break  # A record that contains itself has no value.
            records.append(outcome(out.getvalue(), reader, writer))
        print(json.dumps({"reader": texts[0], "writer": texts[1], "records": records}))
        written += 1


def decode(path):
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            pair = json.loads(line)
            print(json.dumps(outcome(bytes.fromhex(pair["bytes"]), parsed(pair["reader"]), parsed(pair["writer"]))))


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    if sys.argv[1] == "generate":
        generate(int(sys.argv[2]), int(sys.argv[3]))
    else:
        decode(sys.argv[2])
