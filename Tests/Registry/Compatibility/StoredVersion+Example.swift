// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

@testable import Registry

extension StoredVersion {
    /// A live version of a subject as the store would return it.
    static func example(
        _ version: Int = 1, text: String, type: SchemaType = .avro, properties: JSONValue? = nil
    ) -> StoredVersion {
        var content = SchemaContent(type: type, text: text, references: [])
        if let properties { content.metadata = ["properties": properties] }
        return StoredVersion(
            subject: SubjectName("s"), version: version,
            schema: StoredSchema(id: version, guid: "", content: content, createdAt: 0), isDeleted: false, createdAt: 0)
    }
}
