# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: 2026 The Sluice authors

"""fastavro and Python's protobuf: python_peer.py avro|protobuf SHAPE FILE OPERATION ROUNDS DESCRIPTORS"""

import io
import pathlib
import struct
import sys
import time

import fastavro

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent))
from make_messages import HERE, message_types

PRIME, MASK = 0x100000001B3, (1 << 64) - 1


class Checksum:
    """FNV-1a over the values of all fields in the order of the schema."""

    def __init__(self):
        self.sum = 0xCBF29CE484222325

    def bytes(self, data):
        for byte in data:
            self.sum = (self.sum ^ byte) * PRIME & MASK

    def number(self, value):
        self.bytes(struct.pack("<q", value))

    def text(self, value):
        data = value.encode()
        self.number(len(data))
        self.bytes(data)

    def map(self, value):
        self.number(len(value))
        for key in sorted(value):
            self.text(key)
            self.text(value[key])

    def avro(self, schema, value):
        kind = schema["type"] if isinstance(schema, dict) else schema
        if isinstance(schema, list):
            self.number(value is not None)
            if value is not None:
                self.avro(schema[1], value)
        elif kind == "record":
            for field in schema["fields"]:
                self.avro(field["type"], value[field["name"]])
        elif kind == "map":
            self.map(value)
        elif kind == "array":
            self.number(len(value))
            for item in value:
                self.avro(schema["items"], item)
        elif kind == "enum":
            self.number(schema["symbols"].index(value))
        elif kind == "string":
            self.text(value)
        elif kind == "double":
            self.bytes(struct.pack("<d", value))
        else:
            self.number(value)

    def protobuf(self, message):
        for field in message.DESCRIPTOR.fields:
            value = getattr(message, field.name)
            if field.message_type and field.message_type.GetOptions().map_entry:
                self.map(value)
            elif field.is_repeated if hasattr(field, "is_repeated") else field.label == field.LABEL_REPEATED:
                self.number(len(value))
                for item in value:
                    self.number(item)
            elif field.message_type:
                self.protobuf(value)
            else:
                if field.has_presence:
                    self.number(message.HasField(field.name))
                    if not message.HasField(field.name):
                        continue
                if field.cpp_type == field.CPPTYPE_STRING:
                    self.text(value)
                elif field.cpp_type == field.CPPTYPE_DOUBLE:
                    self.bytes(struct.pack("<d", value))
                else:
                    self.number(value)


def main():
    format, shape, path, operation, rounds, descriptors = sys.argv[1:]
    data = pathlib.Path(path).read_bytes()
    messages, offset = [], 4
    while offset < len(data):
        size, = struct.unpack_from("<I", data, offset)
        messages.append(data[offset + 4:offset + 4 + size])
        offset += 4 + size
    checksum = Checksum()
    if format == "avro":
        schema = fastavro.schema.load_schema(HERE / f"Sources/bench-codecs-avro/{shape}.avsc")
        read = lambda message: fastavro.schemaless_reader(io.BytesIO(message), schema, None)
        encode = lambda value: fastavro.schemaless_writer(io.BytesIO(), schema, value)
        take = lambda value: checksum.avro(schema, value)
    else:
        type = message_types(descriptors)[shape]
        read, encode, take = type.FromString, lambda value: value.SerializeToString(), checksum.protobuf
    if operation == "checksum":
        for message in messages:
            take(read(message))
        print(f"{checksum.sum:016x}")
        return
    values = [read(message) for message in messages] if operation == "encode" else messages
    step = encode if operation == "encode" else read
    begun = time.process_time()
    for _ in range(int(rounds)):
        for value in values:
            step(value)
    print(f"{time.process_time() - begun:.9f} 0")


main()
