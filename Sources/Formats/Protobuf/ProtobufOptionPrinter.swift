// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// Prints options: they are messages of the types in `google/protobuf/descriptor.proto`, and custom options are extensions
/// of those, whose values may be messages themselves.
struct ProtobufOptionPrinter {
    let schema: ProtobufSchema

    /// Options as `name = value`: standard ones by name, then custom ones by name; a repeated one is there several times.
    func settings(_ options: ProtobufOptions, type: String) throws(ProtobufSchemaError) -> [String] {
        let record: ProtobufRecord
        do { record = try ProtobufRecord.decode(options.bytes, as: type, in: schema) } catch {
            throw Self.unprintable("the options can't be read as \(type.dropFirst()): \(error)")
        }
        try checkKnown(record)
        var settings: [(isCustom: Bool, name: String, values: [String])] = []
        for (number, content) in record.fields {
            guard let field = field(number, of: type) else { continue }
            // A map is a repeated field of entries.
            let values = try content.elements(field).map { value throws(ProtobufSchemaError) in
                try literal(value, field, inMessage: false)
            }
            // `map_entry` is the compiler's, and can't be written.
            if field.fullName == ".google.protobuf.MessageOptions.map_entry" { continue }
            let name = field.isExtension ? "(\(field.fullName))" : field.name
            settings.append((field.isExtension, name, values))
        }
        settings.sort { $0.isCustom == $1.isCustom ? $0.name < $1.name : $1.isCustom }
        return settings.flatMap { setting in setting.values.map { "\(setting.name) = \($0)" } }
    }

    private func field(_ number: Int, of type: String) -> ProtobufField? {
        schema.message(named: type).flatMap { schema.field(number, of: $0) }
    }

    private func checkKnown(_ record: ProtobufRecord) throws(ProtobufSchemaError) {
        var reader = ProtobufWireReader(record.unknown[...])
        guard let (number, _) = try? reader.next() else { return }
        throw Self.unprintable(
            "\(record.typeName.dropFirst()) has a field of number \(number), which no file among the references declares"
        )
    }

    /// A value as options write it or, within a message, as the text format does.
    private func literal(
        _ value: ProtobufValue, _ field: ProtobufField, inMessage: Bool
    ) throws(ProtobufSchemaError) -> String {
        switch value {
        case .int32(let value): return String(value)
        case .int64(let value): return String(value)
        case .uint32(let value): return String(value)
        case .uint64(let value): return String(value)
        case .bool(let value): return String(value)
        case .string(let value): return ProtobufLiteral.quoted(value)
        case .bytes(let value): return ProtobufLiteral.quoted(bytes: value)
        case .float(let value): return try ProtobufLiteral.number(value, inMessage: inMessage)
        case .double(let value): return try ProtobufLiteral.number(value, inMessage: inMessage)
        case .enumeration(let number):
            if let name = schema.enumeration(named: field.typeName)?.name(of: Int(number)) { return name }
            guard inMessage else {
                throw Self.unprintable("the option \(field.fullName.dropFirst()) has the number \(number), not a name")
            }
            return String(number)
        case .message(let message): return try literal(message)
        }
    }

    /// In the text format, on one line.
    private func literal(_ record: ProtobufRecord) throws(ProtobufSchemaError) -> String {
        try checkKnown(record)
        var parts: [String] = []
        for (number, content) in record.fields.sorted(by: { $0.key < $1.key }) {
            guard let field = field(number, of: record.typeName) else { continue }
            for value in content.elements(field) {
                let literal = try literal(value, field, inMessage: true)
                parts.append(name(field) + (literal.hasPrefix("{") ? " " : ": ") + literal)
            }
        }
        return parts.isEmpty ? "{ }" : "{ \(parts.joined(separator: " ")) }"
    }

    /// A group goes by the name of its type.
    private func name(_ field: ProtobufField) -> String {
        if field.isExtension { return "[\(field.fullName.dropFirst())]" }
        return field.kind == .group ? schema.message(named: field.typeName)?.name ?? field.name : field.name
    }

    static func unprintable(_ message: String) -> ProtobufSchemaError {
        ProtobufSchemaError(problems: [.init(file: "", line: nil, column: nil, message: message)])
    }
}
