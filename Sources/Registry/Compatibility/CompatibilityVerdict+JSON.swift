// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

public import Formats

// The explained form, which is sent to who accepts `application/problem+json`.
extension CompatibilityVerdict {
    /// `{policy, level, is_compatible, version?, differences, messages, counterExample?, warning?}`
    public var json: JSONValue {
        var members: [(String, JSONValue)] = [
            ("policy", .string(policy.rawValue)), ("level", .string(level.rawValue)),
            ("is_compatible", .bool(isCompatible)),
        ]
        if let version { members.append(("version", .init(integerLiteral: version))) }
        members.append(("differences", .array(differences.map(\.json))))
        members.append(("messages", .array(messages.map { .string($0) })))
        if let counterExample { members.append(("counterExample", counterExample.json)) }
        if let warning { members.append(("warning", warning.json)) }
        return .members(members)
    }
}

extension CompatibilityDifference {
    /// `{rule, type, direction, path, description, additionalInfo?, new?, old?, why, remedy}`
    public var json: JSONValue {
        var members: [(String, JSONValue)] = [
            ("rule", .string(rule.id)), ("type", .string(type)), ("direction", .string(direction.rawValue)),
            ("path", .string(path)), ("description", .string(description)),
        ]
        if !additionalInfo.isEmpty { members.append(("additionalInfo", .string(additionalInfo))) }
        if let newPlace { members.append(("new", newPlace.json)) }
        if let oldPlace { members.append(("old", oldPlace.json)) }
        members.append(("why", .string(why)))
        members.append(("remedy", .string(remedy)))
        return .members(members)
    }
}

extension SchemaPlace {
    /// `{path, line, column, file?}`
    public var json: JSONValue {
        var members: [(String, JSONValue)] = [
            ("path", .string(path)), ("line", .init(integerLiteral: line)), ("column", .init(integerLiteral: column)),
        ]
        if let file { members.append(("file", .string(file))) }
        return .members(members)
    }
}

extension CompatibilityExample {
    /// `{direction, record, path, reason, hex?}`
    public var json: JSONValue {
        var members: [(String, JSONValue)] = [
            ("direction", .string(direction.rawValue)), ("record", record), ("path", .string(path)),
            ("reason", .string(reason)),
        ]
        if let hex { members.append(("hex", .string(hex))) }
        return .members(members)
    }
}

extension JSONValue {
    /// An object of the members that there are.
    fileprivate static func members(_ members: [(String, JSONValue)]) -> JSONValue {
        .object(members.map { .init(name: $0.0, value: $0.1) })
    }
}
