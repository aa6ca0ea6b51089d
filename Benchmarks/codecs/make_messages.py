#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: 2026 The Sluice authors

"""Writes 1,000 distinct messages of each shape, by independent encoders: fastavro and Python's protobuf.

    make_messages.py FOLDER DESCRIPTORS     FOLDER/<shape>.avro and FOLDER/<shape>.pb; DESCRIPTORS is protoc's of messages.proto
"""

import pathlib
import random
import struct
import sys
import uuid

import fastavro
from google.protobuf import descriptor_pb2, descriptor_pool, message_factory

HERE = pathlib.Path(__file__).parent
SHAPES = ["event", "event_without_map", "small", "nested", "numbers"]
COUNT = 1000
PLATFORMS = ["unknown", "web", "ios", "android", "backend"]


def maybe(random, chance, value):
    return value() if random.random() < chance else None


def identifier(random):
    return str(uuid.UUID(int=random.getrandbits(128), version=4))


def event(random):
    time = 1_700_000_000_000_000 + random.randrange(10**13)
    page = f"/products/{random.choice(['schuhe', 'mäntel', 'hats', '帽子'])}/{random.randrange(10**6)}"
    return {
        "event_id": identifier(random), "event_type": random.choice(["page_view", "product_view", "add_to_cart"]),
        "timestamp": time, "received_at": time + random.randrange(10**6),
        "session_id": maybe(random, 0.9, lambda: identifier(random)),
        "user_id": maybe(random, 0.6, lambda: f"user-{random.randrange(10**7)}"),
        "device_id": f"{random.getrandbits(64):016x}", "app_version": f"{random.randrange(9)}.{random.randrange(99)}.0",
        "platform": random.choice(PLATFORMS), "page_url": maybe(random, 0.9, lambda: "https://shop.example.com" + page),
        "referrer": maybe(random, 0.4, lambda: "https://search.example.com/"),
        "country": maybe(random, 0.8, lambda: random.choice(["DE", "FR", "JP", "US"])),
        "schema_version": random.randrange(1, 12), "duration": random.random() * 1000, "is_first": random.random() < 0.1,
        "properties": {
            name: random.choice(["red", "blue", "42", "a longer value of a property", "größe-m"])
            for name in ["colour", "campaign", "position", "experiment", "listing"]
        },
    }


def event_without_map(random):
    return {name: value for name, value in event(random).items() if name != "properties"}


def small(random):
    return {
        "event_id": identifier(random), "timestamp": 1_700_000_000_000_000 + random.randrange(10**13),
        "user_id": maybe(random, 0.6, lambda: f"user-{random.randrange(10**7)}"), "count": random.randrange(1, 300),
        "price": random.random() * 100, "is_first": random.random() < 0.1,
    }


def nested(random, depth=1):
    level = {"name": f"level {depth} of {random.randrange(10**6)}", "value": random.randrange(1, 10**9)}
    if depth < 5:
        level["child"] = nested(random, depth + 1)
    return level


def numbers(random):
    return {"name": f"series {random.randrange(10**6)}", "values": [random.randrange(-(10**6), 10**6) for _ in range(1000)]}


def avro_encoder(shape):
    import io

    schema = fastavro.schema.load_schema(HERE / f"Sources/bench-codecs-avro/{shape}.avsc")

    def encode(value):
        output = io.BytesIO()
        fastavro.schemaless_writer(output, schema, value)
        return output.getvalue()

    return encode


def message_types(descriptors):
    """The classes of messages.proto by shape."""
    pool = descriptor_pool.DescriptorPool()
    for file in descriptor_pb2.FileDescriptorSet.FromString(pathlib.Path(descriptors).read_bytes()).file:
        pool.Add(file)
    names = {shape: "".join(word.capitalize() for word in shape.split("_")) for shape in SHAPES}
    return {
        shape: message_factory.GetMessageClass(pool.FindMessageTypeByName(f"bench.{name}")) for shape, name in names.items()
    }


def fill(message, value):
    """Sets the fields of a message; what is None stays absent."""
    for name, item in value.items():
        field = message.DESCRIPTOR.fields_by_name[name]
        if item is None:
            continue
        if isinstance(item, dict) and field.message_type.GetOptions().map_entry:
            getattr(message, name).update(item)
        elif isinstance(item, dict):
            fill(getattr(message, name), item)
        elif isinstance(item, list):
            getattr(message, name).extend(item)
        elif field.enum_type:
            setattr(message, name, PLATFORMS.index(item))
        else:
            setattr(message, name, item)


def write(path, messages):
    with open(path, "wb") as file:
        file.write(struct.pack("<I", len(messages)))
        for message in messages:
            file.write(struct.pack("<I", len(message)) + message)


def main():
    folder = pathlib.Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    types = message_types(sys.argv[2])
    for shape in SHAPES:
        source = random.Random(shape)
        values = [globals()[shape](source) for _ in range(COUNT)]
        write(folder / f"{shape}.avro", [avro_encoder(shape)(value) for value in values])
        encoded = []
        for value in values:
            message = types[shape]()
            fill(message, value)
            encoded.append(message.SerializeToString(deterministic=True))
        write(folder / f"{shape}.pb", encoded)


if __name__ == "__main__":
    main()
