// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

// What the new schema no longer has; several rules ask for it, and excuse it in different ways.
extension ProtobufPair {
    var removedFields: [(pair: MessagePair, field: ProtobufField)] {
        messages.flatMap { pair in
            let numbers = Set(pair.new.fields.map(\.number))
            return pair.old.fields.filter { !numbers.contains($0.number) }.map { (pair, $0) }
        }
    }

    func finding(
        removed field: ProtobufField, from pair: MessagePair, _ how: String, remedy: String
    ) -> ProtobufFinding {
        finding(
            pair, String(field.number),
            description: "The new schema has no \(name(field, of: pair.old, in: old))\(how)",
            why:
                "What the old schema wrote as '\(old.declaration(of: field))' is no longer read, and nothing keeps the "
                + "next field from taking its place in the message with another meaning.",
            remedy: remedy, old: old.part(field, of: pair.old))
    }

    /// Numbers that no value has any longer, with the names that they had.
    var removedValues: [(pair: EnumPair, number: Int, names: [String])] {
        enums.flatMap { pair in
            let numbers = Set(pair.new.values.map(\.number))
            let gone = Dictionary(grouping: pair.old.values.filter { !numbers.contains($0.number) }, by: \.number)
            return gone.sorted { $0.key < $1.key }.map { (pair, $0.key, $0.value.map(\.name)) }
        }
    }

    func finding(
        removed number: Int, _ names: [String], from pair: EnumPair, _ how: String, remedy: String
    ) -> ProtobufFinding {
        finding(
            pair, value: number,
            description: "The new schema has no value '\(names[0])' (\(number)) of \(name(pair))\(how)",
            why:
                "What the old schema wrote as \(names[0]) is a number without a name for the new one, and nothing keeps "
                + "a later value from taking the number with another meaning.",
            remedy: remedy)
    }

    /// Types of the old schema's file that the new schema's file has not, by their names within the package.
    func removedTypes<Part>(
        _ types: (ProtobufFile) -> [Part], fullName: (Part) -> String
    ) -> [Part] {
        let kept = Set(types(new.file).map { new.localName(of: fullName($0)) })
        return types(old.file).filter { !kept.contains(old.localName(of: fullName($0))) }
    }

    /// Types of the old schema's file that no file of the new schema has in the same package.
    func removedFromPackage<Part>(
        _ types: (ProtobufFile) -> [Part], fullName: (Part) -> String
    ) -> [Part] {
        let files = ([new.file] + new.imports).filter { $0.package == old.file.package }
        // A package that is gone as a whole is one finding, of another rule.
        guard !files.isEmpty else { return [] }
        let kept = Set(files.flatMap(types).map(fullName))
        return types(old.file).filter { !kept.contains(fullName($0)) }
    }

    func finding(
        removed fullName: String, _ part: ProtobufPart, from place: String, reads: Bool
    ) -> ProtobufFinding {
        ProtobufFinding(
            path: path(fullName, in: old), old: part, new: nil,
            description: "The new schema's \(place) has no \(part.text)",
            why: "Code that was generated from the old schema and uses \(part.text) does not compile with the new one"
                + (reads ? ", and what was written as it has no type to be read as." : "."),
            remedy: "Put \(part.text) back; \"deprecated = true\" keeps new code away from it.")
    }
}

extension ProtobufFile {
    /// All messages of the file, also nested ones, but not those of map entries.
    var allMessages: [ProtobufMessage] {
        var result: [ProtobufMessage] = []
        var pending = Array(messages.reversed())
        while let message = pending.popLast() {
            if message.isMapEntry { continue }
            result.append(message)
            pending += message.messages.reversed()
        }
        return result
    }

    var allEnumerations: [ProtobufEnum] { enumerations + allMessages.flatMap(\.enumerations) }

    var allExtensions: [ProtobufField] { extensions + allMessages.flatMap(\.extensions) }

    var servicesByFullName: [(fullName: String, service: ProtobufService)] {
        let scope = package.isEmpty ? "" : "." + package
        return services.map { ("\(scope).\($0.name)", $0) }
    }
}
