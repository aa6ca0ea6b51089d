// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// A parsed Avro schema (specification 1.12): a type, and every named type that is defined in it.
///
/// Named types refer to each other by full name, so that recursive schemas are plain values. Parse one with
/// `AvroSchema.parse(_:)`; every name that occurs in a parsed schema is in `types`.
public struct AvroSchema: Sendable, Hashable {
    /// The type that the schema's text denotes.
    public let root: AvroType
    /// Every named type by full name: those defined in the text, and those that came by references.
    public let types: [AvroName: AvroNamedType]
    /// The schema's text as it was given.
    public let text: String
    /// Where the text defines its named types; those that came by references are not in it.
    public let definitions: [AvroName: JSONPointer]
    /// What the text says without effect, or at risk; a schema with findings is a valid one.
    public let findings: [AvroSchemaFinding]

    public init(
        root: AvroType, types: [AvroName: AvroNamedType], text: String, definitions: [AvroName: JSONPointer] = [:],
        findings: [AvroSchemaFinding] = []
    ) {
        self.root = root
        self.types = types
        self.text = text
        self.definitions = definitions
        self.findings = findings
    }

    /// The record that the root names, if it names one.
    public var rootRecord: AvroRecord? {
        guard case .named(let name) = root.kind, case .record(let record)? = types[name] else { return nil }
        return record
    }
}

/// A use of a type: what it is, and how it is annotated at that place.
public struct AvroType: Sendable, Hashable {
    public indirect enum Kind: Sendable, Hashable {
        case null, boolean, int, long, float, double, bytes, string
        case array(AvroType)
        case map(AvroType)
        case union([AvroType])
        /// A record, enum or fixed; look it up in `AvroSchema.types`.
        case named(AvroName)
    }

    public var kind: Kind
    /// The valid logical type; unknown or invalid ones are dropped, as the specification says. For a fixed, it stands
    /// at the definition (`AvroFixed.logicalType`) and here too.
    public var logicalType: AvroLogicalType?
    /// Attributes that the specification does not know, in the order of the text.
    public var properties: [AvroProperty]

    public init(_ kind: Kind, logicalType: AvroLogicalType? = nil, properties: [AvroProperty] = []) {
        self.kind = kind
        self.logicalType = logicalType
        self.properties = properties
    }
}

/// Logical types of specification 1.12.
public enum AvroLogicalType: Sendable, Hashable {
    case decimal(precision: Int, scale: Int)
    case uuid
    case date
    case timeMillis, timeMicros
    case timestampMillis, timestampMicros, timestampNanos
    case localTimestampMillis, localTimestampMicros, localTimestampNanos
    case duration
    /// A decimal whose scale is written with each value.
    case bigDecimal
}

/// A full name: namespace and name. The null namespace is the empty string.
public struct AvroName: Sendable, Hashable {
    public let namespace: String
    public let name: String

    public init(namespace: String, name: String) {
        self.namespace = namespace
        self.name = name
    }

    /// `namespace.name`, or the name alone in the null namespace.
    public var fullName: String { namespace.isEmpty ? name : "\(namespace).\(name)" }
}

public enum AvroNamedType: Sendable, Hashable {
    case record(AvroRecord)
    case enumeration(AvroEnum)
    case fixed(AvroFixed)
}

public struct AvroRecord: Sendable, Hashable {
    public var name: AvroName
    public var aliases: [AvroName]
    public var doc: String?
    public var isError: Bool
    public var fields: [AvroField]
    public var properties: [AvroProperty]

    public init(
        name: AvroName, aliases: [AvroName] = [], doc: String? = nil, isError: Bool = false, fields: [AvroField],
        properties: [AvroProperty] = []
    ) {
        self.name = name
        self.aliases = aliases
        self.doc = doc
        self.isError = isError
        self.fields = fields
        self.properties = properties
    }
}

public struct AvroField: Sendable, Hashable {
    public enum Order: String, Sendable, Hashable { case ascending, descending, ignore }

    public var name: String
    public var aliases: [String]
    public var doc: String?
    public var type: AvroType
    /// The default as JSON; nil where there is none. A default of null is `.null`.
    public var defaultValue: JSONValue?
    public var order: Order
    public var properties: [AvroProperty]

    public init(
        name: String, aliases: [String] = [], doc: String? = nil, type: AvroType, defaultValue: JSONValue? = nil,
        order: Order = .ascending, properties: [AvroProperty] = []
    ) {
        self.name = name
        self.aliases = aliases
        self.doc = doc
        self.type = type
        self.defaultValue = defaultValue
        self.order = order
        self.properties = properties
    }
}

public struct AvroEnum: Sendable, Hashable {
    public var name: AvroName
    public var aliases: [AvroName]
    public var doc: String?
    public var symbols: [String]
    public var defaultSymbol: String?
    public var properties: [AvroProperty]

    public init(
        name: AvroName, aliases: [AvroName] = [], doc: String? = nil, symbols: [String], defaultSymbol: String? = nil,
        properties: [AvroProperty] = []
    ) {
        self.name = name
        self.aliases = aliases
        self.doc = doc
        self.symbols = symbols
        self.defaultSymbol = defaultSymbol
        self.properties = properties
    }
}

public struct AvroFixed: Sendable, Hashable {
    public var name: AvroName
    public var aliases: [AvroName]
    public var doc: String?
    /// In bytes.
    public var size: Int
    public var logicalType: AvroLogicalType?
    public var properties: [AvroProperty]

    public init(
        name: AvroName, aliases: [AvroName] = [], doc: String? = nil, size: Int, logicalType: AvroLogicalType? = nil,
        properties: [AvroProperty] = []
    ) {
        self.name = name
        self.aliases = aliases
        self.doc = doc
        self.size = size
        self.logicalType = logicalType
        self.properties = properties
    }
}

/// An attribute that the specification leaves to the schema's author.
public struct AvroProperty: Sendable, Hashable {
    public var name: String
    public var value: JSONValue

    public init(name: String, value: JSONValue) {
        self.name = name
        self.value = value
    }
}
