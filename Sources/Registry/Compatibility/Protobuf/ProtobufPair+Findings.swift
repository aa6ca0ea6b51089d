// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

// How rules tell of what they find: paths and parts are the same for all of them.
extension ProtobufPair {
    func path(_ fullName: String, _ names: String..., in schema: ProtobufSchema) -> String {
        let local = schema.localName(of: fullName).split(separator: ".").map(String.init)
        return "#/" + (local + names).joined(separator: "/")
    }

    /// Of the file as a whole.
    func finding(
        file place: [Int], old: String, new: String, _ description: String, why: String, remedy: String
    ) -> ProtobufFinding {
        ProtobufFinding(
            path: "#/", old: ProtobufPart(old, at: place), new: ProtobufPart(new, at: place), description: description,
            why: why, remedy: remedy)
    }

    /// Of two messages.
    func finding(
        _ pair: MessagePair, _ names: String..., description: String, why: String, remedy: String,
        old: ProtobufPart? = nil, new: ProtobufPart? = nil
    ) -> ProtobufFinding {
        ProtobufFinding(
            path: "#/"
                + ([self.old.localName(of: pair.old.fullName)] + names).joined(separator: "/").replacing(".", with: "/"),
            old: old ?? self.old.part(pair.old), new: new ?? self.new.part(pair.new), description: description,
            why: why,
            remedy: remedy)
    }

    /// Of two fields.
    func finding(
        _ pair: FieldPair, _ continued: [Int] = [], description: String, why: String, remedy: String
    ) -> ProtobufFinding {
        guard let message = pair.message else {
            return ProtobufFinding(
                path: path(pair.old.fullName, in: old),
                old: extensionPart(pair.old, continued, in: old), new: extensionPart(pair.new, continued, in: new),
                description: description, why: why, remedy: remedy)
        }
        return ProtobufFinding(
            path: path(message.old.fullName, String(pair.old.number), in: old),
            old: old.part(pair.old, of: message.old, continued), new: new.part(pair.new, of: message.new, continued),
            description: description, why: why, remedy: remedy)
    }

    /// Of two enums, or of a value of theirs.
    func finding(
        _ pair: EnumPair, value number: Int? = nil, description: String, why: String, remedy: String
    ) -> ProtobufFinding {
        func part(_ enumeration: ProtobufEnum, in schema: ProtobufSchema) -> ProtobufPart {
            guard let number, let value = enumeration.values.first(where: { $0.number == number }) else {
                return schema.part(enumeration)
            }
            return schema.part(value, of: enumeration)
        }
        let path = path(pair.old.fullName, in: old)
        return ProtobufFinding(
            path: number.map { "\(path)/\($0)" } ?? path, old: part(pair.old, in: old), new: part(pair.new, in: new),
            description: description, why: why, remedy: remedy)
    }

    /// Of two methods.
    func finding(
        _ pair: MethodPair, _ continued: [Int] = [], description: String, why: String, remedy: String
    ) -> ProtobufFinding {
        ProtobufFinding(
            path: "#/\(pair.service)/\(pair.old.name)",
            old: ProtobufPart("rpc \(pair.old.name)", at: pair.old.path + continued),
            new: ProtobufPart("rpc \(pair.new.name)", at: pair.new.path + continued), description: description,
            why: why, remedy: remedy)
    }

    func extensionPart(_ field: ProtobufField, _ continued: [Int] = [], in schema: ProtobufSchema) -> ProtobufPart {
        func has(_ file: ProtobufFile) -> Bool { file.allExtensions.contains { $0.fullName == field.fullName } }
        return ProtobufPart(
            schema.declaration(of: field), at: field.path + continued,
            in: has(schema.file) ? nil : schema.imports.first(where: has)?.name)
    }

    /// A field as sentences name it, such as `field 'total' (3) of message 'Order'`.
    func name(_ field: ProtobufField, of message: ProtobufMessage?, in schema: ProtobufSchema) -> String {
        guard let message else { return "extension '\(field.fullName.dropFirst())' (\(field.number))" }
        return "field '\(field.name)' (\(field.number)) of message '\(schema.localName(of: message.fullName))'"
    }

    func name(_ pair: FieldPair) -> String { name(pair.old, of: pair.message?.old, in: old) }

    func name(_ pair: EnumPair) -> String { "enum '\(old.localName(of: pair.old.fullName))'" }

    func name(_ pair: MessagePair) -> String { "message '\(old.localName(of: pair.old.fullName))'" }
}

// MARK: What pairs of rules share

extension ProtobufPair {
    /// An option of a field whose values are those of an enum; nil if it stays.
    func optionFinding(_ pair: FieldPair, _ option: String, _ number: Int, names: [String]) -> ProtobufFinding? {
        let (before, after) = (pair.old.options.int(number) ?? 0, pair.new.options.int(number) ?? 0)
        guard before != after else { return nil }
        let text = { (value: Int) in names[safe: value] ?? String(value) }
        return finding(
            pair, [8, number],
            description: "The option \(option) of \(name(pair)) has changed from \(text(before)) to \(text(after))",
            why: "Generated code has the field as another type.",
            remedy: "Keep '\(option) = \(text(before))'.")
    }

    /// What is said of a message or an enum that has JSON by the specification no longer.
    static func lostJSON(of name: String) -> (description: String, why: String, remedy: String) {
        (
            "The JSON of \(name) is no longer checked by the compiler",
            "The syntax went from proto3 to proto2, for which compilers don't see to names that are the same in JSON.",
            "Keep 'syntax = \"proto3\";'."
        )
    }

    /// The request or response type of a method; nil if it stays.
    func typeFinding(
        _ pair: MethodPair, _ what: String, _ type: KeyPath<ProtobufService.Method, String>, _ place: [Int]
    ) -> ProtobufFinding? {
        let (before, after) = (pair.old[keyPath: type], pair.new[keyPath: type])
        if before == after { return nil }
        let names = (old.localName(of: before), new.localName(of: after))
        if old.isOwn(before), new.isOwn(after), names.0 == names.1 { return nil }
        return finding(
            pair, place,
            description: "The \(what) type of '\(pair.service).\(pair.old.name)' has changed from \(names.0) to "
                + names.1,
            why: "Client and server take the bytes of one message for another.",
            remedy: "Keep the \(what) type \(names.0), and add a method for \(names.1).")
    }
}
