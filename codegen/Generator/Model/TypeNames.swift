// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

/// The Swift names of all named types of a module.
///
/// Types of different namespaces that would get one name are all prefixed with their namespace's last part; a name that
/// generated code needs for something else gets the kind appended. Neither depends on the order of the files.
struct TypeNames {
    private var names: [AvroName: String] = [:]
    private var clashes: [[AvroName]] = []

    init(_ all: [AvroName], kinds: [AvroName: AvroNamedType]) {
        let grouped = Dictionary(grouping: all.sorted { $0.fullName < $1.fullName }) { SwiftName.type($0.name) }
        for (swift, group) in grouped {
            for name in group {
                var chosen = swift
                if group.count > 1, let last = name.namespace.split(separator: ".").last {
                    chosen = SwiftName.type(String(last)) + swift
                }
                if Self.isTaken(chosen) { chosen += kinds[name]?.suffix ?? "Type" }
                names[name] = chosen
            }
        }
        let byResult = Dictionary(grouping: names.keys) { names[$0] ?? "" }
        clashes = byResult.values.filter { $0.count > 1 }.map { $0.sorted { $0.fullName < $1.fullName } }
    }

    subscript(name: AvroName) -> String { names[name] ?? SwiftName.type(name.name) }

    func diagnostics(_ definitions: [AvroName: Definition]) -> [Diagnostic] {
        clashes.flatMap { group in
            group.dropFirst().compactMap { name in
                definitions[name]?.files.first?.diagnostic(
                    .error, at: name,
                    "\(name.fullName) and \(group.first.map(\.fullName) ?? "") would both be `\(self[name])` in Swift",
                    remedy: "rename one of them")
            }
        }
    }

    /// Whether generated code uses the name itself, or Swift does not allow it.
    static func isTaken(_ name: String) -> Bool {
        taken.contains(name) || runtimePrefixes.contains { name.hasPrefix($0) }
    }

    /// What the runtime's types for Protobuf begin with.
    private static let runtimePrefixes = ["Protobuf", "Google"]

    private static let taken: Set<String> = [
        "Any", "Array", "AvroCodable", "AvroFragment", "AvroNull", "AvroReader", "AvroWriter", "Bool", "BooleanColumn",
        "BoundedDecimal", "Boxed", "BoxedOptional", "BytesColumn", "CalendarDate", "CaseIterable", "Codable",
        "CodecError", "CodingKey",
        "Collection", "ColumnBatch", "ColumnVisitor", "Columns", "DictionaryColumn", "Double", "EventCatalog",
        "EventContext", "EventPlatform", "EventProperties", "EventRecord", "FieldColumns", "FixedBytesColumn", "Float",
        "Hashable", "Int", "Int128", "Int32", "Int64", "ListColumn", "LocalTimestamp", "MapColumn", "MethodDescription",
        "Optional",
        "PrimitiveColumn", "Protocol", "RecordColumns", "Self", "Sendable", "SluiceRuntime", "String", "StructColumn",
        "Swift", "TimeOfDay", "StaticString", "Timestamp", "Type", "UInt32", "UInt64", "UInt8", "UUID128", "Void",
    ]
}

extension AvroNamedType {
    fileprivate var suffix: String {
        switch self {
        case .record: "Record"
        case .enumeration: "Enum"
        case .fixed: "Fixed"
        }
    }
}
