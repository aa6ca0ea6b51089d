// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// A message type.
public struct ProtobufMessage: Sendable, Hashable {
    /// Numbers that are left to extensions.
    public struct ExtensionRange: Sendable, Hashable {
        public var numbers: Range<Int>
        /// `ExtensionRangeOptions`.
        public var options = ProtobufOptions()
    }

    public var name = ""
    /// With the package and the enclosing messages, beginning with a dot.
    public var fullName = ""
    /// In the order of the source.
    public var fields: [ProtobufField] = []
    public var messages: [ProtobufMessage] = []
    public var enumerations: [ProtobufEnum] = []
    public var oneofs: [ProtobufOneof] = []
    /// Extensions of other messages that are declared within this one.
    public var extensions: [ProtobufField] = []
    public var extensionRanges: [ExtensionRange] = []
    public var reservedNumbers: [Range<Int>] = []
    public var reservedNames: [String] = []
    /// Whether the compiler made it for the entries of a map field.
    public var isMapEntry = false
    /// `MessageOptions`.
    public var options = ProtobufOptions()
    /// Where it is within the file's descriptor; see `ProtobufSourceMap`.
    public var path: [Int] = []

    public var isDeprecated: Bool { options.flag(3) ?? false }

    /// The name of the oneof that a field is in; nil for a proto3 field marked `optional`, whose oneof exists in the
    /// descriptor only.
    public func oneofName(of field: ProtobufField) -> String? {
        guard let index = field.oneof, oneofs.indices.contains(index), !oneofs[index].isSynthetic else { return nil }
        return oneofs[index].name
    }
}

/// A oneof of a message; its fields name it by its index.
public struct ProtobufOneof: Sendable, Hashable {
    public var name = ""
    /// Whether the compiler made it for a proto3 field that is marked `optional`.
    public var isSynthetic = false
    /// `OneofOptions`.
    public var options = ProtobufOptions()
    /// Where it is within the file's descriptor; see `ProtobufSourceMap`.
    public var path: [Int] = []
}

/// An enum type.
public struct ProtobufEnum: Sendable, Hashable {
    public struct Value: Sendable, Hashable {
        public var name = ""
        public var number = 0
        /// `EnumValueOptions`.
        public var options = ProtobufOptions()
        /// Where it is within the file's descriptor; see `ProtobufSourceMap`.
        public var path: [Int] = []

        public var isDeprecated: Bool { options.flag(1) ?? false }
    }

    public var name = ""
    /// With the package and the enclosing messages, beginning with a dot.
    public var fullName = ""
    /// In the order of the source.
    public var values: [Value] = []
    public var reservedNumbers: [ClosedRange<Int>] = []
    public var reservedNames: [String] = []
    /// Whether readers take only numbers that have a name (proto2); others become unknown fields.
    public var isClosed = false
    /// `EnumOptions`.
    public var options = ProtobufOptions()
    /// Where it is within the file's descriptor; see `ProtobufSourceMap`.
    public var path: [Int] = []

    public var isDeprecated: Bool { options.flag(3) ?? false }

    /// The first name of a number.
    public func name(of number: Int) -> String? { values.first { $0.number == number }?.name }
}
