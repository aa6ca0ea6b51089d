// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

/// A record with the envelope → an event type.
struct EventTranslator {
    let record: RecordModel
    let eventType: String
    let constructs: Constructs

    func conformance() -> TypeDeclaration {
        TypeDeclaration(
            kind: .extension, name: .named(record.swiftName), conformances: [.named("EventRecord")],
            members: [
                .alias(name: "Columns", type: .generic("ColumnBatch", of: .named("FieldColumns"))),
                .property(
                    Property(
                        isStatic: true, name: "eventType", type: .named("String"),
                        value: .computed([.expression(.string(eventType))]))),
                timestampReader(),
            ])
    }

    /// Reads past what stands before the timestamp.
    private func timestampReader() -> Declaration {
        var body: [Statement] = []
        for field in record.fields {
            let construct = constructs[field.type]
            if field.avro.name == "timestamp" {
                body.append(.return(.attempt(construct.read(at: field.avro.name))))
                break
            }
            body.append(.discard(.attempt(construct.skip(at: field.avro.name))))
        }
        return .function(
            Function(
                isStatic: true, name: "timestamp",
                parameters: [
                    .init(label: "in", name: "reader", passing: .inPlace, type: .named("AvroReader"))
                ], errors: .codecError, result: .named("Timestamp"), body: body))
    }
}

/// All events of a module → its catalogue.
struct CatalogTranslator {
    /// Swift names in the order of the event types.
    let events: [String]

    func declaration() -> TypeDeclaration {
        TypeDeclaration(
            kind: .enumeration, doc: ["The event types of this module."], name: .named("EventCatalog"),
            members: [
                .property(
                    Property(
                        doc: ["Every one of them, in the order of their names."], isStatic: true, isConstant: true,
                        name: "all",
                        type: .array(.anyType("EventRecord")),
                        value: .initialised(.array(events.map { .member(.type(.named($0)), "self") }))))
            ])
    }
}
