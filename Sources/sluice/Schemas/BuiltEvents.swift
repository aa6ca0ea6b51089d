// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats
import SluiceRuntime
import SluiceSchemas

/// The event types that this build has types for: what the lake and the metrics know.
enum BuiltEvents {
    /// What a person should know who has registered event schemas that this build does not have; nil if it has them all.
    static func note(_ registered: [SchemaFile]) -> String? {
        let missing = registered.filter { file in
            guard let name = file.eventType else { return false }
            guard let built = EventCatalog.all.first(where: { $0.eventType == name }) else { return true }
            // A schema that needs others to be understood is no event type's of this build.
            return (try? AvroSchema.parse(file.text))?.fingerprint64 != built.avroFingerprint
        }.compactMap(\.eventType)
        guard !missing.isEmpty else { return nil }
        let names = missing.sorted().joined(separator: ", ")
        return
            "Ingest takes \(names) from now on, and Kafka has it at once. The lake and the metrics have it (a new type, or a "
            + "new field) once its schema is in schemas/ and the services were built with it."
    }
}
