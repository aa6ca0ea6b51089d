# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: 2026 The Sluice authors
"""Random pairs of Avro schemas with the verdict of the package avro, whose avro.compatibility is a port of Java's rules.

Usage: avro_compatibility.py SEED COUNT. Writes one JSON object a line: reader, writer, compatible.
"""

import copy
import json
import random
import sys
import warnings

import avro.schema
from avro.compatibility import ReaderWriterCompatibilityChecker, SchemaCompatibilityType

PRIMITIVES = ["null", "boolean", "int", "long", "float", "double", "bytes", "string"]


class Pair:
    def __init__(self, rng):
        self.rng = rng
        self.count = 0

    def name(self, prefix):
        self.count += 1
        return f"{prefix}{self.count}"

    def make(self, depth=0, in_union=False):
        rng = self.rng
        kinds = ["primitive"] * 4 + ["array", "map", "enum", "fixed"]
        if depth < 3:
            kinds += ["record"] * 4 + ([] if in_union else ["union"] * 3)
        kind = "record" if depth == 0 else rng.choice(kinds)
        if kind == "primitive":
            return rng.choice(PRIMITIVES)
        if kind == "array":
            return {"type": "array", "items": self.make(depth + 1)}
        if kind == "map":
            return {"type": "map", "values": self.make(depth + 1)}
        if kind == "enum":
            schema = {"type": "enum", "name": self.name("E"), "symbols": rng.sample("ABCDE", rng.randint(1, 4))}
            if rng.random() < 0.4:
                schema["default"] = schema["symbols"][0]
            return schema
        if kind == "fixed":
            return {"type": "fixed", "name": self.name("F"), "size": rng.choice([4, 8])}
        if kind == "union":
            branches, seen = [], set()
            for _ in range(rng.randint(1, 4)):
                branch = self.make(depth + 1, in_union=True)
                key = branch if isinstance(branch, str) else branch.get("name", branch["type"])
                if key not in seen:
                    seen.add(key)
                    branches.append(branch)
            return branches
        schema = {"type": "record", "name": self.name("R"), "fields": []}
        for index in range(rng.randint(0, 4)):
            field = {"name": f"f{index}", "type": self.make(depth + 1)}
            if field["type"] == "int" and rng.random() < 0.6:
                field["default"] = 7
            if isinstance(field["type"], list) and field["type"][0] == "null" and rng.random() < 0.6:
                field["default"] = None
            schema["fields"].append(field)
        if rng.random() < 0.2:
            name = schema["name"]
            schema["fields"].append({"name": "self", "type": ["null", name], "default": None})
        return schema

    def mutate(self, schema, rate):
        """The schema with some changes; names keep their identity unless they are what changes."""
        rng = self.rng
        if rng.random() < rate / 3:
            return rng.choice(PRIMITIVES)
        if isinstance(schema, str):
            if schema in PRIMITIVES and rng.random() < rate:
                return rng.choice(PRIMITIVES)
            return schema
        if isinstance(schema, list):
            branches = [branch if isinstance(branch, str) else self.mutate(branch, rate) for branch in schema]
            if rng.random() < rate:
                rng.shuffle(branches)
            if rng.random() < rate and len(branches) > 1:
                branches.pop()
            if rng.random() < rate / 2:
                branches.append(rng.choice(PRIMITIVES))
            if rng.random() < rate / 2:
                return branches[0]
            unique, seen = [], set()
            for branch in branches:
                key = branch if isinstance(branch, str) else branch.get("name", branch["type"])
                if key not in seen:
                    seen.add(key)
                    unique.append(branch)
            return unique
        schema = dict(schema)
        if "name" in schema and rng.random() < rate / 3:
            old = schema["name"]
            schema["name"] = old + "x"
            if rng.random() < 0.5:
                schema["aliases"] = [old]
            if schema["type"] == "record":
                schema["fields"] = [f for f in schema["fields"] if f["name"] != "self"]
        if schema["type"] == "fixed" and rng.random() < rate / 2:
            schema["size"] = 16
        if schema["type"] == "enum" and rng.random() < rate:
            schema["symbols"] = rng.sample("ABCDE", rng.randint(1, 5))
            schema.pop("default", None)
            if rng.random() < 0.5:
                schema["default"] = schema["symbols"][0]
        if schema["type"] == "array":
            schema["items"] = self.mutate(schema["items"], rate)
        if schema["type"] == "map":
            schema["values"] = self.mutate(schema["values"], rate)
        if schema["type"] == "record":
            fields = []
            for field in schema["fields"]:
                if rng.random() < rate / 3:
                    continue
                field = dict(field)
                if field["name"] != "self":
                    field["type"] = self.mutate(field["type"], rate)
                    field.pop("default", None)
                    if rng.random() < rate / 3:
                        field["aliases"] = [field["name"]]
                        field["name"] = field["name"] + "y"
                fields.append(field)
            if rng.random() < rate:
                field = {"name": "added", "type": "int"}
                if rng.random() < 0.6:
                    field["default"] = 1
                fields.append(field)
            if rng.random() < rate / 2:
                rng.shuffle(fields)
            schema["fields"] = fields
        return schema


def main():
    warnings.simplefilter("ignore")
    rng = random.Random(int(sys.argv[1]))
    written = 0
    while written < int(sys.argv[2]):
        pair = Pair(rng)
        one = pair.make()
        other = pair.mutate(copy.deepcopy(one), rng.choice([0.05, 0.2, 0.5]))
        reader, writer = (one, other) if rng.random() < 0.5 else (other, one)
        try:
            parsed = [avro.schema.parse(json.dumps(schema)) for schema in (reader, writer)]
        except avro.errors.AvroException:
            continue  # A change may have removed the definition of a name that is used elsewhere.
        verdict = ReaderWriterCompatibilityChecker().get_compatibility(*parsed)
        compatible = verdict.compatibility is SchemaCompatibilityType.compatible
        print(json.dumps({"reader": json.dumps(reader), "writer": json.dumps(writer), "compatible": compatible}))
        written += 1


if __name__ == "__main__":
    main()
