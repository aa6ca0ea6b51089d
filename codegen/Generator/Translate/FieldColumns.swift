// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// The struct of a type's columns.
enum FieldColumns {
    static func declaration(
        of subject: String, columns: [(property: String, name: String, make: Expression)], append: [Statement]
    ) -> TypeDeclaration {
        let properties = columns.map { column in
            Declaration.property(
                Property(access: .internal, name: column.property, value: .initialised(column.make)))
        }
        let visits = columns.map { column in
            Statement.expression(
                .call(
                    .name("visitor"), "visit",
                    [.init(nil, .reference(.name(column.property))), .init("named", .string(column.name))]))
        }
        return TypeDeclaration(
            kind: .structure, doc: ["The columns of \(subject), one a field."], name: .named("FieldColumns"),
            conformances: [.named("RecordColumns")], isNoncopyable: true,
            members: properties + [
                .function(Function(parameters: [], body: [])),
                .function(
                    Function(
                        isMutating: true, name: "append",
                        parameters: [
                            .init(label: "from", name: "reader", passing: .inPlace, type: .named("AvroReader"))
                        ], errors: .codecError, body: append)),
                .function(
                    Function(
                        isMutating: true, name: "visit",
                        parameters: [
                            .init(
                                label: nil, name: "visitor", passing: .inPlace, isGeneric: true,
                                type: .named("ColumnVisitor"))
                        ], body: visits)),
            ])
    }
}
