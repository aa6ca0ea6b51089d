// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

/// A field that holds one value → a property; optional if its absence can be told.
struct SingularField: FieldConstruct {
    let field: MessageField

    /// A box may be empty, whatever the schema says of the field.
    private var isOptional: Bool { field.shape == .optional || field.isBoxed }

    var swiftType: TypeExpression { isOptional ? .optional(value.swiftType) : value.swiftType }

    var initialValue: Expression? {
        guard isOptional else { return value.zero }
        return field.isBoxed ? Expression.none : nil
    }

    var decoding: [SwitchCase] {
        var body: [Statement]
        if let closed = value.closedEnum {
            var found: [Statement] = [.assign(own, .name("value"))]
            if let mark { found.append(mark) }
            body = [.ifPresent(binding: "value", readClosed(closed), found)]
        } else if value.isMessage {
            let method = value.wireType == 3 ? "group" : "message"
            body = [.expression(.attempt(.call(.reader, method, [.init("into", .reference(own)), place])))]
            if let mark { body.append(mark) }
        } else {
            body = [.assign(own, .attempt(.call(.reader, "value", [value.codingArgument, place])))]
            if let mark { body.append(mark) }
        }
        return [SwitchCase(pattern: tag(value.wireType), body: body)]
    }

    /// Tells that a required field is there.
    private var mark: Statement? {
        field.requiredIndex.map { index in
            .expression(.call(.name("requiredFields"), "set", [.init(nil, .integer(String(index)))]))
        }
    }

    /// The writers' method, which knows when a field is left out.
    private var method: String {
        if isOptional { return "optional" }
        return field.shape == .required ? "required" : "implicit"
    }

    var encoding: Statement? {
        .expression(.call(.writer, method, [value.codingArgument, .init(nil, own), number]))
    }

    var jsonDecoding: [Statement] {
        if let mark {
            let read = Expression.attempt(.call(.reader, "value", [value.codingArgument]))
            return [.ifPresent(binding: "value", read, [.assign(own, .name("value")), mark])]
        }
        return [
            .expression(.attempt(.call(.reader, "value", [value.codingArgument, .init("into", .reference(own))])))
        ]
    }

    var jsonEncoding: Statement? {
        .expression(.attempt(.call(.writer, method, [value.codingArgument, .init(nil, own), jsonName])))
    }
}
