// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Registry

/// A rule that findings name: for reports that list the rules beside the results.
struct SchemaRule: Sendable, Hashable {
    let id: String
    /// What must hold, in one sentence.
    let summary: String
    /// How it is mended in general; may be empty.
    let mending: String

    /// The rules of `check`: those of files, and that a version may follow the others.
    static var ofCheck: [SchemaRule] {
        ofFiles + [
            SchemaRule(
                id: "proof/refuted", summary: "What the rules call compatible is read, too, when records are tried.",
                mending: "Look at the record before you register.")
        ] + CompatibilityRule.all.map { SchemaRule(id: $0.id, summary: $0.summary, mending: $0.mending) }
    }

    /// A file is a schema, and an event's carries the envelope.
    static var ofFiles: [SchemaRule] {
        [
            SchemaRule(
                id: "avro/invalid-schema", summary: "The file is a schema by the Avro specification.",
                mending: "Mend what stands at the place."),
            SchemaRule(
                id: "protobuf/invalid-schema", summary: "The file is one that the Protobuf compiler takes.",
                mending: "Mend what stands at the place."),
            SchemaRule(
                id: "sluice/event-envelope", summary: "The schema of an event type carries the event envelope.",
                mending: "Copy the envelope's fields from another event type."),
            SchemaRule(
                id: "sluice/event-format", summary: "Event types have Avro schemas.",
                mending: "Write the event type in Avro, or name the file as the subject it belongs to."),
        ]
    }
}
