# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: 2026 The Sluice authors
"""Random contracts and events, and the judgement of fastavro on what the encoder made of them.

    avro_events.py generate SEED COUNT   a line each: {"schema": text, "event": text}
    avro_events.py check SEED COUNT      reads a line each: the Avro record in hexadecimal; exits 1 with the first
                                         difference between what fastavro decodes and what the event meant

Both make the same cases from the seed. What an event means (`Case.expected`) is built together with its JSON text by the
generator, not derived from the text: so the encoder's rules are checked by a second implementation of them.
"""
import base64
import datetime
import decimal
import io
import json
import random
import struct
import sys
import uuid

import fastavro

decimal.getcontext().prec = 60
UTC = datetime.timezone.utc
TEXTS = ["", "a", "déjà vu", "😀", "line\nbreak", 'quote " and \\', "\u0000", "x" * 70, "日本語", "</script>"]


class Generator:
    def __init__(self, seed):
        self.random = random.Random(seed)
        self.names = 0

    def name(self, prefix):
        self.names += 1
        return f"{prefix}{self.names}"

    # Each kind gives a schema and a function that makes (JSON text, value that fastavro reads).

    def type(self, depth):
        scalars = [
            self.null, self.boolean, self.int, self.long, self.float, self.double, self.string, self.bytes, self.fixed,
            self.enum, self.uuid, self.decimal, self.fixed_decimal, self.date, self.time, self.timestamp,
            self.local_timestamp,
        ]
        containers = [self.array, self.map, self.record, self.nullable, self.union]
        kinds = scalars if depth <= 0 else scalars + containers * 3
        kind = self.random.choice(kinds)
        return kind(depth - 1) if kind in containers else kind()

    def null(self):
        return "null", lambda: ("null", None)

    def boolean(self):
        return "boolean", lambda: self.random.choice([("true", True), ("false", False)])

    def integer(self, bits):
        value = self.random.choice([0, 1, -1, 2 ** (bits - 1) - 1, -(2 ** (bits - 1)), self.random.getrandbits(bits - 1)])
        forms = [str(value)]
        if abs(value) < 10**6:
            forms.append(f"{value}.0")
        return self.random.choice(forms), value

    def int(self):
        return "int", lambda: self.integer(32)

    def long(self):
        return "long", lambda: self.integer(64)

    def real(self):
        return self.random.choice([0.0, 1.5, -2.25e-10, 1e30, 123456.789, float(self.random.randrange(-1000, 1000))])

    def float(self):
        def make():
            value = self.real()
            return repr(value), struct.unpack("<f", struct.pack("<f", value))[0]
        return "float", make

    def double(self):
        def make():
            value = self.real()
            return repr(value), value
        return "double", make

    def text(self):
        value = self.random.choice(TEXTS)
        return json.dumps(value, ensure_ascii=self.random.random() < 0.5), value

    def string(self):
        return "string", self.text

    def base64(self, count):
        value = self.random.randbytes(count)
        text = base64.b64encode(value).decode()
        if self.random.random() < 0.3:
            text = base64.urlsafe_b64encode(value).decode().rstrip("=")
        return json.dumps(text), value

    def bytes(self):
        return "bytes", lambda: self.base64(self.random.randrange(0, 9))

    def fixed(self):
        size = self.random.randrange(1, 9)
        return {"type": "fixed", "name": self.name("Fixed"), "size": size}, lambda: self.base64(size)

    def enum(self):
        symbols = [f"S{n}" for n in range(self.random.randrange(1, 40))]

        def make():
            symbol = self.random.choice(symbols)
            return json.dumps(symbol), symbol
        return {"type": "enum", "name": self.name("Enum"), "symbols": symbols}, make

    def uuid(self):
        def make():
            value = uuid.UUID(int=self.random.getrandbits(128))
            text = str(value)
            return json.dumps(text.upper() if self.random.random() < 0.5 else text), value
        return {"type": "string", "logicalType": "uuid"}, make

    def number(self, precision, scale):
        digits = self.random.randrange(1, precision + 1)
        unscaled = self.random.randrange(-(10**digits) + 1, 10**digits)
        value = decimal.Decimal(unscaled).scaleb(-scale)
        text = f"{value:f}"
        if self.random.random() < 0.5 or abs(unscaled) >= 2**63:
            text = json.dumps(text)
        return text, value

    def decimal(self):
        precision = self.random.randrange(1, 39)
        scale = self.random.randrange(0, precision + 1)
        schema = {"type": "bytes", "logicalType": "decimal", "precision": precision, "scale": scale}
        return schema, lambda: self.number(precision, scale)

    def fixed_decimal(self):
        precision = self.random.randrange(1, 19)
        scale = self.random.randrange(0, precision + 1)
        schema = {
            "type": "fixed", "name": self.name("Decimal"), "size": self.random.randrange(8, 20),
            "logicalType": "decimal", "precision": precision, "scale": scale,
        }
        return schema, lambda: self.number(precision, scale)

    def date(self):
        def make():
            value = datetime.date.fromordinal(self.random.randrange(1, 3652059))
            days = value.toordinal() - datetime.date(1970, 1, 1).toordinal()
            return self.random.choice([f'"{value:%Y-%m-%d}"'.replace(f'"{value:%Y}', f'"{value.year:04}'), str(days)]), value
        return {"type": "int", "logicalType": "date"}, make

    def time(self):
        unit, kind = self.random.choice([("millis", "int"), ("micros", "long")])

        def make():
            micros = self.random.randrange(86_400_000_000)
            if unit == "millis":
                micros -= micros % 1000
            value = (datetime.datetime(1970, 1, 1) + datetime.timedelta(microseconds=micros)).time()
            number = micros // 1000 if unit == "millis" else micros
            return self.random.choice([json.dumps(value.isoformat()), str(number)]), value
        return {"type": kind, "logicalType": f"time-{unit}"}, make

    def moment(self, unit):
        micros = self.random.randrange(-62_135_596_800_000_000 + 86_400_000_000, 253_402_300_799_000_000 - 86_400_000_000)
        if self.random.random() < 0.5:
            micros = self.random.randrange(0, 2_000_000_000_000_000)
        if unit == "millis":
            micros -= micros % 1000
        number = micros // 1000 if unit == "millis" else micros
        return datetime.datetime(1970, 1, 1) + datetime.timedelta(microseconds=micros), number

    @staticmethod
    def iso(value):
        text = value.isoformat()
        return text

    def timestamp(self):
        unit = self.random.choice(["millis", "micros"])

        def make():
            value, number = self.moment(unit)
            value = value.replace(tzinfo=UTC)
            offset = datetime.timezone(datetime.timedelta(minutes=self.random.randrange(-14 * 60, 14 * 60 + 1)))
            forms = [self.iso(value).replace("+00:00", "Z"), self.iso(value.astimezone(offset))]
            return self.random.choice([json.dumps(self.random.choice(forms)), str(number)]), value
        return {"type": "long", "logicalType": f"timestamp-{unit}"}, make

    def local_timestamp(self):
        unit = self.random.choice(["millis", "micros"])

        def make():
            value, number = self.moment(unit)
            return self.random.choice([json.dumps(self.iso(value)), str(number)]), value
        return {"type": "long", "logicalType": f"local-timestamp-{unit}"}, make

    def array(self, depth):
        schema, item = self.type(depth)

        def make():
            items = [item() for _ in range(self.random.randrange(0, 5))]
            return "[" + ",".join(text for text, _ in items) + "]", [value for _, value in items]
        return {"type": "array", "items": schema}, make

    def map(self, depth):
        schema, item = self.type(depth)

        def make():
            entries = {key: item() for key in self.random.sample(TEXTS, self.random.randrange(0, 5))}
            members = [json.dumps(key) + ":" + text for key, (text, _) in entries.items()]
            return "{" + ",".join(members) + "}", {key: value for key, (_, value) in entries.items()}
        return {"type": "map", "values": schema}, make

    def record(self, depth, name=None):
        fields, makers = [], []
        for index in range(self.random.randrange(0, 6)):
            schema, make = self.type(depth)
            field = {"name": f"f{index}", "type": schema}
            missing = None
            if isinstance(schema, list) and "null" in schema and self.random.random() < 0.5:
                missing = [None]
                if schema[0] == "null" and self.random.random() < 0.5:
                    field["default"] = None
            elif schema == "int" and self.random.random() < 0.5:
                field["default"] = 7
                missing = [7]
            fields.append(field)
            makers.append((field["name"], make, missing))

        def make_record():
            members, value = [], {}
            for field, make, missing in makers:
                if missing and self.random.random() < 0.4:
                    value[field] = missing[0]
                    continue
                text, value[field] = make()
                members.append(f"{json.dumps(field)}: {text}")
            self.random.shuffle(members)
            return "{" + ", ".join(members) + "}", value
        return {"type": "record", "name": name or self.name("Record"), "fields": fields}, make_record

    def nullable(self, depth):
        schema, make = self.type(depth)
        if schema == "null" or isinstance(schema, list):
            return schema, make
        branches = ["null", schema] if self.random.random() < 0.7 else [schema, "null"]
        return branches, lambda: ("null", None) if self.random.random() < 0.3 else make()

    def union(self, depth):
        """Branches whose values can't be mistaken for one another, whatever their order."""
        pools = [
            [self.boolean], [self.long, self.decimal],
            [self.string, self.enum, self.uuid, self.date, self.timestamp, self.bytes],
            [lambda: self.array(depth)], [lambda: self.map(depth), lambda: self.record(depth)],
        ]
        chosen = [self.random.choice(pool)() for pool in self.random.sample(pools, self.random.randrange(2, 5))]
        # Beside each other some values have two readings: integers as long and date, texts as decimal and bytes.
        kinds = [self.kind(schema) for schema, _ in chosen]
        if "decimal" in kinds and ("bytes" in kinds or "date" in kinds or "timestamp-millis" in kinds):
            return self.union(depth)
        if "long" in kinds and {"date", "timestamp-millis", "timestamp-micros"} & set(kinds):
            return self.union(depth)
        if "decimal" in kinds and "string" in kinds or "decimal" in kinds and "timestamp-micros" in kinds:
            return self.union(depth)
        branches = [schema for schema, _ in chosen] + (["null"] if self.random.random() < 0.5 else [])
        makers = [make for _, make in chosen] + ([lambda: ("null", None)] if "null" in branches else [])
        self.random.shuffle(branches)
        return branches, lambda: self.random.choice(makers)()

    @staticmethod
    def kind(schema):
        if isinstance(schema, dict):
            return schema.get("logicalType", schema["type"])
        return schema


def case(seed, index):
    """The schema's properties, the event's text and the value of its properties."""
    generator = Generator(f"{seed}/{index}")
    schema, make = generator.record(4, "Properties")
    text, expected = make()
    return schema, text, expected


def equal(left, right):
    if isinstance(left, dict) and isinstance(right, dict):
        return left.keys() == right.keys() and all(equal(left[key], right[key]) for key in left)
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(map(equal, left, right))
    return type(left) is type(right) and left == right


def main():
    command, seed, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
    for index in range(count):
        schema, text, expected = case(seed, index)
        if command == "generate":
            print(json.dumps({"schema": json.dumps(schema), "event": text}))
            continue
        line = sys.stdin.readline().strip()
        try:
            data = io.BytesIO(bytes.fromhex(line))
            found = fastavro.schemaless_reader(data, schema)
            rest = data.read()
        except Exception as error:
            found, rest = f"{type(error).__name__}: {error}; {line}", b""
        if rest or not equal(found, expected):
            sys.exit(f"case {index} of seed {seed}\nschema   {json.dumps(schema)}\nevent    {text}\n"
                     f"expected {expected}\nfound    {found}\nleft     {rest!r}")


main()
