// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

/// An enum → a Swift enum with the symbols as raw values; its column is a dictionary.
struct EnumConstruct: Construct {
    let enumeration: EnumModel

    var swiftType: TypeExpression { .named(enumeration.swiftName) }
    var minimumBytes: Int { 1 }

    private var count: Expression.Argument { .init("below", .integer(String(enumeration.cases.count))) }

    func read(at field: String?) -> Expression {
        .read("value", [.init(nil, .member(.type(swiftType), "self"))], at: field)
    }

    func write(_ value: Expression) -> Expression {
        .call(value, "encode", [.init("into", .reference(.writer))])
    }

    func defaultValue(_ json: JSONValue) -> Expression? {
        guard case .string(let symbol) = json, let index = enumeration.avro.symbols.firstIndex(of: symbol) else {
            return nil
        }
        return .implicitMember(enumeration.cases[index])
    }

    func column(isNullable: Bool) -> Expression {
        .column(
            .named("DictionaryColumn"), [.init(nil, .member(.type(swiftType), "self"))], isNullable: isNullable)
    }

    func append(to column: Expression, at field: String?) -> [Statement] {
        Expression.append(to: column, .read("index", [count], at: field))
    }

    // MARK: The enum itself

    func declaration() -> TypeDeclaration {
        TypeDeclaration(
            kind: .enumeration, doc: Doc.type(enumeration.avro.doc, "enum", enumeration.avro.name), name: swiftType,
            conformances: [.named("String"), .named("AvroFragment"), .named("Codable"), .named("CaseIterable")],
            cases: zip(enumeration.avro.symbols, enumeration.cases).map { symbol, name in
                EnumCase(name: name, rawValue: symbol == name ? nil : symbol)
            })
    }

    func codec() -> [Declaration] {
        let last = enumeration.cases.count - 1
        let reading = enumeration.cases.enumerated().map { index, name in
            // The reader has checked the index, so the last symbol needs no test of its own.
            SwitchCase(
                pattern: index == last ? .otherwise : .integer(index),
                body: [.assign(.name("self"), .implicitMember(name))])
        }
        let writing = enumeration.cases.enumerated().map { index, name in
            SwitchCase(
                pattern: .member(name, binding: nil),
                body: [.expression(.write("index", .init(nil, .integer(String(index)))))])
        }
        return [
            .function(Codec.reading([.switch(.attempt(.read("index", [count], at: nil)), reading)])),
            .function(Codec.writing([.switch(.name("self"), writing)])),
        ]
    }
}
