// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// How strictly a reader's schema is applied to data of a writer's (specification 1.12, "Schema Resolution").
public struct AvroResolution: Sendable, Hashable {
    /// What is asked of logical types.
    public enum LogicalTypes: Sendable, Hashable {
        /// They are not looked at: the reader's are applied to what the writer wrote.
        case ignored
        /// Where both have one, the value must be the same under both.
        case sameMeaning
        /// They must be the same.
        case equal
    }

    /// Whether named types must have one full name; by the specification names without their namespaces match.
    public var fullNames: Bool
    /// Whether enums and fixed types are looked for in the reader's union by their full names, as Java's decoder does.
    public var fullNamesInUnions: Bool
    public var logicalTypes: LogicalTypes

    public init(
        fullNames: Bool = false, fullNamesInUnions: Bool = false, logicalTypes: LogicalTypes = .ignored
    ) {
        self.fullNames = fullNames
        self.fullNamesInUnions = fullNamesInUnions
        self.logicalTypes = logicalTypes
    }
}

extension AvroValue {
    /// Decodes binary data that was written with one schema as a value of another.
    ///
    /// By the specification, where it leaves room as Java decides: of the reader's union, the branch with the writer's full
    /// name is taken, else the first of the same kind and name, else the first that the writer's type is promoted to. A field
    /// of the writer goes to the reader's field of its name, else to the last one that has it as an alias.
    /// - Throws: `AvroValueError` with the path in the writer's value, for bytes that are none of the writer's, and for
    ///   values that the reader has no place for.
    public static func decode(
        _ bytes: [UInt8], writer: AvroSchema, reader: AvroSchema, resolution: AvroResolution = AvroResolution(),
        limits: AvroLimits = AvroLimits()
    ) throws(AvroValueError) -> AvroValue {
        var resolver = AvroResolver(
            input: AvroValueReader(bytes: bytes, schema: writer, limits: limits), reader: reader,
            resolution: resolution)
        return try resolver.decode()
    }
}
