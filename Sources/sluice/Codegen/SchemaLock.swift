// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats
import Foundation

/// Which versions of which subjects a folder of schemas has: what makes a build the same tomorrow, and without a registry.
///
/// `schemas.lock.json` beside the schemas; it is meant to be committed with them.
struct SchemaLock: Sendable, Hashable {
    static let fileName = "schemas.lock.json"

    /// A file that came from the registry.
    struct Entry: Sendable, Hashable {
        /// Below the folder.
        let file: String
        let subject: String
        let version: Int
        let id: Int
        let type: String
        /// Of the file's bytes, in hexadecimal.
        let sha256: String

        var json: JSONValue {
            [
                "file": .string(file), "subject": .string(subject), "version": .init(integerLiteral: version),
                "id": .init(integerLiteral: id), "type": .string(type), "sha256": .string(sha256),
            ]
        }
    }

    /// Which subjects were asked for, as patterns.
    let subjects: [String]
    /// By file.
    let entries: [Entry]

    init(subjects: [String], entries: [Entry]) {
        self.subjects = subjects.sorted()
        self.entries = entries.sorted { $0.file < $1.file }
    }

    /// Reads a folder's lock; nil if it has none.
    init?(folder: String) throws {
        let path = folder + "/" + Self.fileName
        guard let data = FileManager.default.contents(atPath: path) else { return nil }
        guard let json = try? JSONValue.parse([UInt8](data)), case .array(let patterns)? = json["subjects"],
            case .array(let elements)? = json["schemas"]
        else { throw Self.unreadable(path) }
        let entries = elements.compactMap { Entry($0) }
        guard entries.count == elements.count else { throw Self.unreadable(path) }
        self.init(
            subjects: patterns.compactMap { if case .string(let text) = $0 { text } else { nil } }, entries: entries)
    }

    private static func unreadable(_ path: String) -> CommandFailure {
        .no("\(path) is no lock of schemas. Take it from version control, or write it anew with --update.")
    }

    func write(to folder: String) throws {
        let json: JSONValue = [
            "subjects": .array(subjects.map { .string($0) }), "schemas": .array(entries.map(\.json)),
        ]
        try (json.text(indentedBy: 2) + "\n").write(
            toFile: folder + "/" + Self.fileName, atomically: true, encoding: .utf8)
    }

    static func digest(_ text: String) -> String {
        MessageDigest.sha256(Array(text.utf8)).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}

extension SchemaLock.Entry {
    init?(_ json: JSONValue) {
        guard case .string(let file)? = json["file"], case .string(let subject)? = json["subject"],
            case .number(let version)? = json["version"], let version = Int(version),
            case .number(let id)? = json["id"], let id = Int(id), case .string(let type)? = json["type"],
            case .string(let sha256)? = json["sha256"], !file.isEmpty, !file.hasPrefix("/"),
            !file.split(separator: "/").contains("..")
        else { return nil }
        self.init(file: file, subject: subject, version: version, id: id, type: type, sha256: sha256)
    }
}
