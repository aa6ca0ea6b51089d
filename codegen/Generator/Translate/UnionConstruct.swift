// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

/// A union that is more than "null or one other type" → an enum with a case for each branch, nested in the record's struct;
/// its column is a structure with a nullable member for each branch.
struct UnionConstruct: Construct {
    let union: UnionModel
    let constructs: Constructs

    var swiftType: TypeExpression { .member(.named(union.owner), union.swiftName) }
    var minimumBytes: Int { 1 }

    func read(at field: String?) -> Expression {
        .read("value", [.init(nil, .member(.type(swiftType), "self"))], at: field)
    }

    func write(_ value: Expression) -> Expression {
        .call(value, "encode", [.init("into", .reference(.writer))])
    }

    func defaultValue(_ json: JSONValue) -> Expression? {
        // A default is of the first branch.
        guard let first = union.branches.first else { return nil }
        guard first.type != .null else { return .implicitMember(first.swiftName) }
        return constructs[first.type].defaultValue(json).map {
            .call(.implicitMember(first.swiftName), [.init(nil, $0)])
        }
    }

    func column(isNullable: Bool) -> Expression {
        .column(.generic("StructColumn", of: .member(swiftType, "FieldColumns")), isNullable: isNullable)
    }

    func append(to column: Expression, at field: String?) -> [Statement] {
        [
            .expression(
                .attempt(
                    .call(column, "append", [.init("from", .reference(.reader))] + Expression.place(field))))
        ]
    }

    // MARK: The enum itself

    func declaration() -> TypeDeclaration {
        TypeDeclaration(
            kind: .enumeration,
            doc: ["Avro union of \(union.branches.map { "`\($0.avroName)`" }.joined(separator: ", "))."],
            name: .named(union.swiftName), conformances: [.named("AvroFragment"), .named("Codable")],
            cases: union.branches.map { branch in
                EnumCase(
                    name: branch.swiftName,
                    payload: branch.type == .null ? nil : constructs[branch.type].swiftType)
            })
    }

    func codec() -> [Declaration] {
        let count = Expression.Argument("below", .integer(String(union.branches.count)))
        let reading = union.branches.enumerated().map { index, branch in
            let value: Expression =
                branch.type == .null
                ? .implicitMember(branch.swiftName)
                : .call(
                    .implicitMember(branch.swiftName),
                    [.init(nil, .attempt(constructs[branch.type].read(at: nil)))])
            return SwitchCase(
                pattern: index == union.branches.count - 1 ? .otherwise : .integer(index),
                body: [.assign(.name("self"), value)])
        }
        let writing = union.branches.enumerated().map { index, branch in
            let tag = Statement.expression(.write("index", .init(nil, .integer(String(index)))))
            guard branch.type != .null else {
                return SwitchCase(pattern: .member(branch.swiftName, binding: nil), body: [tag])
            }
            return SwitchCase(
                pattern: .member(branch.swiftName, binding: "value"),
                body: [tag, .expression(constructs[branch.type].write(.name("value")))])
        }
        return [
            .function(Codec.reading([.switch(.attempt(.read("index", [count], at: nil)), reading)])),
            .function(Codec.writing([.switch(.name("self"), writing)])),
        ]
    }

    /// The columns of the branches; in each row, one of them has a value.
    func columns() -> TypeDeclaration {
        let branches = union.branches.filter { $0.type != .null }
        let count = Expression.Argument("below", .integer(String(union.branches.count)))
        let cases = union.branches.enumerated().map { index, branch in
            let body = branches.flatMap { other -> [Statement] in
                let column = Expression.name(other.swiftName)
                return other == branch
                    ? constructs[other.type].append(to: column, at: nil) : [.expression(.call(column, "appendNull"))]
            }
            return SwitchCase(
                pattern: index == union.branches.count - 1 ? .otherwise : .integer(index), body: body)
        }
        return FieldColumns.declaration(
            of: "the union",
            columns: branches.map { branch in
                (branch.swiftName, branch.avroName, constructs[branch.type].column(isNullable: true))
            }, append: [.switch(.attempt(.read("index", [count], at: nil)), cases)])
    }
}
