# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: 2026 The Sluice authors
"""Random pairs of Protobuf schemas, and what libprotobuf reads with one of messages of the other.

Usage: protobuf_compatibility.py SEED COUNT. Writes one JSON object a line: old and new (descriptors in base64) and reads,
each with its direction, the message's type, the bytes, and, unless reading fails, the bytes written again and whether all
required fields are there.
"""

import base64
import json
import os
import random
import sys

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "..", "Formats", "Oracles"))

from google.protobuf import descriptor_pb2, message  # noqa: E402
from protobuf_schemas import KEYS, SCALARS, F, FileMaker, classes, fill  # noqa: E402


def messages(file):
    pending = list(file.message_type)
    while pending:
        each = pending.pop()
        if not each.options.map_entry:
            yield each
            pending += each.nested_type


def enums(file):
    yield from file.enum_type
    for each in messages(file):
        yield from each.enum_type


def retype(rng, maker, field):
    if rng.random() < 0.75:
        field.type = rng.choice(SCALARS)
        field.ClearField("type_name")
    elif rng.random() < 0.5 and maker.enums:
        field.type, field.type_name = F.TYPE_ENUM, rng.choice(maker.enums)[0]
    else:
        field.type, field.type_name = F.TYPE_MESSAGE, rng.choice(maker.messages)
    field.ClearField("default_value")
    field.ClearField("options")


def plain(file):
    """Messages that have fields which may be changed without looking at anything else, with those fields."""
    for each in messages(file):
        fields = [f for f in each.field if f.type not in (F.TYPE_GROUP,) and not f.proto3_optional]
        if fields:
            yield each, fields


def entries(file):
    for each in messages(file):
        yield from (n for n in each.nested_type if n.options.map_entry)


def mutate(rng, maker, file):
    kind = rng.choice(
        ["remove", "retype", "retype", "retype", "label", "rename", "add", "value", "value", "oneof", "oneof", "required",
         "default", "entry", "package", "message"])
    candidates = list(plain(file))
    if kind in ("remove", "retype", "label", "rename", "oneof", "required", "default") and candidates:
        owner, fields = rng.choice(candidates)
        field = rng.choice(fields)
        is_map = any(n.options.map_entry and field.type_name.endswith("." + n.name) for n in owner.nested_type)
        if kind == "remove":
            owner.field.remove(field)
        elif kind == "rename":
            field.name = maker.name("renamed")
        elif is_map:
            return
        elif kind == "retype":
            retype(rng, maker, field)
        elif kind == "label" and not field.HasField("oneof_index"):
            field.label = F.LABEL_OPTIONAL if field.label == F.LABEL_REPEATED else F.LABEL_REPEATED
            field.ClearField("default_value")
            field.ClearField("options")
        elif kind == "oneof":
            if field.HasField("oneof_index"):
                field.ClearField("oneof_index")
            elif owner.oneof_decl and field.label == F.LABEL_OPTIONAL:
                field.oneof_index = 0
            elif len(fields) > 1 and all(f.label == F.LABEL_OPTIONAL for f in fields[:2]) and not owner.oneof_decl:
                owner.oneof_decl.add(name=maker.name("made"))
                for each in fields[: rng.randint(1, 2)]:
                    each.oneof_index = 0
        elif kind == "required" and file.syntax != "proto3" and not field.HasField("oneof_index"):
            field.label = F.LABEL_OPTIONAL if field.label == F.LABEL_REQUIRED else F.LABEL_REQUIRED
            field.ClearField("options")
        elif kind == "default" and field.type == F.TYPE_INT32 and file.syntax != "proto3":
            field.default_value = "77"
    elif kind == "add":
        owner = rng.choice(list(messages(file)))
        maker.field(owner.field.add(), rng.randint(3000, 3900))
    elif kind == "value":
        found = list(enums(file))
        if found:
            enum = rng.choice(found)
            if rng.random() < 0.5 and len(enum.value) > 1:
                del enum.value[-1]
            else:
                enum.value.add(name=maker.name("V"), number=rng.choice([44, 45]))
    elif kind == "entry":
        found = list(entries(file))
        if found:
            entry = rng.choice(found)
            if rng.random() < 0.3:
                entry.field[0].type = rng.choice(KEYS)
            else:
                retype(rng, maker, entry.field[1])
                if entry.field[1].type == F.TYPE_ENUM and entry.field[1].type_name not in maker.map_enums:
                    entry.field[1].type = F.TYPE_BYTES
                    entry.field[1].ClearField("type_name")
    elif kind == "message":
        file.message_type.add(name=maker.name("Added"))
    elif kind == "package" and rng.random() < 0.3 and file.package:
        text = file.SerializeToString()
        # Of the same length, so that no length in the bytes changes.
        old, new = ("." + file.package + ".").encode(), ("." + "q" * len(file.package) + ".").encode()
        text = text.replace(old, new)
        file.ParseFromString(text)
        file.package = "q" * len(file.package)


def together(file):
    """Fields of a oneof must stand together, and an empty oneof must go."""
    for each in messages(file):
        each.field.sort(key=lambda f: f.oneof_index if f.HasField("oneof_index") else 1000)
        used = sorted({f.oneof_index for f in each.field if f.HasField("oneof_index")})
        if len(used) != len(each.oneof_decl):
            kept = [each.oneof_decl[i].name for i in used]
            del each.oneof_decl[:]
            for name in kept:
                each.oneof_decl.add(name=name)
            for f in each.field:
                if f.HasField("oneof_index"):
                    f.oneof_index = used.index(f.oneof_index)


def read(direction, writer, reader, rng):
    reads = []
    for name, cls in sorted(writer.items()):
        target = reader.get(name)
        if target is None:
            continue
        for _ in range(3):
            made = fill(rng, cls())
            if not made.IsInitialized():
                continue
            case = {"direction": direction, "type": name, "bytes": made.SerializeToString(deterministic=True).hex()}
            try:
                found = target()
                found.MergeFromString(bytes.fromhex(case["bytes"]))
                case["again"] = found.SerializePartialToString(deterministic=True).hex()
                case["initialized"] = found.IsInitialized()
            except message.DecodeError:
                pass
            reads.append(case)
    return reads


def main():
    rng = random.Random(int(sys.argv[1]))
    written = 0
    while written < int(sys.argv[2]):
        maker = FileMaker(rng)
        old = maker.make()
        new = descriptor_pb2.FileDescriptorProto()
        new.CopyFrom(old)
        for _ in range(rng.choice([1, 1, 2, 3])):
            mutate(rng, maker, new)
        together(new)
        try:
            _, before = classes(old)
            _, after = classes(new)
        except TypeError:
            continue  # The change made a file that does not compile.
        reads = read("BACKWARD", before, after, rng) + read("FORWARD", after, before, rng)
        print(
            json.dumps(
                {
                    "old": base64.b64encode(old.SerializeToString()).decode(),
                    "new": base64.b64encode(new.SerializeToString()).decode(), "reads": reads,
                }))
        written += 1


main()
