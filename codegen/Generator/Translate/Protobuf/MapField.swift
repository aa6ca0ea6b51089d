// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

/// A map → a dictionary.
struct MapField: FieldConstruct {
    let field: MessageField
    let key: ProtobufField.Kind

    private var keys: ValueConstruct { ValueConstruct(value: .scalar(key)) }

    var swiftType: TypeExpression { .dictionary(key: keys.swiftType, value: value.swiftType) }
    var initialValue: Expression? { .dictionary([]) }

    var decoding: [SwitchCase] {
        var arguments = [keys.codingArgument]
        if let closed = value.closedEnum {
            arguments += [
                .init("closed", .member(.type(closed), "self")), .init("into", .reference(own)), keeping, place,
            ]
        } else {
            arguments += [value.codingArgument, .init("into", .reference(own)), place]
        }
        return [SwitchCase(pattern: tag(2), body: [.expression(.attempt(.call(.reader, "insert", arguments)))])]
    }

    var encoding: Statement? {
        .expression(
            .call(.writer, "map", [keys.codingArgument, value.codingArgument, .init(nil, own), number]))
    }

    var jsonDecoding: [Statement] {
        let arguments = [keys.codingArgument, value.codingArgument, .init("into", .reference(own))]
        return [.expression(.attempt(.call(.reader, "insert", arguments)))]
    }

    var jsonEncoding: Statement? {
        .expression(
            .attempt(.call(.writer, "map", [keys.codingArgument, value.codingArgument, .init(nil, own), jsonName])))
    }
}
