// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

/// Two schemas, the old one and what shall follow it, with what belongs together in them.
///
/// Types of the schema's own file belong together by their names without the package, others by their full names: what is
/// imported is another subject, but a field of ours is read by it. Google's files don't change. Fields and enum values
/// belong together by number, extensions by what they extend too.
struct ProtobufPair: Sendable {
    struct MessagePair: Sendable {
        let old: ProtobufMessage
        let new: ProtobufMessage
    }

    struct EnumPair: Sendable {
        let old: ProtobufEnum
        let new: ProtobufEnum
    }

    struct FieldPair: Sendable {
        /// The messages that have the fields; nil for extensions.
        let message: MessagePair?
        let old: ProtobufField
        let new: ProtobufField
    }

    struct MethodPair: Sendable {
        let service: String
        let old: ProtobufService.Method
        let new: ProtobufService.Method
    }

    let old: ProtobufSchema
    let new: ProtobufSchema
    /// Who reads whom; most rules ask for no change at all, and don't look at it.
    let direction: CompatibilityDirection
    let messages: [MessagePair]
    let enums: [EnumPair]
    let fields: [FieldPair]
    let services: [(old: ProtobufService, new: ProtobufService)]
    let methods: [MethodPair]

    init(old: ProtobufSchema, new: ProtobufSchema, direction: CompatibilityDirection) {
        self.old = old
        self.new = new
        self.direction = direction
        let before = Types(old)
        let after = Types(new)
        messages = before.messages.compactMap { name, message in
            (after.messageIndex[name] ?? after.messageIndex[message.fullName]).map {
                MessagePair(old: message, new: $0)
            }
        }
        enums = before.enums.compactMap { name, enumeration in
            (after.enumIndex[name] ?? after.enumIndex[enumeration.fullName]).map { EnumPair(old: enumeration, new: $0) }
        }
        var fields: [FieldPair] = []
        for pair in messages {
            let numbers = Dictionary(pair.new.fields.map { ($0.number, $0) }) { first, _ in first }
            fields += pair.old.fields.compactMap { field in
                numbers[field.number].map { FieldPair(message: pair, old: field, new: $0) }
            }
        }
        for field in before.extensions {
            guard
                let other = after.extensions.first(where: { $0.number == field.number && $0.extendee == field.extendee }
                )
            else { continue }
            fields.append(FieldPair(message: nil, old: field, new: other))
        }
        self.fields = fields
        services = old.file.services.compactMap { service in
            new.file.services.first { $0.name == service.name }.map { (service, $0) }
        }
        methods = services.flatMap { pair in
            pair.old.methods.compactMap { method in
                pair.new.methods.first { $0.name == method.name }.map {
                    MethodPair(service: pair.old.name, old: method, new: $0)
                }
            }
        }
    }

    /// The types of a schema by the names under which they are looked for.
    private struct Types {
        var messages: [(name: String, message: ProtobufMessage)] = []
        var enums: [(name: String, enumeration: ProtobufEnum)] = []
        var extensions: [ProtobufField] = []
        let messageIndex: [String: ProtobufMessage]
        let enumIndex: [String: ProtobufEnum]

        init(_ schema: ProtobufSchema) {
            let imports = schema.imports.filter { !$0.name.hasPrefix("google/protobuf/") }
            for file in [schema.file] + imports {
                let isOwn = file.name == schema.file.name
                let name = { (fullName: String) in isOwn ? schema.localName(of: fullName) : fullName }
                enums += file.enumerations.map { (name($0.fullName), $0) }
                extensions += file.extensions
                var pending = Array(file.messages.reversed())
                while let message = pending.popLast() {
                    if message.isMapEntry { continue }
                    messages.append((name(message.fullName), message))
                    enums += message.enumerations.map { (name($0.fullName), $0) }
                    extensions += message.extensions
                    pending += message.messages.reversed()
                }
            }
            // A type that moved from the file to an import, or back, is found by its full name.
            var messageIndex: [String: ProtobufMessage] = [:]
            for (_, message) in messages { messageIndex[message.fullName] = message }
            for (name, message) in messages { messageIndex[name] = message }
            self.messageIndex = messageIndex
            var enumIndex: [String: ProtobufEnum] = [:]
            for (_, enumeration) in enums { enumIndex[enumeration.fullName] = enumeration }
            for (name, enumeration) in enums { enumIndex[name] = enumeration }
            self.enumIndex = enumIndex
        }
    }
}

// MARK: Who writes and who reads

extension ProtobufPair {
    /// Puts what is of the old and of the new schema in the order of writer and reader.
    func writerFirst<Part>(_ old: Part, _ new: Part) -> (writer: Part, reader: Part) {
        direction == .backward ? (old, new) : (new, old)
    }
}
