// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// A field of a message, or an extension.
public struct ProtobufField: Sendable, Hashable {
    /// The raw values are those of `FieldDescriptorProto.Type`.
    public enum Kind: Int, Sendable, Hashable {
        case double = 1
        case float, int64, uint64, int32, fixed64, fixed32, bool, string, group, message, bytes, uint32, enumeration
        case sfixed32, sfixed64, sint32, sint64
    }

    /// The raw values are those of `FieldDescriptorProto.Label`.
    public enum Label: Int, Sendable, Hashable {
        case optional = 1
        case required, repeated
    }

    public var name = ""
    /// With what it is declared in, beginning with a dot.
    public var fullName = ""
    public var number = 0
    public var kind = Kind.int32
    public var label = Label.optional
    /// The full name of the message or enum; empty for scalars.
    public var typeName = ""
    /// The field's name in JSON.
    public var jsonName = ""
    /// A proto2 default in the compiler's text form.
    public var defaultValue: String?
    /// The index within the message's `oneofs`.
    public var oneof: Int?
    /// Whether a proto3 field is marked `optional`.
    public var isProto3Optional = false
    /// The full name of the message that is extended, if this is an extension.
    public var extendee = ""
    /// The syntax of the file that declares it.
    public var syntax = ProtobufFile.Syntax.proto2
    /// `FieldOptions`.
    public var options = ProtobufOptions()
    /// Where it is within the file's descriptor; see `ProtobufSourceMap`.
    public var path: [Int] = []

    public var isExtension: Bool { !extendee.isEmpty }
    public var isDeprecated: Bool { options.flag(3) ?? false }

    /// Whether "not set" differs from the type's zero.
    public var hasPresence: Bool {
        label != .repeated
            && (syntax == .proto2 || kind == .message || oneof != nil || isProto3Optional || isExtension)
    }

    /// Whether a repeated field's values are written in one block.
    public var isPacked: Bool { label == .repeated && kind.isPackable && (options.flag(2) ?? (syntax == .proto3)) }

    /// The name that a field has in JSON if it says nothing: without underscores, the letter after each in upper case.
    public var defaultJSONName: String {
        var result = ""
        var capitalizes = false
        for character in name.unicodeScalars {
            if character == "_" {
                capitalizes = true
            } else {
                result += capitalizes ? String(character).uppercased() : String(character)
                capitalizes = false
            }
        }
        return result
    }
}

extension ProtobufField.Kind {
    /// Numbers, enums and booleans may be packed.
    public var isPackable: Bool {
        switch self {
        case .string, .bytes, .message, .group: false
        default: true
        }
    }

    /// The keyword of a scalar type.
    public var keyword: String {
        switch self {
        case .double: "double"
        case .float: "float"
        case .int64: "int64"
        case .uint64: "uint64"
        case .int32: "int32"
        case .fixed64: "fixed64"
        case .fixed32: "fixed32"
        case .bool: "bool"
        case .string: "string"
        case .group: "group"
        case .message: "message"
        case .bytes: "bytes"
        case .uint32: "uint32"
        case .enumeration: "enum"
        case .sfixed32: "sfixed32"
        case .sfixed64: "sfixed64"
        case .sint32: "sint32"
        case .sint64: "sint64"
        }
    }
}
