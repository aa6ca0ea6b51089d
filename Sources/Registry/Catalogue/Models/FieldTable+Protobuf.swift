// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

extension FieldTable {
    /// The messages, enums and services of a Protobuf schema's own file, each a section, nested ones after those that hold
    /// them.
    init(_ schema: ProtobufSchema) {
        var reader = ProtobufFields(schema: schema, comments: ProtobufComments.read(schema.text))
        for message in schema.file.messages { reader.add(message) }
        for enumeration in schema.file.enumerations { reader.add(enumeration, scope: "") }
        for service in schema.file.services { reader.add(service) }
        sections = reader.sections
        isCut = reader.isCut
    }
}

/// Reads messages for people.
private struct ProtobufFields {
    let schema: ProtobufSchema
    /// By the path of names in the file.
    let comments: [String: String]
    private(set) var sections: [FieldTable.Section] = []
    private(set) var isCut = false
    private var count = 0

    init(schema: ProtobufSchema, comments: [String: String]) {
        self.schema = schema
        self.comments = comments
    }

    mutating func add(_ message: ProtobufMessage, scope: String = "") {
        guard !message.isMapEntry else { return }
        let path = scope + message.name
        let rows = message.fields.sorted { $0.number < $1.number }.map { field in
            FieldTable.Row(
                path: "\(path).\(field.name)", name: field.name, number: field.number,
                type: label(field) + typeName(of: field), preset: field.defaultValue,
                doc: comments["\(path).\(field.name)"], notes: notes(field, in: message))
        }
        add("message \(path)", doc: comments[path], rows)
        for nested in message.messages { add(nested, scope: path + ".") }
        for enumeration in message.enumerations { add(enumeration, scope: path + ".") }
    }

    mutating func add(_ enumeration: ProtobufEnum, scope: String) {
        let path = scope + enumeration.name
        let rows = enumeration.values.map { value in
            FieldTable.Row(
                path: "\(path).\(value.name)", name: value.name, number: value.number, type: "value",
                doc: comments["\(path).\(value.name)"])
        }
        add("enum \(path)", doc: comments[path], rows)
    }

    mutating func add(_ service: ProtobufService) {
        let rows = service.methods.map { method in
            let input = (method.streamsInput ? "stream " : "") + localName(method.inputType)
            let output = (method.streamsOutput ? "stream " : "") + localName(method.outputType)
            return FieldTable.Row(
                path: "\(service.name).\(method.name)", name: method.name, type: "(\(input)) returns (\(output))",
                doc: comments["\(service.name).\(method.name)"])
        }
        add("service \(service.name)", doc: comments[service.name], rows)
    }

    private mutating func add(_ title: String, doc: String?, _ rows: [FieldTable.Row]) {
        let room = max(0, FieldTable.maxRows - count)
        if rows.count > room { isCut = true }
        guard room > 0 else { return }
        count += rows.count
        sections.append(FieldTable.Section(title: title, doc: doc, rows: Array(rows.prefix(room))))
    }

    // MARK: Words

    private func label(_ field: ProtobufField) -> String {
        switch field.label {
        case .repeated: mapEntry(of: field) == nil ? "repeated " : ""
        case .required: "required "
        case .optional: field.isProto3Optional || schema.file.syntax == .proto2 && field.oneof == nil ? "optional " : ""
        }
    }

    private func typeName(of field: ProtobufField) -> String {
        if let entry = mapEntry(of: field), let key = entry.fields.first, let value = entry.fields.last {
            return "map<\(typeName(of: key)), \(typeName(of: value))>"
        }
        return field.typeName.isEmpty ? "\(field.kind)" : localName(field.typeName)
    }

    private func mapEntry(of field: ProtobufField) -> ProtobufMessage? {
        guard let message = schema.message(named: field.typeName), message.isMapEntry else { return nil }
        return message
    }

    /// A full name without the file's own package.
    private func localName(_ fullName: String) -> String {
        let own = schema.file.package.isEmpty ? "." : ".\(schema.file.package)."
        return fullName.hasPrefix(own) ? String(fullName.dropFirst(own.count)) : String(fullName.dropFirst())
    }

    private func notes(_ field: ProtobufField, in message: ProtobufMessage) -> [String] {
        guard let index = field.oneof, message.oneofs.indices.contains(index), !message.oneofs[index].isSynthetic
        else { return [] }
        return ["at most one of oneof \(message.oneofs[index].name)"]
    }
}
