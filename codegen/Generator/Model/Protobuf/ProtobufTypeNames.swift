// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

/// The Swift names of all messages and enums of a module, by their full names.
///
/// Types within messages are nested in Swift, too. Types of different packages that would get one name are prefixed with
/// their package's last part. A nested type that is called like a type outside gets its kind appended, because it would
/// hide that one. None of it depends on the order of the files.
struct ProtobufTypeNames {
    private(set) var names: [String: SwiftTypeName] = [:]
    private var outer: Set<String> = []
    private(set) var clashes: [(name: String, other: String)] = []

    /// - Parameters:
    ///   - others: names that other generated types of the module have.
    ///   - isRuntime: whether the well-known types get the runtime's names.
    init(_ sources: [LoadedProtobuf], others: Set<String>, isRuntime: Bool) {
        var proposed: [String: [(fullName: String, package: String, kind: Kind)]] = [:]
        for source in sources {
            let file = source.schema.file
            for message in file.messages {
                proposed[SwiftName.type(message.name), default: []].append((message.fullName, file.package, .message))
            }
            for enumeration in file.enumerations {
                proposed[SwiftName.type(enumeration.name), default: []].append(
                    (enumeration.fullName, file.package, .enumeration))
            }
        }
        var chosen: [String: String] = [:]
        for (swift, group) in proposed {
            for type in group {
                var name = swift
                if group.count > 1 || others.contains(swift) { name = Self.prefix(type.package) + swift }
                if TypeNames.isTaken(name) { name += type.kind.rawValue }
                if isRuntime, let own = WellKnownTypes.swiftName(type.fullName) { name = own.last }
                chosen[type.fullName] = name
            }
        }
        let taken = Set(chosen.values)
        outer = taken
        for (fullName, name) in chosen { names[fullName] = SwiftTypeName(path: [name]) }
        for (name, group) in Dictionary(grouping: chosen.keys, by: { chosen[$0] ?? "" }) {
            let sorted = group.sorted()
            clashes += sorted.dropFirst().map { ($0, sorted[0]) }
            if others.contains(name) { clashes += sorted.map { ($0, "an Avro type") } }
        }
        for source in sources {
            for message in source.schema.file.messages { nest(message, taken) }
        }
    }

    /// Whether a type outside of all messages has the name.
    func isOuter(_ name: String) -> Bool { outer.contains(name) }

    private enum Kind: String {
        case message = "Message"
        case enumeration = "Enum"
    }

    private mutating func nest(_ message: ProtobufMessage, _ taken: Set<String>) {
        guard let outer = names[message.fullName] else { return }
        let inner = message.messages.filter { !$0.isMapEntry }.map { ($0.fullName, $0.name, Kind.message) }
        let all = inner + message.enumerations.map { ($0.fullName, $0.name, Kind.enumeration) }
        let proposed = all.map { SwiftName.type($0.1) }
        for (type, swift) in zip(all, proposed) {
            // Of several that would get one name each keeps its own spelling.
            var name = proposed.count(where: { $0 == swift }) > 1 ? type.1 : swift
            if taken.contains(name) || TypeNames.isTaken(name) { name += type.2.rawValue }
            names[type.0] = SwiftTypeName(path: outer.path + [name])
        }
        for message in message.messages where !message.isMapEntry { nest(message, taken) }
    }

    /// The package's last part, with the one before it if it is a version: `ShopV1`.
    private static func prefix(_ package: String) -> String {
        let parts = package.split(separator: ".")
        guard let last = parts.last else { return "" }
        let isVersion = last.wholeMatch(of: /v\d+\w*/) != nil
        return parts.suffix(isVersion ? 2 : 1).map { SwiftName.type(String($0)) }.joined()
    }
}
