// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Foundation
import SluiceRuntime

/// A schema's file in a folder, and the subject it belongs to.
struct SchemaFile: Sendable, Hashable {
    let path: String
    let subject: String
    let type: SchemaType
    let text: String

    var name: String { URL(fileURLWithPath: path).lastPathComponent }

    /// The topic whose values have the subject's schema.
    var topic: String { String(subject.dropLast("-value".count)) }
    /// nil if the subject is not an event type's.
    var eventType: String? { subject.hasPrefix("events.") ? String(topic.dropFirst("events.".count)) : nil }

    /// Reads one file; `.avsc` is Avro, `.proto` Protobuf.
    init(path: String, subject: String? = nil) throws {
        let url = URL(fileURLWithPath: path)
        guard let type = Self.types[url.pathExtension] else {
            throw CommandFailure.no("\(path) is no schema: expected a file with the ending .avsc or .proto.")
        }
        do {
            text = try String(contentsOf: url, encoding: .utf8)
        } catch {
            throw CommandFailure.no("\(path) can't be read: \(error.localizedDescription)")
        }
        self.path = path
        self.type = type
        self.subject = subject ?? Self.subject(ofStem: url.deletingPathExtension().lastPathComponent)
    }

    /// The files of a folder (not of folders in it) by name.
    static func all(in folder: String) throws -> [SchemaFile] {
        let names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
        } catch {
            throw CommandFailure.no("the folder \(folder) can't be read: \(error.localizedDescription)")
        }
        return try names.filter { types[URL(fileURLWithPath: $0).pathExtension] != nil }
            .map { try SchemaFile(path: "\(folder)/\($0)") }
    }

    /// `purchase` is the event type's subject `events.purchase-value`; what Sluice itself writes is named `sluice_…`:
    /// `sluice_failed` is `sluice.failed-value`.
    static func subject(ofStem stem: String) -> String {
        guard stem.hasPrefix("sluice_") else { return "events.\(stem)-value" }
        return "sluice.\(stem.dropFirst("sluice_".count))-value"
    }

    private static let types: [String: SchemaType] = ["avsc": .avro, "proto": .protobuf]
}
