# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: 2026 The Sluice authors
"""Random Protobuf messages from Google's implementation, and its judgement of what was made of them.

  protobuf.py make DESCRIPTOR MESSAGE COUNT SEED   prints COUNT random messages: `=` or `~`, then hexadecimal text; after `=`
                                                   the encoding is the only one (no map has two entries)
  protobuf.py same DESCRIPTOR MESSAGE FILE FILE    exits 1 unless both files hold the same messages, line by line
  protobuf.py json DESCRIPTOR MESSAGE FILE         prints the JSON of each message of the file, a line each
  protobuf.py read DESCRIPTOR MESSAGE FILE FILE    exits 1 unless the second file's JSON lines mean the first one's messages

DESCRIPTOR is a file with a serialized FileDescriptorProto; Google's well-known types may be imported.
"""
import random
import sys

from google.protobuf import any_pb2, descriptor_pb2, descriptor_pool, duration_pb2, field_mask_pb2, json_format
from google.protobuf import message_factory, struct_pb2, timestamp_pb2, wrappers_pb2

TEXTS = ["", "a", "naïve", "日本語", "🙂", 'say "hi"\n', "a longer text " * 9]
EDGES = {
    "int32": [0, 1, -1, 2**31 - 1, -2**31], "int64": [0, 1, -1, 2**63 - 1, -2**63],
    "uint32": [0, 127, 128, 2**32 - 1], "uint64": [0, 2**14, 2**56, 2**64 - 1],
    "float": [0.0, -0.0, 1.5, float("inf"), 2.0**100], "double": [0.0, -0.0, -1.5, float("-inf"), 1e300],
}


def load(path, name):
    file = descriptor_pb2.FileDescriptorProto()
    with open(path, "rb") as stream:
        file.ParseFromString(stream.read())
    pool = descriptor_pool.Default()
    pool.AddSerializedFile(file.SerializeToString())
    return message_factory.GetMessageClass(pool.FindMessageTypeByName(name))


class Maker:
    def __init__(self, seed):
        self.random = random.Random(seed)
        self.unique = True

    def scalar(self, field):
        kind = field.cpp_type
        if kind == field.CPPTYPE_ENUM:
            return self.random.choice(field.enum_type.values).number
        if kind == field.CPPTYPE_BOOL:
            return self.random.random() < 0.5
        if kind == field.CPPTYPE_STRING:
            if field.type == field.TYPE_BYTES:
                return self.random.randbytes(self.random.choice([0, 1, 200]))
            return self.random.choice(TEXTS)
        names = {field.CPPTYPE_INT32: "int32", field.CPPTYPE_INT64: "int64", field.CPPTYPE_UINT32: "uint32",
                 field.CPPTYPE_UINT64: "uint64", field.CPPTYPE_FLOAT: "float", field.CPPTYPE_DOUBLE: "double"}
        return self.random.choice(EDGES[names[kind]])

    def well_known(self, message, depth):
        """Only values that have a JSON form."""
        name = message.DESCRIPTOR.full_name
        if name == "google.protobuf.Timestamp":
            message.seconds = self.random.choice([0, -62135596800, 253402300799, 1700000000])
            message.nanos = self.random.choice([0, 1, 120000000, 999999999])
        elif name == "google.protobuf.Duration":
            sign = self.random.choice([1, -1])
            message.seconds = sign * self.random.choice([0, 1, 315576000000 - 1])
            message.nanos = sign * self.random.choice([0, 5, 500000, 999999999])
        elif name == "google.protobuf.FieldMask":
            message.paths.extend(self.random.choice([[], ["a"], ["user_id", "a.b_c"]]))
        elif name == "google.protobuf.Any":
            inner = timestamp_pb2.Timestamp(seconds=self.random.choice([0, 7]))
            message.Pack(self.random.choice([inner, wrappers_pb2.Int32Value(value=3)]))
        elif name == "google.protobuf.Value":
            kind = self.random.choice(["null", "number", "text", "bool"] + (["struct", "list"] if depth < 4 else []))
            match kind:
                case "null":
                    message.null_value = 0
                case "number":
                    message.number_value = self.random.choice([0.0, -1.5, 1e300, 7.0])
                case "text":
                    message.string_value = self.random.choice(TEXTS)
                case "bool":
                    message.bool_value = self.random.random() < 0.5
                case "struct":
                    self.fill(message.struct_value, depth + 1)
                    message.struct_value.SetInParent()
                case "list":
                    self.fill(message.list_value, depth + 1)
                    message.list_value.SetInParent()
        else:
            return False
        return True

    def fill(self, message, depth=0):
        if self.well_known(message, depth):
            return message
        chosen = {oneof.name: self.random.choice(oneof.fields) for oneof in message.DESCRIPTOR.oneofs}
        for field in message.DESCRIPTOR.fields:
            oneof = field.containing_oneof
            if oneof and len(oneof.fields) > 1 and chosen[oneof.name] is not field:
                continue
            is_message = field.cpp_type == field.CPPTYPE_MESSAGE
            if not field.is_required and (self.random.random() < 0.4 or is_message and depth > 4):
                continue
            if field.is_repeated and is_message and field.message_type.GetOptions().map_entry:
                entries = getattr(message, field.name)
                key, value = field.message_type.fields_by_name["key"], field.message_type.fields_by_name["value"]
                for _ in range(self.random.choice([0, 1, 1, 3])):
                    if value.cpp_type == value.CPPTYPE_MESSAGE:
                        self.fill(entries[self.scalar(key)], depth + 1)
                    else:
                        entries[self.scalar(key)] = self.scalar(value)
                self.unique = self.unique and len(entries) < 2
            elif field.is_repeated:
                for _ in range(self.random.choice([0, 1, 3])):
                    values = getattr(message, field.name)
                    if is_message:
                        self.fill(values.add(), depth + 1)
                    else:
                        values.append(self.scalar(field))
            elif is_message:
                getattr(message, field.name).SetInParent()
                self.fill(getattr(message, field.name), depth + 1)
            else:
                setattr(message, field.name, self.scalar(field))
        return message


def lines(path):
    with open(path) as stream:
        return stream.read().split("\n")


def main(command, descriptor, name, *rest):
    kind = load(descriptor, name)

    def parse(line):
        return kind.FromString(bytes.fromhex(line[1:] if line[:1] in "=~" else line))

    def canonical(message):
        return message.SerializeToString(deterministic=True)

    if command == "make":
        maker = Maker(int(rest[1]))
        for _ in range(int(rest[0])):
            maker.unique = True
            made = canonical(maker.fill(kind()))
            print(("=" if maker.unique else "~") + made.hex())
    elif command == "json":
        for line in lines(rest[0]):
            if line:
                print(json_format.MessageToJson(parse(line), indent=None))
    else:
        first, second = lines(rest[0]), lines(rest[1])
        if len(first) != len(second):
            sys.exit(f"{len(first)} lines, and {len(second)}")
        for number, (x, y) in enumerate(zip(first, second)):
            if not x and not y:
                continue
            one = parse(x)
            two = json_format.Parse(y, kind()) if command == "read" else parse(y)
            if canonical(one) != canonical(two):
                sys.exit(f"line {number + 1}: {one}\nis not {two}")


main(*sys.argv[1:])
