# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: 2026 The Sluice authors
"""Random Protobuf files, as descriptors, and random messages of them."""

import struct

from google.protobuf import descriptor_pb2, descriptor_pool, message_factory

F = descriptor_pb2.FieldDescriptorProto
SCALARS = [
    F.TYPE_DOUBLE, F.TYPE_FLOAT, F.TYPE_INT64, F.TYPE_UINT64, F.TYPE_INT32, F.TYPE_FIXED64, F.TYPE_FIXED32, F.TYPE_BOOL,
    F.TYPE_STRING, F.TYPE_BYTES, F.TYPE_UINT32, F.TYPE_SFIXED32, F.TYPE_SFIXED64, F.TYPE_SINT32, F.TYPE_SINT64,
]
KEYS = [t for t in SCALARS if t not in (F.TYPE_DOUBLE, F.TYPE_FLOAT, F.TYPE_BYTES)]
DEFAULTS = {
    F.TYPE_DOUBLE: ["1.5", "inf", "-inf", "nan", "1e+300"], F.TYPE_FLOAT: ["0.25", "inf"], F.TYPE_INT64: ["-5"],
    F.TYPE_UINT64: ["18446744073709551615"], F.TYPE_INT32: ["-2147483648"], F.TYPE_BOOL: ["true"],
    F.TYPE_STRING: ["a\"b\\\n\u00e4", "x"], F.TYPE_BYTES: ["\\000\\377a", "\\\"'"],
}


class FileMaker:
    """Makes one file; names and numbers are unique within it."""

    def __init__(self, rng, syntax=None):
        self.rng = rng
        self.count = 0
        self.syntax = syntax or rng.choice(["proto2", "proto3"])
        self.messages = []
        self.enums = []
        # Values of a map have to be of an enum that begins with zero.
        self.map_enums = []

    def name(self, prefix):
        self.count += 1
        return f"{prefix}{self.count}"

    def make(self):
        rng = self.rng
        file = descriptor_pb2.FileDescriptorProto(name="schema.proto")
        file.package = rng.choice(["", "p", "a.b"])
        if self.syntax == "proto3":
            file.syntax = "proto3"
        scope = "." + file.package if file.package else ""
        for _ in range(rng.randint(0, 2)):
            self.enum(file.enum_type.add(), scope)
        shells = [(file.message_type.add(), scope) for _ in range(rng.randint(1, 3))]
        for message, outer in list(shells):
            message.name = self.name("M")
            self.messages.append(f"{outer}.{message.name}")
            for _ in range(rng.choice([0, 0, 1, 2])):
                inner = message.nested_type.add(name=self.name("N"))
                shells.append((inner, f"{outer}.{message.name}"))
                self.messages.append(f"{outer}.{message.name}.{inner.name}")
            if rng.random() < 0.4:
                self.enum(message.enum_type.add(), f"{outer}.{message.name}")
        for message, outer in shells:
            self.fill(message, f"{outer}.{message.name}")
        if self.syntax == "proto2" and rng.random() < 0.5:
            extended = file.message_type[0]
            extended.extension_range.add(start=5000, end=6000)
            for _ in range(rng.randint(1, 3)):
                field = file.extension.add(extendee=f"{scope}.{extended.name}")
                self.field(field, rng.randint(5000, 5999))
                if field.number in [other.number for other in file.extension[:-1]]:
                    del file.extension[-1]
        if rng.random() < 0.3:
            service = file.service.add(name=self.name("S"))
            for _ in range(rng.randint(1, 2)):
                service.method.add(
                    name=self.name("Do"), input_type=rng.choice(self.messages), output_type=rng.choice(self.messages),
                    client_streaming=rng.random() < 0.5, server_streaming=rng.random() < 0.5)
        if rng.random() < 0.3:
            file.options.java_package = "org." + self.name("x")
        return file

    def enum(self, enum, scope):
        rng = self.rng
        enum.name = self.name("E")
        numbers = [0] + rng.sample([-3, -1, 1, 2, 3, 7, 40], rng.randint(1, 4))
        if self.syntax == "proto2" and rng.random() < 0.5:
            rng.shuffle(numbers)
        for number in numbers:
            enum.value.add(name=self.name("V"), number=number)
        if rng.random() < 0.2:
            enum.options.allow_alias = True
            enum.value.add(name=self.name("V"), number=numbers[-1])
        if rng.random() < 0.3:
            enum.reserved_range.add(start=50, end=rng.choice([50, 60, 2147483647]))
            enum.reserved_name.append(self.name("OLD"))
        self.enums.append((f"{scope}.{enum.name}", [value.name for value in enum.value]))
        if numbers[0] == 0:
            self.map_enums.append(f"{scope}.{enum.name}")

    def fill(self, message, scope):
        rng = self.rng
        numbers = rng.sample(range(1, 40), rng.randint(0, 7)) + rng.sample(range(100, 3000), rng.randint(0, 2))
        optionals = []
        while numbers:
            number = numbers.pop()
            kind = rng.random()
            if kind < 0.12 and len(numbers) >= 2:
                index = len(message.oneof_decl)
                message.oneof_decl.add(name=self.name("o"))
                for each in [number, numbers.pop()]:
                    field = message.field.add()
                    self.field(field, each, label=F.LABEL_OPTIONAL)
                    field.oneof_index = index
            elif kind < 0.22:
                self.map(message, number, scope)
            elif kind < 0.28 and self.syntax == "proto2":
                self.group(message, number, scope)
            else:
                field = message.field.add()
                self.field(field, number)
                if self.syntax == "proto3" and field.label == F.LABEL_OPTIONAL and rng.random() < 0.3:
                    field.proto3_optional = True
                    optionals.append(field)
        for field in optionals:
            field.oneof_index = len(message.oneof_decl)
            message.oneof_decl.add(name="_" + field.name)
        if rng.random() < 0.3:
            message.reserved_range.add(start=4000, end=rng.choice([4001, 4010]))
            message.reserved_name.append(self.name("gone"))

    def field(self, field, number, label=None):
        rng = self.rng
        field.name = self.name(rng.choice(["f", "some_name", "x_y_z", "UPPER"]))
        field.number = number
        labels = [F.LABEL_OPTIONAL] * 3 + [F.LABEL_REPEATED]
        if self.syntax == "proto2" and not field.extendee:
            labels += [F.LABEL_REQUIRED] if rng.random() < 0.2 else []
        field.label = label or rng.choice(labels)
        kind = rng.random()
        if kind < 0.2:
            field.type, field.type_name = F.TYPE_MESSAGE, rng.choice(self.messages)
        elif kind < 0.35 and self.enums:
            field.type = F.TYPE_ENUM
            field.type_name, names = rng.choice(self.enums)
            if self.syntax == "proto2" and field.label != F.LABEL_REPEATED and rng.random() < 0.3:
                field.default_value = rng.choice(names)
        else:
            field.type = rng.choice(SCALARS)
            if self.syntax == "proto2" and field.label != F.LABEL_REPEATED and rng.random() < 0.3:
                if field.type in DEFAULTS:
                    field.default_value = rng.choice(DEFAULTS[field.type])
        packable = field.type not in (F.TYPE_STRING, F.TYPE_BYTES, F.TYPE_MESSAGE)
        if field.label == F.LABEL_REPEATED and packable and rng.random() < 0.4:
            field.options.packed = rng.random() < 0.5
        if rng.random() < 0.1:
            field.options.deprecated = True
        if rng.random() < 0.1 and not field.extendee:
            field.json_name = self.name("json-")

    def map(self, message, number, scope):
        rng = self.rng
        name = self.name("m")
        entry = message.nested_type.add(name=name.capitalize() + "Entry")
        entry.options.map_entry = True
        key = entry.field.add(name="key", number=1, label=F.LABEL_OPTIONAL, type=rng.choice(KEYS))
        value = entry.field.add(name="value", number=2, label=F.LABEL_OPTIONAL)
        kind = rng.random()
        if kind < 0.3:
            value.type, value.type_name = F.TYPE_MESSAGE, rng.choice(self.messages)
        elif kind < 0.5 and self.map_enums:
            value.type, value.type_name = F.TYPE_ENUM, rng.choice(self.map_enums)
        else:
            value.type = rng.choice(SCALARS)
        message.field.add(
            name=name, number=number, label=F.LABEL_REPEATED, type=F.TYPE_MESSAGE, type_name=f"{scope}.{entry.name}")

    def group(self, message, number, scope):
        name = self.name("G")
        group = message.nested_type.add(name=name)
        self.field(group.field.add(), 1)
        if group.field[0].label == F.LABEL_REQUIRED:
            group.field[0].label = F.LABEL_OPTIONAL
        message.field.add(
            name=name.lower(), number=number, label=self.rng.choice([F.LABEL_OPTIONAL, F.LABEL_REPEATED]),
            type=F.TYPE_GROUP, type_name=f"{scope}.{name}")


def classes(file):
    """The message classes of a file by full name, beginning with a dot, without map entries."""
    pool = descriptor_pool.DescriptorPool()
    pool.AddSerializedFile(file.SerializeToString())
    found = {}
    pending = list(pool.FindFileByName(file.name).message_types_by_name.values())
    while pending:
        descriptor = pending.pop()
        if descriptor.GetOptions().map_entry:
            continue
        found["." + descriptor.full_name] = message_factory.GetMessageClass(descriptor)
        pending += descriptor.nested_types
    return pool, found


def scalar(rng, field):
    kind = field.type
    if kind == F.TYPE_BOOL:
        return rng.random() < 0.5
    if kind == F.TYPE_STRING:
        return rng.choice(["", "a", "\u00e4\u20ac\U0001f600", "\"\\\n\x00", "x" * 200])
    if kind == F.TYPE_BYTES:
        return rng.choice([b"", b"a", b"\xff\x00", bytes(range(256))])
    if kind == F.TYPE_ENUM:
        numbers = [value.number for value in field.enum_type.values]
        if not field.enum_type.is_closed:
            numbers.append(12345)
        return rng.choice(numbers)
    if kind == F.TYPE_DOUBLE:
        return rng.choice([0.0, -0.0, 1.5, 0.1, 1e300, float("inf"), float("-inf"), float("nan"), -1e-7, 3.0])
    if kind == F.TYPE_FLOAT:
        value = rng.choice([0.0, -0.0, 1.5, 0.1, 1e30, float("inf"), float("nan"), -1e-7, 16777216.0])
        return struct.unpack("<f", struct.pack("<f", value))[0]
    bits = 64 if kind in (F.TYPE_INT64, F.TYPE_UINT64, F.TYPE_FIXED64, F.TYPE_SFIXED64, F.TYPE_SINT64) else 32
    if kind in (F.TYPE_UINT32, F.TYPE_UINT64, F.TYPE_FIXED32, F.TYPE_FIXED64):
        return rng.choice([0, 1, 127, 128, 300, 2**bits - 1, 2 ** (bits - 1), rng.getrandbits(bits)])
    return rng.choice([0, 1, -1, 127, 128, -300, 2 ** (bits - 1) - 1, -(2 ** (bits - 1)), rng.getrandbits(bits - 1)])


def fill(rng, message, depth=0, pool=None):
    descriptor = message.DESCRIPTOR
    fields = list(descriptor.fields)
    if pool is not None:
        fields += pool.FindAllExtensions(descriptor)
    for field in fields:
        required = getattr(field, "is_required", False)
        if rng.random() < 0.35 and not required:
            continue
        if field.message_type is not None and depth > 3:
            continue
        holder = message.Extensions[field] if field.is_extension and field.message_type is not None else None
        if field.message_type is not None and field.message_type.GetOptions().map_entry:
            target = getattr(message, field.name)
            key, value = field.message_type.fields
            for _ in range(rng.randint(0, 3)):
                if value.message_type is not None:
                    fill(rng, target[scalar(rng, key)], depth + 1)
                else:
                    target[scalar(rng, key)] = scalar(rng, value)
        elif field.is_repeated:
            target = message.Extensions[field] if field.is_extension else getattr(message, field.name)
            for _ in range(rng.randint(0, 3)):
                if field.message_type is not None:
                    fill(rng, target.add(), depth + 1)
                else:
                    target.append(scalar(rng, field))
        elif field.message_type is not None:
            target = holder if field.is_extension else getattr(message, field.name)
            target.SetInParent()
            fill(rng, target, depth + 1)
        elif field.is_extension:
            message.Extensions[field] = scalar(rng, field)
        else:
            setattr(message, field.name, scalar(rng, field))
    return message
