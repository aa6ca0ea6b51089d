# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: 2026 The Sluice authors
"""Random Avro schemas with values, as the package fastavro sees them.

Usage: avro_oracle.py SEED COUNT. Writes one JSON object a line: the schema's text, its canonical form and
fingerprints, a value's binary encoding, and the value that fastavro decodes from it (bytes as "0x" + hex, floats as
the hex of the eight-byte big-endian IEEE number).

The package avro is no oracle for canonical forms: 1.12.2 leaves {"type": "long"} as it is where a primitive has
attributes, writes a fixed out a second time, and takes "namespace": "" for none.
"""

import hashlib
import io
import json
import random
import struct
import sys

import fastavro
import fastavro.schema

PRIMITIVES = ["null", "boolean", "int", "long", "float", "double", "bytes", "string"]
LOGICAL = {
    "int": ["date", "time-millis", "no-such-type"],
    "long": ["time-micros", "timestamp-millis", "timestamp-micros", "local-timestamp-micros", "date"],
    "string": ["uuid"],
    "bytes": ["decimal"],
}
WORDS = ["alpha", "beta", "gamma", "delta", "Epsilon", "zeta_1", "_eta", "Theta2"]
NAMESPACES = [None, "", "org.example", "a.b_c.d", "x"]


class Schemas:
    """Makes one random schema; keeps the names that it may refer to."""

    def __init__(self, rng):
        self.rng = rng
        self.names = []
        self.count = 0

    def make(self, depth, namespace="", in_union=False):
        rng = self.rng
        kinds = ["primitive"] * 4 + ["array", "map", "enum", "fixed", "reference"]
        if depth < 4:
            kinds += ["record"] * 3 + ([] if in_union else ["union"] * 2)
        kind = "record" if depth == 0 and rng.random() < 0.7 else rng.choice(kinds)
        if kind == "reference":
            if not self.names:
                kind = "primitive"
            else:
                full = rng.choice(self.names)
                space, _, name = full.rpartition(".")
                return name if space == namespace and rng.random() < 0.7 else full if "." in full else self.primitive()
        return getattr(self, kind)(depth, namespace) if kind != "primitive" else self.primitive()

    def primitive(self):
        name = self.rng.choice(PRIMITIVES)
        if self.rng.random() < 0.6:
            return name
        schema = {"type": name}
        if name in LOGICAL and self.rng.random() < 0.7:
            schema["logicalType"] = self.rng.choice(LOGICAL[name])
            if schema["logicalType"] == "decimal":
                schema.update(precision=self.rng.randint(1, 20), scale=0)
        if self.rng.random() < 0.3:
            schema["custom"] = {"ä\"\\": [1, None, 1.5]}
        return schema

    def named(self, type_, namespace, **rest):
        rng = self.rng
        self.count += 1
        name = rng.choice(WORDS) + str(self.count)
        schema = {"type": type_, "name": name}
        space = namespace
        choice = rng.random()
        if choice < 0.3:
            given = rng.choice(NAMESPACES)
            # (fastavro takes "" for none where the type is not a record.)
            if given is not None and (given or type_ == "record"):
                schema["namespace"] = given
                space = given
        elif choice < 0.4:
            schema["name"] = "dotted.space." + name
            space = "dotted.space"
        if rng.random() < 0.3:
            schema["doc"] = "a “doc” with \"quotes\""
        if rng.random() < 0.2:
            schema["aliases"] = ["Old" + name, "other.Old" + name]
        schema.update(rest)
        return schema, space, f"{space}.{name}" if space else name

    def record(self, depth, namespace):
        schema, space, full = self.named("record", namespace)
        fields = []
        for index in range(self.rng.randint(0, 4)):
            field = {"name": self.rng.choice(WORDS) + str(index), "type": self.make(depth + 1, space)}
            if self.rng.random() < 0.2:
                field["order"] = self.rng.choice(["ascending", "descending", "ignore"])
            if field["type"] == "string" and self.rng.random() < 0.5:
                field["default"] = "x\u0001\"ü"
            fields.append(field)
        schema["fields"] = fields
        self.names.append(full)
        items = list(schema.items())
        self.rng.shuffle(items)
        return dict(items)

    def enum(self, depth, namespace):
        symbols = self.rng.sample(WORDS, self.rng.randint(1, 5))
        schema, _, full = self.named("enum", namespace, symbols=symbols)
        if self.rng.random() < 0.3:
            schema["default"] = symbols[0]
        self.names.append(full)
        return schema

    def fixed(self, depth, namespace):
        schema, _, full = self.named("fixed", namespace, size=self.rng.choice([0, 1, 12, 16, 40]))
        self.names.append(full)
        return schema

    def array(self, depth, namespace):
        return {"type": "array", "items": self.make(depth + 1, namespace)}

    def map(self, depth, namespace):
        return {"type": "map", "values": self.make(depth + 1, namespace)}

    def union(self, depth, namespace):
        branches, seen = [], set()
        for _ in range(self.rng.randint(1, 4)):
            known = list(self.names)
            branch = self.make(depth + 1, namespace, in_union=True)
            if isinstance(branch, str) and branch not in PRIMITIVES:
                continue  # Whether a name occurs twice would need resolution; named branches are defined in place.
            key = branch if isinstance(branch, str) else branch["type"]
            if key in ("record", "enum", "fixed"):
                key = id(branch)
            if key not in seen:
                seen.add(key)
                branches.append(branch)
            else:
                self.names = known
        return branches or ["null"]


def without_logical_types(schema):
    if isinstance(schema, dict):
        return {k: v if k == "default" else without_logical_types(v) for k, v in schema.items() if k != "logicalType"}
    return [without_logical_types(s) for s in schema] if isinstance(schema, list) else schema


def value(rng, schema, named):
    """A value of a schema that fastavro has parsed (names are full)."""
    if isinstance(schema, list):
        branch = rng.choice(schema)
        chosen = value(rng, branch, named)
        name = branch.get("name") if isinstance(branch, dict) else branch if branch in named else None
        return (name, chosen) if name else chosen
    kind = schema if isinstance(schema, str) else schema["type"]
    if kind in named:
        return value(rng, named[kind], named)
    if kind == "null":
        return None
    if kind == "boolean":
        return rng.random() < 0.5
    if kind == "int":
        return rng.choice([0, 1, -1, 2**31 - 1, -(2**31), rng.randint(-(2**31), 2**31 - 1)])
    if kind == "long":
        return rng.choice([0, 63, -64, 64, 2**63 - 1, -(2**63), rng.randint(-(2**63), 2**63 - 1)])
    if kind == "float":
        return struct.unpack("f", struct.pack("f", rng.uniform(-1e30, 1e30)))[0]
    if kind == "double":
        return rng.choice([0.0, -0.0, float("inf"), rng.uniform(-1e300, 1e300)])
    if kind == "bytes":
        return rng.randbytes(rng.choice([0, 1, 5, 70]))
    if kind == "string":
        return "".join(rng.choice("aé€😀\"\\\n\u0001/ z") for _ in range(rng.choice([0, 1, 8, 80])))
    if kind == "fixed":
        return rng.randbytes(schema["size"])
    if kind == "enum":
        return rng.choice(schema["symbols"])
    if kind == "array":
        return [value(rng, schema["items"], named) for _ in range(rng.choice([0, 0, 1, 3]))]
    if kind == "map":
        return {f"k{i}é": value(rng, schema["values"], named) for i in range(rng.choice([0, 0, 1, 3]))}
    return {field["name"]: value(rng, field["type"], named) for field in schema["fields"]}


def neutral(decoded):
    if isinstance(decoded, bytes):
        return "0x" + decoded.hex()
    if isinstance(decoded, float):
        return struct.pack(">d", decoded).hex()
    if isinstance(decoded, list):
        return [neutral(item) for item in decoded]
    if isinstance(decoded, dict):
        return {name: neutral(item) for name, item in decoded.items()}
    return decoded


def main():
    rng = random.Random(int(sys.argv[1]))
    for _ in range(int(sys.argv[2])):
        text = json.dumps(Schemas(rng).make(0), ensure_ascii=False, indent=rng.choice([None, 2]))
        named = {}
        plain = fastavro.parse_schema(without_logical_types(json.loads(text)), named_schemas=named)
        out = io.BytesIO()
        try:
            fastavro.schemaless_writer(out, plain, value(rng, plain, named))
        except ValueError:
            continue  # It can't tell which branch a map or an array with a named branch inside is of.
        encoded = out.getvalue()
        form = fastavro.schema.to_parsing_canonical_form(fastavro.parse_schema(json.loads(text)))
        print(
            json.dumps(
                {
                    "schema": text,
                    "form": form,
                    "crc64": fastavro.schema.fingerprint(form, "CRC-64-AVRO"),
                    "md5": hashlib.md5(form.encode()).hexdigest(),
                    "sha256": hashlib.sha256(form.encode()).hexdigest(),
                    "bytes": encoded.hex(),
                    "decoded": neutral(fastavro.schemaless_reader(io.BytesIO(encoded), plain, None)),
                },
                ensure_ascii=False,
                separators=(",", ":"),
            )
        )


main()
