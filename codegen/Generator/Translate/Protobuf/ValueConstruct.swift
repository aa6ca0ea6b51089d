// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

/// What a field holds → its Swift type, its coding, and its zero.
struct ValueConstruct {
    let value: ProtobufValueType

    var swiftType: TypeExpression {
        switch value {
        case .scalar(let kind): .named(Self.scalar(kind).swift, isArray: kind == .bytes)
        case .enumeration(let name, _, _), .message(let name), .group(let name): TypeExpression(name)
        }
    }

    /// The runtime's type that reads and writes it.
    var coding: TypeExpression {
        switch value {
        case .scalar(let kind): .named("Protobuf\(Self.scalar(kind).coding)")
        case .enumeration(let name, _, _): .generic("ProtobufEnumCoding", of: TypeExpression(name))
        case .message(let name): .generic("ProtobufNested", of: TypeExpression(name))
        case .group(let name): .generic("ProtobufGroup", of: TypeExpression(name))
        }
    }

    /// The coding as an argument.
    var codingArgument: Expression.Argument { .init(nil, .member(.type(coding), "self")) }

    var wireType: UInt32 {
        switch value {
        case .scalar(let kind): Self.scalar(kind).wireType
        case .enumeration: 0
        case .message: 2
        case .group: 3
        }
    }

    /// The enum, if its unknown numbers are kept apart.
    var closedEnum: TypeExpression? {
        guard case .enumeration(let name, isClosed: true, _) = value else { return nil }
        return TypeExpression(name)
    }

    var isMessage: Bool {
        switch value {
        case .message, .group: true
        case .scalar, .enumeration: false
        }
    }

    /// What a field has that is not set.
    var zero: Expression {
        switch value {
        case .scalar(.bool): .boolean(false)
        case .scalar(.string): .string("")
        case .scalar(.bytes): .array([])
        case .scalar: .integer("0")
        case .enumeration(_, _, let zero): .implicitMember(zero)
        case .message, .group: .make(swiftType)
        }
    }

    /// The default of a proto2 field.
    func defaultValue(_ field: MessageField) -> Expression? {
        guard let text = field.proto.defaultValue else { return nil }
        switch value {
        case .enumeration: return field.defaultCase.map { .implicitMember($0) }
        case .scalar(.string): return .string(text)
        case .scalar(.bytes): return .array((field.proto.defaultBytes ?? []).map { .integer(String($0)) })
        case .scalar(.bool): return .boolean(text == "true")
        case .scalar(.float), .scalar(.double): return number(text)
        case .scalar:
            if let number = Int64(text) { return .integer(Literal.integer(number)) }
            return UInt64(text).map { .integer(String($0)) }
        case .message, .group: return nil
        }
    }

    private func number(_ text: String) -> Expression {
        switch text {
        case "inf": .member(.type(swiftType), "infinity")
        case "-inf": .negative(.member(.type(swiftType), "infinity"))
        case "nan": .member(.type(swiftType), "nan")
        default: .float(text.contains { ".e".contains($0) } ? text : text + ".0")
        }
    }

    private static func scalar(_ kind: ProtobufField.Kind) -> (swift: String, coding: String, wireType: UInt32) {
        switch kind {
        case .double: ("Double", "Double", 1)
        case .float: ("Float", "Float", 5)
        case .int64: ("Int64", "Int64", 0)
        case .uint64: ("UInt64", "UInt64", 0)
        case .int32: ("Int32", "Int32", 0)
        case .fixed64: ("UInt64", "Fixed64", 1)
        case .fixed32: ("UInt32", "Fixed32", 5)
        case .bool: ("Bool", "Bool", 0)
        case .string: ("String", "String", 2)
        case .bytes: ("UInt8", "Bytes", 2)
        case .uint32: ("UInt32", "UInt32", 0)
        case .sfixed32: ("Int32", "SFixed32", 5)
        case .sfixed64: ("Int64", "SFixed64", 1)
        case .sint32: ("Int32", "SInt32", 0)
        case .sint64: ("Int64", "SInt64", 0)
        // They have a type of their own.
        case .group, .message, .enumeration: ("Int32", "Int32", 0)
        }
    }
}

extension TypeExpression {
    /// A type within the types around it.
    init(_ name: SwiftTypeName) {
        self = name.path.dropFirst().reduce(.named(name.path.first ?? "")) { .member($0, $1) }
    }

    fileprivate static func named(_ name: String, isArray: Bool) -> TypeExpression {
        isArray ? .array(.named(name)) : .named(name)
    }
}

extension Expression {
    /// A property of the message itself, told from the functions' variables.
    static func own(_ name: String) -> Expression {
        ["reader", "writer", "tag", "value", "path", "field", "number"].contains(name)
            ? .member(.name("self"), name) : .name(name)
    }
}
