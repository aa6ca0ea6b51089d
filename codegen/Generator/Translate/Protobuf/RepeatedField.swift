// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

/// A repeated field → an array. Whether it is written packed or not, it is read either way.
struct RepeatedField: FieldConstruct {
    let field: MessageField
    let isPacked: Bool

    var swiftType: TypeExpression { .array(value.swiftType) }
    var initialValue: Expression? { .array([]) }

    private var target: Expression.Argument { .init("to", .reference(own)) }

    var decoding: [SwitchCase] {
        let one: Statement
        if let closed = value.closedEnum {
            one = .ifPresent(
                binding: "value", readClosed(closed),
                [.expression(.call(own, "append", [.init(nil, .name("value"))]))])
        } else {
            one = .expression(.attempt(.call(.reader, "append", [value.codingArgument, target, place])))
        }
        let single = SwitchCase(pattern: tag(value.wireType), body: [one])
        guard value.isPackable else { return [single] }
        let block: Expression
        if let closed = value.closedEnum {
            block = .call(
                .reader, "appendPacked",
                [.init("closed", .member(.type(closed), "self")), target, keeping, place])
        } else {
            block = .call(.reader, "appendPacked", [value.codingArgument, target, place])
        }
        return [single, SwitchCase(pattern: tag(2), body: [.expression(.attempt(block))])]
    }

    var encoding: Statement? {
        .expression(
            .call(.writer, isPacked ? "packed" : "repeated", [value.codingArgument, .init(nil, own), number]))
    }

    var jsonDecoding: [Statement] {
        [.expression(.attempt(.call(.reader, "append", [value.codingArgument, target])))]
    }

    var jsonEncoding: Statement? {
        .expression(.attempt(.call(.writer, "repeated", [value.codingArgument, .init(nil, own), jsonName])))
    }
}

extension ValueConstruct {
    /// Numbers, enums and booleans may be packed.
    var isPackable: Bool {
        switch value {
        case .scalar(let kind): kind.isPackable
        case .enumeration: true
        case .message, .group: false
        }
    }
}
