// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

extension ProtobufComparison {
    /// A oneof of the new message keeps one of its fields only. So at most one of them may have been set independently of
    /// the others: fields that stood alone, and each oneof that fields come from, are independent of each other.
    mutating func oneofs(_ old: FieldPlaces, _ new: FieldPlaces) {
        for name in old.oneofs where !new.oneofs.contains(name) {
            note(.oneofRemoved, at: name, old: old.part(ofOneof: name, in: self.old), new: nil)
        }
        for name in new.oneofs {
            let parts = (
                old: old.part(ofOneof: name, in: self.old), new: new.part(ofOneof: name, in: self.new)
            )
            if !old.oneofs.contains(name) { note(.oneofAdded, at: name, old: nil, new: parts.new) }
            let members = new.oneof.filter { $0.value == name }.map(\.key)
            let alone = members.count { old.fields[$0] != nil && old.oneof[$0] == nil }
            let sources = Set(members.compactMap { old.oneof[$0] })
            if alone > 1 {
                note(.multipleFieldsMovedToOneof, at: name, old: parts.old, new: parts.new)
            } else if alone + sources.count > 1 {
                note(.fieldMovedToExistingOneof, at: name, old: parts.old, new: parts.new)
            }
        }
    }

    mutating func fields(_ old: FieldPlaces, _ new: FieldPlaces) {
        for number in Set(old.fields.keys).union(new.fields.keys).sorted() {
            let (oldOneof, newOneof) = (old.oneof[number], new.oneof[number])
            let parts = (
                old: old.part(ofField: number, in: self.old), new: new.part(ofField: number, in: self.new)
            )
            switch (old.fields[number], new.fields[number]) {
            case (let before?, let after?):
                let place = oldOneof == newOneof ? (oldOneof.map { [$0] } ?? []) : []
                path += place + [String(number)]
                field(
                    before, after, self.old.typePart(before, of: old.message),
                    self.new.typePart(after, of: new.message))
                path.removeLast(place.count + 1)
            case (let before?, nil):
                if let oldOneof {
                    // A oneof that is gone as a whole is one change, noted with the oneofs.
                    guard new.oneofs.contains(oldOneof) else { continue }
                    note(
                        .oneofFieldRemoved, at: oldOneof, String(number), old: parts.old,
                        new: new.part(ofOneof: oldOneof, in: self.new))
                } else {
                    note(
                        before.label == .required ? .requiredFieldRemoved : .fieldRemoved, at: String(number),
                        old: parts.old, new: nil)
                }
            case (nil, let after?):
                if let newOneof {
                    guard old.oneofs.contains(newOneof) else { continue }
                    note(.oneofFieldAdded, at: newOneof, String(number), old: nil, new: parts.new)
                } else {
                    note(
                        after.label == .required ? .requiredFieldAdded : .fieldAdded, at: String(number), old: nil,
                        new: parts.new)
                }
            case (nil, nil): break
            }
        }
    }

    private mutating func field(
        _ old: ProtobufField, _ new: ProtobufField, _ oldPart: ProtobufPart, _ newPart: ProtobufPart
    ) {
        if old.name != new.name { note(.fieldNameChanged, old: oldPart, new: newPart) }
        let oldType = FieldType(old, in: self.old)
        let newType = FieldType(new, in: self.new)
        let before = changes.count
        compare(oldType, newType, oldPart, newPart)
        guard changes.count == before, (old.label == .repeated) != (new.label == .repeated) else { return }
        // Repeated messages, and strings, are on the wire as single ones are, one after the other; numbers are packed.
        guard case .scalar(let group) = newType else { return }
        note(
            group == .text ? .fieldStringOrBytesLabelChanged : .fieldNumericLabelChanged, old: oldPart, new: newPart)
    }

    private mutating func compare(
        _ old: FieldType, _ new: FieldType, _ oldPart: ProtobufPart, _ newPart: ProtobufPart
    ) {
        switch (old, new) {
        case (.scalar(let before), .scalar(let after)):
            if before != after { note(.fieldScalarKindChanged, old: oldPart, new: newPart) }
        case (.message(let before), .message(let after)):
            guard self.old.localName(of: before) == self.new.localName(of: after) else {
                return note(.fieldNamedTypeChanged, old: oldPart, new: newPart)
            }
            if !self.old.isOwn(before) || !self.new.isOwn(after) {
                use(Pair(old: before, new: after), old: oldPart, new: newPart)
            }
        case (.map(let oldKey, let oldValue), .map(let newKey, let newValue)):
            compare(oldKey, newKey, oldPart, newPart)
            compare(oldValue, newValue, oldPart, newPart)
        default: note(.fieldKindChanged, old: oldPart, new: newPart)
        }
    }
}

/// What a field's type is for the wire.
private indirect enum FieldType {
    /// Scalars whose values a reader of another one of the group takes ("Updating A Message Type").
    enum Group {
        case number, signed, text, fixed32, fixed64, float, double
    }

    case scalar(Group)
    /// By full name.
    case message(String)
    case map(key: FieldType, value: FieldType)

    init(_ field: ProtobufField, in schema: ProtobufSchema) {
        switch field.kind {
        case .int32, .int64, .uint32, .uint64, .bool, .enumeration: self = .scalar(.number)
        case .sint32, .sint64: self = .scalar(.signed)
        case .string, .bytes: self = .scalar(.text)
        case .fixed32, .sfixed32: self = .scalar(.fixed32)
        case .fixed64, .sfixed64: self = .scalar(.fixed64)
        case .float: self = .scalar(.float)
        case .double: self = .scalar(.double)
        case .message, .group:
            if let entry = schema.message(named: field.typeName), entry.isMapEntry,
                let key = entry.fields.first(where: { $0.number == 1 }),
                let value = entry.fields.first(where: { $0.number == 2 })
            {
                self = .map(key: FieldType(key, in: schema), value: FieldType(value, in: schema))
            } else {
                self = .message(field.typeName)
            }
        }
    }
}
