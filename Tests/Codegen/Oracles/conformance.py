# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: 2026 The Sluice authors
"""Holds a program's answers against a recorded exchange of Protobuf's conformance suite.

  conformance.py RECORD PROGRAM   RECORD is the folder with pairs.bin.gz and test_messages.descriptorset

Errors must be of the recorded kind; binary answers the same message, and JSON the same value, as the recorded ones.
"""
import gzip
import json
import math
import struct
import subprocess
import sys

from google.protobuf import any_pb2, descriptor_pb2, descriptor_pool, duration_pb2, field_mask_pb2, message_factory
from google.protobuf import json_format, struct_pb2, timestamp_pb2, wrappers_pb2

record, program = sys.argv[1:]
pool = descriptor_pool.Default()
with open(record + "/test_messages.descriptorset", "rb") as stream:
    for file in descriptor_pb2.FileDescriptorSet.FromString(stream.read()).file:
        try:
            # Most of the well-known types are there already.
            pool.FindFileByName(file.name)
        except KeyError:
            pool.AddSerializedFile(file.SerializeToString())


def frames(data):
    found, place = [], 0
    while place < len(data):
        (size,) = struct.unpack_from("<I", data, place)
        found.append(data[place + 4:place + 4 + size])
        place += 4 + size
    return found


def fields(message):
    """The last value of each field; the suite's messages have varints and blocks only."""
    found, place = {}, 0

    def varint():
        nonlocal place
        value = shift = 0
        while True:
            byte = message[place]
            place += 1
            value |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                return value

    while place < len(message):
        tag = varint()
        value = varint()
        if tag & 7 == 2:
            value, place = message[place:place + value], place + value
        found[tag >> 3] = value
    return found


def number(value):
    """A JSON number or its text by value: 1, 1.0 and "1" are other spellings of one number."""
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, list):
        return [number(element) for element in value]
    if isinstance(value, dict):
        return {name: number(member) for name, member in value.items()}
    if isinstance(value, float) and math.isinf(value):
        return str(value)
    return value


def same(request, recorded, answer):
    kinds = [field for field in (1, 3, 4, 6) if field in recorded]
    if len(kinds) != 1 or kinds[0] not in answer:
        return False
    kind = kinds[0]
    message = message_factory.GetMessageClass(pool.FindMessageTypeByName(request[4].decode()))
    if kind == 3:
        one, two = message.FromString(recorded[3]), message.FromString(answer[3])
        return one.SerializeToString(deterministic=True) == two.SerializeToString(deterministic=True)
    if kind == 4:
        if number(json.loads(recorded[4])) == number(json.loads(answer[4])):
            return True
        # Also a duration has several texts: 1.5s and 1.500s.
        one, two = (json_format.Parse(text[4], message(), descriptor_pool=pool) for text in (recorded, answer))
        return one.SerializeToString(deterministic=True) == two.SerializeToString(deterministic=True)
    return True


with gzip.open(record + "/pairs.bin.gz") as stream:
    pairs = frames(stream.read())
requests, recorded = pairs[0::2], pairs[1::2]
sent = b"".join(struct.pack("<I", len(request)) + request for request in requests)
answers = frames(subprocess.run([program], input=sent, stdout=subprocess.PIPE, check=True).stdout)
if len(answers) != len(requests):
    sys.exit(f"{len(requests)} requests, and {len(answers)} answers")
wrong = 0
for request, expected, answer in zip(map(fields, requests), map(fields, recorded), map(fields, answers)):
    if not same(request, expected, answer):
        wrong += 1
        if wrong <= 20:
            print(f"{request}\n  expected {expected}\n  answered {answer}", file=sys.stderr)
print(f"{len(requests) - wrong} of {len(requests)} requests answered as recorded, {wrong} otherwise")
