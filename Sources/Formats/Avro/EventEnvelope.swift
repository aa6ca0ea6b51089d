// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// The fields that every event carries, whatever its type, and the check that a schema has them.
///
/// They stand at the top level of the event's record, or in a field named `envelope`. Order, defaults and further fields
/// are the schema's own affair.
public struct EventEnvelope: Sendable, Hashable {
    /// Where the fields are.
    public enum Location: Sendable, Hashable {
        case topLevel
        /// In the record of the field `envelope`, which has this index.
        case field(Int)
    }

    public let location: Location
    /// The record that has the fields.
    public let record: AvroRecord

    /// The name of the field that may hold the envelope.
    public static let fieldName = "envelope"
    /// The fields of `context`, each a nullable string.
    public static let contextFields = ["page_url", "referrer", "user_agent", "ip_address", "country"]
    /// The symbols that `platform` has at least.
    public static let platforms = ["web", "ios", "android", "backend", "unknown"]

    /// A field of the envelope that a schema lacks, or has with another type.
    public struct Problem: Error, Sendable, Hashable, CustomStringConvertible {
        /// Such as `event_id` or `context.ip_address`.
        public let field: String
        /// In words, such as `a string with logical type uuid`.
        public let expected: String
        /// The type that it has, in words; nil if it is missing.
        public let found: String?

        public var description: String {
            if let found { return "field `\(field)` is \(found), but the event envelope needs \(expected)" }
            return "field `\(field)` is missing: the event envelope needs it as \(expected)"
        }
    }

    /// Every problem that keeps the schema from being an event's; empty if it carries the envelope.
    public static func check(_ schema: AvroSchema) -> [Problem] {
        do {
            _ = try EventEnvelope(of: schema)
            return []
        } catch {
            return error.problems
        }
    }

    /// All that is wrong with a schema's envelope.
    public struct Problems: Error, Sendable, Hashable, CustomStringConvertible {
        public let problems: [Problem]
        public var description: String { problems.map(\.description).joined(separator: "; ") }
    }

    /// Finds the envelope of the schema.
    public init(of schema: AvroSchema) throws(Problems) {
        guard let root = schema.rootRecord else {
            let problem = Problem(
                field: "(schema)", expected: "a record", found: schema.describe(schema.root))
            throw Problems(problems: [problem])
        }
        if let index = root.fields.firstIndex(where: { $0.name == Self.fieldName }),
            let nested = schema.record(root.fields[index].type)
        {
            location = .field(index)
            record = nested
        } else {
            location = .topLevel
            record = root
        }
        let checker = EventEnvelopeChecker(schema: schema, envelope: record, root: root)
        let problems = checker.problems()
        if !problems.isEmpty { throw Problems(problems: problems) }
    }
}

/// The rules of `EventEnvelope`, one a field.
private struct EventEnvelopeChecker {
    let schema: AvroSchema
    let envelope: AvroRecord
    let root: AvroRecord

    func problems() -> [EventEnvelope.Problem] {
        let timestamp = "a long with logical type timestamp-micros"
        var problems = [
            field("event_id", "a string, or a fixed of 16 bytes, with logical type uuid", isUUID),
            field("event_type", "a string", isString),
            field("timestamp", timestamp, isTimestamp),
            field("client_timestamp", "a union of null and \(timestamp)", nullable(isTimestamp)),
            field("time_flags", "an int", isInt),
            field("sent_at", "a union of null and \(timestamp)", nullable(isTimestamp)),
            field("received_at", timestamp, isTimestamp),
            field("session_id", "a union of null and string", nullable(isString)),
            field("user_id", "a union of null and string", nullable(isString)),
            field("device_id", "a string", isString),
            field("app_version", "a string", isString),
            field(
                "platform", "an enum with the symbols \(EventEnvelope.platforms.joined(separator: ", "))", isPlatform),
            field("context", "a record", { schema.record($0) != nil }),
            field("schema_version", "a union of null and int", nullable(isInt)),
        ]
        problems.append(properties())
        if let context = envelope.fields.first(where: { $0.name == "context" }).flatMap({ schema.record($0.type) }) {
            for name in EventEnvelope.contextFields {
                problems.append(
                    check(
                        name, of: context, as: "context.\(name)", expected: "a union of null and string",
                        nullable(isString)))
            }
        }
        return problems.compactMap { $0 }
    }

    private func field(_ name: String, _ expected: String, _ isRight: (AvroType) -> Bool) -> EventEnvelope.Problem? {
        check(name, of: envelope, as: name, expected: expected, isRight)
    }

    /// `properties` stands in the envelope, or beside it where the envelope is a field.
    private func properties() -> EventEnvelope.Problem? {
        let owner = envelope.fields.contains { $0.name == "properties" } ? envelope : root
        return check("properties", of: owner, as: "properties", expected: "a record") { schema.record($0) != nil }
    }

    private func check(
        _ name: String, of record: AvroRecord, as path: String, expected: String, _ isRight: (AvroType) -> Bool
    ) -> EventEnvelope.Problem? {
        guard let field = record.fields.first(where: { $0.name == name }) else {
            return EventEnvelope.Problem(field: path, expected: expected, found: nil)
        }
        if isRight(field.type) { return nil }
        return EventEnvelope.Problem(field: path, expected: expected, found: schema.describe(field.type))
    }

    private func isString(_ type: AvroType) -> Bool { type.kind == .string && type.logicalType == nil }
    private func isInt(_ type: AvroType) -> Bool { type.kind == .int && type.logicalType == nil }

    private func isTimestamp(_ type: AvroType) -> Bool {
        type.kind == .long && type.logicalType == .timestampMicros
    }

    private func isUUID(_ type: AvroType) -> Bool {
        if type.kind == .string { return type.logicalType == .uuid }
        guard case .named(let name) = type.kind, case .fixed(let fixed)? = schema.types[name] else { return false }
        return fixed.size == 16 && (type.logicalType ?? fixed.logicalType) == .uuid
    }

    private func isPlatform(_ type: AvroType) -> Bool {
        guard case .named(let name) = type.kind, case .enumeration(let platform)? = schema.types[name] else {
            return false
        }
        return EventEnvelope.platforms.allSatisfy(platform.symbols.contains)
    }

    private func nullable(_ isRight: @escaping (AvroType) -> Bool) -> (AvroType) -> Bool {
        { type in
            guard case .union(let branches) = type.kind, branches.count == 2 else { return false }
            guard let other = branches.first(where: { $0.kind != .null }) else { return false }
            return branches.contains { $0.kind == .null } && isRight(other)
        }
    }
}
