// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

public import Formats

/// What is done with members that a contract doesn't know.
public enum UnknownFieldPolicy: Sendable {
    /// They make the event invalid.
    case refuse
    /// They are left out. They still count for the fingerprint.
    case drop
}

/// A registered event schema, compiled for `EventEncoder`: made once a schema version, used by any number of threads.
///
/// How JSON becomes Avro:
/// - Null, booleans, strings, arrays, maps (objects) and records (objects) are themselves. An enum is one of its symbols.
/// - int and long take integers within their range; a number such as `5.0` or `1e3` counts as the integer that it is.
///   float and double take any number; one beyond a float's range is refused.
/// - bytes and fixed are base64, standard or URL-safe, padded or not.
/// - A decimal is a string such as `"12.50"` or a number, of which the source text counts and not the double. Digits that
///   the scale has no room for must be zeros. Integers above 2^64 must be strings: simdjson doesn't take them otherwise.
/// - A uuid is a string in either case, written in lower case.
/// - timestamps are RFC 3339 strings with a zone, or integers in the schema's unit; local timestamps strings without a
///   zone; dates `2026-03-13`, times `10:21:14.5`; each also as integers. What is finer than the unit is cut.
/// - A union's branch follows from the value. Integers go to the first of int, long, decimal, double, float that takes
///   them, then to dates and times; other numbers to decimal, double, float, then int and long. Strings go to an enum that
///   has the symbol, then to the plain string; without one to uuid, timestamp, local timestamp, date, time, and then to
///   the decimal or the bytes. Objects go to the record that knows most of the members (the first of equals), else to the
///   map. What could not be told apart, such as bytes beside string, is refused when the plan is made.
/// - A missing field gets its default; without one, null if it is nullable; else it is an error.
public final class ContractPlan: Sendable {
    public let schema: AvroSchema
    /// The registry's id, written into the framing.
    public let schemaID: Int32
    /// The version within the subject, written to `schema_version`.
    public let version: Int32
    public let eventType: String
    public let unknownFields: UnknownFieldPolicy

    let memory: PlanMemory
    /// Descriptors live in `memory`, which only this plan owns and nobody changes.
    nonisolated(unsafe) let root: UnsafePointer<RecordPlan>
    nonisolated(unsafe) let eventTypeBytes: UnsafePointer<UInt8>
    let eventTypeCount: Int
    /// Indexes within the envelope's record of the fields that its preparation needs.
    let envelope: EnvelopeIndexes
    /// The most fields that one record has: so much scratch an encoder needs for each level.
    let maximumFields: Int
    /// The words for types in errors, by `TypePlan.description`.
    let descriptions: [String]

    /// - Parameters:
    ///   - schemaID: as the registry gave it.
    ///   - version: of the subject, counted from 1.
    ///   - eventType: the value that `event_type` must have.
    /// - Throws: what keeps events from being checked against the schema.
    public init(
        schema: AvroSchema, schemaID: Int32, version: Int32, eventType: String,
        unknownFields: UnknownFieldPolicy = .refuse
    ) throws(ContractError) {
        var compiler = PlanCompiler(schema: schema)
        root = UnsafePointer(try compiler.compile())
        memory = compiler.memory
        envelope = compiler.envelope
        maximumFields = compiler.maximumFields
        descriptions = compiler.descriptions
        eventTypeBytes = compiler.memory.storePadded(eventType.utf8)
        eventTypeCount = eventType.utf8.count
        self.schema = schema
        self.schemaID = schemaID
        self.version = version
        self.eventType = eventType
        self.unknownFields = unknownFields
    }
}

/// Where the envelope's record has the fields that others depend on.
struct EnvelopeIndexes: Sendable {
    var timestamp = 0
    var sentAt = 0
    var platform = 0
}
