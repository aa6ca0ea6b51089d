// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

/// A record → a struct; its column is a structure.
struct RecordConstruct: Construct {
    let record: RecordModel
    let constructs: Constructs

    var swiftType: TypeExpression { .named(record.swiftName) }

    var minimumBytes: Int {
        // A record that contains itself does so through a union, which takes a byte.
        record.fields.reduce(0) { sum, field in
            if case .named(let name) = field.type, name == record.avro.name { return sum }
            return sum + constructs[field.type].minimumBytes
        }
    }

    func read(at field: String?) -> Expression {
        .read("value", [.init(nil, .member(.type(swiftType), "self"))], at: field)
    }

    func write(_ value: Expression) -> Expression {
        .call(value, "encode", [.init("into", .reference(.writer))])
    }

    func defaultValue(_ json: JSONValue) -> Expression? {
        var arguments: [Expression.Argument] = []
        for field in record.fields {
            let own = field.avro.defaultValue
            guard let value = json[field.avro.name] ?? own else { return nil }
            guard let expression = constructs[field.type].defaultValue(value) else { return nil }
            // What the initialiser fills in by itself is left out.
            if value != own { arguments.append(.init(field.swiftName, expression)) }
        }
        return .make(swiftType, arguments)
    }

    func column(isNullable: Bool) -> Expression {
        // Parquet has no structure without members: such a column only tells that the record is there.
        record.fields.isEmpty
            ? .column(.named("BooleanColumn"), isNullable: isNullable)
            : .column(.generic("StructColumn", of: .member(swiftType, "FieldColumns")), isNullable: isNullable)
    }

    func append(to column: Expression, at field: String?) -> [Statement] {
        guard !record.fields.isEmpty else {
            return [.expression(.call(column, "append", [.init(nil, .boolean(true))]))]
        }
        return [
            .expression(
                .attempt(
                    .call(column, "append", [.init("from", .reference(.reader))] + Expression.place(field))))
        ]
    }

    // MARK: The struct itself

    /// - Parameter hasSchema: whether the record is what a file's schema denotes.
    func declaration(hasSchema: Bool) -> TypeDeclaration {
        let properties = record.fields.map { field in
            Declaration.property(
                Property(
                    doc: Doc.paragraphs(field.avro.doc), wrapper: field.isBoxed ? "Boxed" : nil, name: field.swiftName,
                    type: constructs[field.type].swiftType, value: .stored))
        }
        let unions = record.unions.map {
            Declaration.type(UnionConstruct(union: $0, constructs: constructs).declaration())
        }
        return TypeDeclaration(
            kind: .structure, doc: Doc.type(record.avro.doc, "record", record.avro.name), name: swiftType,
            conformances: [.named(hasSchema ? "AvroCodable" : "AvroFragment"), .named("Codable")],
            members: properties + [initialiser()] + codingKeys() + unions)
    }

    private func initialiser() -> Declaration {
        let parameters = record.fields.map { field in
            let construct = constructs[field.type]
            return Function.Parameter(
                label: field.swiftName, name: field.swiftName, type: construct.swiftType,
                defaultValue: field.avro.defaultValue.flatMap(construct.defaultValue))
        }
        let hasDefaults = parameters.contains { $0.defaultValue != nil }
        return .function(
            Function(
                doc: hasDefaults ? ["What the schema has a default for may be left out."] : [],
                parameters: parameters,
                body: record.fields.map {
                    .assign(.member(.name("self"), $0.swiftName), .name($0.swiftName))
                }))
    }

    /// JSON has the schema's names, so that logs agree with other tools.
    private func codingKeys() -> [Declaration] {
        guard record.fields.contains(where: { $0.swiftName != $0.avro.name }) else { return [] }
        return [
            .type(
                TypeDeclaration(
                    kind: .enumeration, name: .named("CodingKeys"), access: .private,
                    conformances: [.named("String"), .named("CodingKey")],
                    cases: record.fields.map { field in
                        EnumCase(
                            name: field.swiftName,
                            rawValue: field.swiftName == field.avro.name ? nil : field.avro.name)
                    }))
        ]
    }

    func codec() -> [Declaration] {
        [
            .function(
                Codec.reading(
                    record.fields.map {
                        .assign(.name($0.swiftName), .attempt(constructs[$0.type].read(at: $0.avro.name)))
                    })),
            .function(
                Codec.writing(
                    record.fields.map { .expression(constructs[$0.type].write(.name($0.swiftName))) })),
        ]
    }

    func columns() -> TypeDeclaration {
        FieldColumns.declaration(
            of: "`\(record.swiftName)`",
            columns: record.fields.map {
                ($0.swiftName, $0.avro.name, constructs[$0.type].column(isNullable: false))
            },
            append: record.fields.flatMap {
                constructs[$0.type].append(to: .name($0.swiftName), at: $0.avro.name)
            })
    }
}
