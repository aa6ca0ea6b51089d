# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: 2026 The Sluice authors
"""Random Protobuf schemas with messages, as the package protobuf (libprotobuf's upb) writes and reads them.

Usage: protobuf_oracle.py SEED COUNT. Writes one JSON object a line: descriptor (base64) and samples, each with its type,
the bytes and the JSON of a message, and other bytes with what reading them gives: nothing, or the bytes written again.
"""

import base64
import json
import random
import sys

from google.protobuf import json_format, message
from protobuf_schemas import FileMaker, classes, fill


def mutated(rng, data, other):
    data = bytearray(data)
    kind = rng.random()
    if kind < 0.25:
        return bytes(data) + other  # Messages in a row are merged.
    if kind < 0.4 and data:
        return bytes(data[: rng.randrange(len(data))])
    for _ in range(rng.randint(1, 4)):
        if not data:
            break
        at = rng.randrange(len(data))
        if rng.random() < 0.5:
            data[at] = rng.randrange(256)
        elif rng.random() < 0.5:
            del data[at]
        else:
            data.insert(at, rng.randrange(256))
    return bytes(data)


def main():
    rng = random.Random(int(sys.argv[1]))
    for _ in range(int(sys.argv[2])):
        file = FileMaker(rng).make()
        pool, types = classes(file)
        samples = []
        for name, cls in sorted(types.items()):
            made = [fill(rng, cls(), pool=pool) for _ in range(2)]
            written = [each.SerializePartialToString(deterministic=True) for each in made]
            for each, data in zip(made, written):
                others = []
                for _ in range(4):
                    wrong = mutated(rng, data, written[0])
                    case = {"bytes": wrong.hex()}
                    try:
                        read = cls()
                        read.MergeFromString(wrong)
                        case["again"] = read.SerializePartialToString(deterministic=True).hex()
                    except message.DecodeError:
                        pass
                    others.append(case)
                text = json_format.MessageToDict(each, descriptor_pool=pool)
                samples.append(
                    {
                        "type": name, "bytes": data.hex(), "json": json.dumps(text),
                        "initialized": each.IsInitialized(), "others": others,
                    })
        print(json.dumps({"descriptor": base64.b64encode(file.SerializeToString()).decode(), "samples": samples}))


main()
