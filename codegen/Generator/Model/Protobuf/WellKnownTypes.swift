// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// Google's well-known types, which the runtime has.
enum WellKnownTypes {
    private static let prefix = ".google.protobuf."

    static let files = [
        "any", "duration", "empty", "field_mask", "struct", "timestamp", "wrappers",
    ].map { "google/protobuf/\($0).proto" }

    private static let names: Set<String> = [
        "Any", "Duration", "Empty", "FieldMask", "Struct", "Value", "ListValue", "NullValue", "Timestamp",
        "DoubleValue", "FloatValue", "Int64Value", "UInt64Value", "Int32Value", "UInt32Value", "BoolValue",
        "StringValue", "BytesValue",
    ]

    /// Those whose JSON is not that of their fields.
    static func hasOwnJSON(_ fullName: String) -> Bool { fullName != prefix + "Empty" && swiftName(fullName) != nil }

    /// The runtime's type of a full name.
    static func swiftName(_ fullName: String) -> SwiftTypeName? {
        guard fullName.hasPrefix(prefix) else { return nil }
        let name = String(fullName.dropFirst(prefix.count))
        return names.contains(name) ? SwiftTypeName(path: ["Google" + name]) : nil
    }

    /// Whether the type is of `descriptor.proto`: what options are, which are no part of messages.
    static func isOption(_ fullName: String) -> Bool {
        fullName.hasPrefix(prefix) && fullName.hasSuffix("Options")
    }
}
