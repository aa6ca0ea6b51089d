// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

/// A part of one of two schemas that differ, as explanations name it.
struct ProtobufPart: Sendable, Hashable {
    /// What a reader of the schema sees, such as `int32 total = 3`.
    let text: String
    /// Where it stands, as `ProtobufSourceMap` takes it; nil if no text has it.
    let place: [Int]?
    /// The imported file that it is in, by the name that imports use; nil for the schema's own.
    let file: String?

    init(_ text: String, at place: [Int]?, in file: String? = nil) {
        self.text = text
        self.place = place
        self.file = file
    }

    static func package(of schema: ProtobufSchema) -> ProtobufPart {
        let name = schema.file.package
        return ProtobufPart(name.isEmpty ? "no package" : "package \(name)", at: ProtobufSourceMap.Part.package)
    }
}

extension ProtobufSchema {
    /// The imported file that defines a message or an enum; nil for the schema's own.
    private func importDefining(_ fullName: String) -> String? {
        isOwn(fullName) ? nil : file(defining: fullName)?.name
    }

    func part(_ message: ProtobufMessage) -> ProtobufPart {
        ProtobufPart(
            "message \(localName(of: message.fullName))", at: message.path, in: importDefining(message.fullName))
    }

    func part(_ enumeration: ProtobufEnum) -> ProtobufPart {
        ProtobufPart(
            "enum \(localName(of: enumeration.fullName))", at: enumeration.path,
            in: importDefining(enumeration.fullName))
    }

    func part(_ value: ProtobufEnum.Value, of enumeration: ProtobufEnum) -> ProtobufPart {
        ProtobufPart("\(value.name) = \(value.number)", at: value.path, in: importDefining(enumeration.fullName))
    }

    func part(_ oneof: ProtobufOneof, of message: ProtobufMessage) -> ProtobufPart {
        ProtobufPart("oneof \(oneof.name)", at: oneof.path, in: importDefining(message.fullName))
    }

    /// - Parameter continued: what of the field is meant, such as `ProtobufSourceMap.Part.fieldType`.
    func part(_ field: ProtobufField, of message: ProtobufMessage, _ continued: [Int] = []) -> ProtobufPart {
        ProtobufPart(declaration(of: field), at: field.path + continued, in: importDefining(message.fullName))
    }

    /// The type of a field, and where it is written.
    func typePart(_ field: ProtobufField, of message: ProtobufMessage) -> ProtobufPart {
        let named = field.kind == .message || field.kind == .enumeration
        return part(field, of: message, named ? ProtobufSourceMap.Part.fieldTypeName : ProtobufSourceMap.Part.fieldType)
    }

    /// A field without its options, such as `map<string, Item> items = 4`.
    func declaration(of field: ProtobufField) -> String {
        "\(cardinality(of: field).prefix)\(typeName(of: field)) \(field.name) = \(field.number)"
    }

    /// The type as people write it: `int32`, `Order.Item`, `map<string, int32>`.
    func typeName(of field: ProtobufField) -> String {
        if let entry = mapEntry(of: field), let key = entry.fields.first, let value = entry.fields.last {
            return "map<\(typeName(of: key)), \(typeName(of: value))>"
        }
        return field.typeName.isEmpty ? field.kind.keyword : localName(of: field.typeName)
    }

    /// A type's full name without the package of the file that defines it.
    func localName(of fullName: String) -> String {
        let package = file(defining: fullName)?.package ?? ""
        let prefix = package.isEmpty ? "." : ".\(package)."
        return fullName.hasPrefix(prefix) ? String(fullName.dropFirst(prefix.count)) : fullName
    }

    func cardinality(of field: ProtobufField) -> ProtobufCardinality {
        switch field.label {
        case .required: .required
        case .repeated: mapEntry(of: field) == nil ? .repeated : .map
        case .optional: field.hasPresence ? .explicit : .implicit
        }
    }
}

/// How many values a field may have, and whether one that has none is told from zero.
enum ProtobufCardinality: String, Sendable {
    case implicit = "optional without presence"
    case explicit = "optional with presence"
    case required
    case repeated
    case map

    var prefix: String {
        switch self {
        case .implicit, .explicit, .map: ""
        case .required: "required "
        case .repeated: "repeated "
        }
    }
}
