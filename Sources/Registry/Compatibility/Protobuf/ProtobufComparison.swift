// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

/// Compares two Protobuf schemas and notes what changed from the old, the writer's, to the new one, the reader's.
///
/// Messages, enums and oneofs are matched by name within their scope, fields by number. Changes come in the order of the
/// old schema, then what the new one adds; fields by number; imported types after the schema's own.
struct ProtobufComparison {
    /// A message in each schema that a field's type goes to, by full names. Only types that are imported on one side at
    /// least: the schema's own are compared where they stand.
    struct Pair: Hashable {
        let old: String
        let new: String
    }

    /// A field whose type is such a pair.
    private struct Use {
        let path: [String]
        let owner: Pair?
        let old: ProtobufPart
        let new: ProtobufPart
    }

    let old: ProtobufSchema
    let new: ProtobufSchema
    private(set) var changes: [ProtobufChange] = []
    var path: [String] = []
    /// The messages that are being compared: what is there of a part that one of them lacks.
    private var oldScope: ProtobufPart?
    private var newScope: ProtobufPart?
    /// The imported pair that is being compared; nil for the schema's own file.
    private var owner: Pair?
    /// Pairs in the order in which they were met; types may refer to each other in long chains and in circles, so they are
    /// worked off in a list.
    private var pairs: [Pair] = []
    private var uses: [Pair: [Use]] = [:]
    private var incompatible: Set<Pair> = []

    static func changes(from old: ProtobufSchema, to new: ProtobufSchema) -> [ProtobufChange] {
        var comparison = ProtobufComparison(old: old, new: new)
        comparison.files()
        comparison.importedPairs()
        return comparison.changes
    }

    private init(old: ProtobufSchema, new: ProtobufSchema) {
        self.old = old
        self.new = new
    }

    mutating func note(
        _ kind: ProtobufChange.Kind, at names: String..., old: ProtobufPart?, new: ProtobufPart?
    ) {
        changes.append(
            ProtobufChange(
                kind: kind, path: "#/" + (path + names).joined(separator: "/"), writer: old ?? oldScope,
                reader: new ?? newScope))
        if !kind.isCompatible, let owner { incompatible.insert(owner) }
    }

    /// Has the field at `path` depend on a pair of imported types.
    mutating func use(_ pair: Pair, old: ProtobufPart, new: ProtobufPart) {
        if uses[pair] == nil { pairs.append(pair) }
        uses[pair, default: []].append(Use(path: path, owner: owner, old: old, new: new))
    }

    private mutating func files() {
        if old.file.package != new.file.package {
            note(.packageChanged, old: .package(of: old), new: .package(of: new))
        }
        messages(old.file.messages, new.file.messages)
        enumerations(old.file.enumerations, new.file.enumerations)
    }

    private mutating func importedPairs() {
        var next = 0
        while next < pairs.count {
            let pair = pairs[next]
            next += 1
            guard let before = old.message(named: pair.old), let after = new.message(named: pair.new) else { continue }
            owner = pair
            path = old.localName(of: pair.old).split(separator: ".").map(String.init)
            message(before, after)
        }
        // A field whose type became incompatible makes its own message so.
        var pending = pairs.filter(incompatible.contains)
        while let pair = pending.popLast() {
            for use in uses[pair] ?? [] {
                (path, owner) = (use.path, use.owner)
                let wasCompatible = use.owner.map { !incompatible.contains($0) } ?? false
                note(.fieldNamedTypeChanged, old: use.old, new: use.new)
                if wasCompatible, let owner = use.owner { pending.append(owner) }
            }
        }
    }

    // MARK: Types

    /// Map entries are compared with their fields.
    private mutating func messages(_ oldMessages: [ProtobufMessage], _ newMessages: [ProtobufMessage]) {
        let old = oldMessages.filter { !$0.isMapEntry }
        let new = newMessages.filter { !$0.isMapEntry }
        let places = Dictionary(new.enumerated().map { ($0.element.name, $0.offset) }) { first, _ in first }
        for (index, message) in old.enumerated() {
            guard let place = places[message.name] else {
                note(.messageRemoved, at: message.name, old: self.old.part(message), new: nil)
                continue
            }
            path.append(message.name)
            self.message(message, new[place])
            if place != index {
                note(.messageMoved, old: self.old.part(message), new: self.new.part(new[place]))
            }
            path.removeLast()
        }
        let known = Set(old.map(\.name))
        for message in new where !known.contains(message.name) {
            note(.messageAdded, at: message.name, old: nil, new: self.new.part(message))
        }
    }

    private mutating func enumerations(_ old: [ProtobufEnum], _ new: [ProtobufEnum]) {
        for enumeration in old {
            guard let other = new.first(where: { $0.name == enumeration.name }) else {
                note(.enumRemoved, at: enumeration.name, old: self.old.part(enumeration), new: nil)
                continue
            }
            path.append(enumeration.name)
            values(enumeration, other)
            path.removeLast()
        }
        for enumeration in new where !old.contains(where: { $0.name == enumeration.name }) {
            note(.enumAdded, at: enumeration.name, old: nil, new: self.new.part(enumeration))
        }
    }

    private mutating func values(_ old: ProtobufEnum, _ new: ProtobufEnum) {
        // With `allow_alias` a number has several names; the first counts.
        let before = Dictionary(old.values.map { ($0.number, $0) }) { first, _ in first }
        let after = Dictionary(new.values.map { ($0.number, $0) }) { first, _ in first }
        for number in Set(before.keys).union(after.keys).sorted() {
            let oldPart = before[number].map { self.old.part($0, of: old) } ?? self.old.part(old)
            let newPart = after[number].map { self.new.part($0, of: new) } ?? self.new.part(new)
            let kind: ProtobufChange.Kind? =
                switch (before[number]?.name, after[number]?.name) {
                case (nil, _): .enumConstAdded
                case (_, nil): .enumConstRemoved
                case (let one, let two): one == two ? nil : .enumConstChanged
                }
            if let kind { note(kind, at: String(number), old: oldPart, new: newPart) }
        }
    }

    private mutating func message(_ old: ProtobufMessage, _ new: ProtobufMessage) {
        let scopes = (oldScope, newScope)
        (oldScope, newScope) = (self.old.part(old), self.new.part(new))
        let (before, after) = (FieldPlaces(old), FieldPlaces(new))
        oneofs(before, after)
        fields(before, after)
        messages(old.messages, new.messages)
        enumerations(old.enumerations, new.enumerations)
        (oldScope, newScope) = scopes
    }
}

/// A message's fields by number, and which of them are in a oneof. A proto3 field that is marked `optional` is in none: its
/// oneof exists in the descriptor only.
struct FieldPlaces {
    private(set) var fields: [Int: ProtobufField] = [:]
    private(set) var oneof: [Int: String] = [:]
    /// In the order of the source.
    let oneofs: [String]
    let message: ProtobufMessage

    init(_ message: ProtobufMessage) {
        self.message = message
        oneofs = message.oneofs.filter { !$0.isSynthetic }.map(\.name)
        for field in message.fields {
            fields[field.number] = field
            oneof[field.number] = message.oneofName(of: field)
        }
    }

    func part(ofOneof name: String, in schema: ProtobufSchema) -> ProtobufPart? {
        message.oneofs.first { $0.name == name }.map { schema.part($0, of: message) }
    }

    func part(ofField number: Int, in schema: ProtobufSchema) -> ProtobufPart? {
        fields[number].map { schema.part($0, of: message) }
    }
}
