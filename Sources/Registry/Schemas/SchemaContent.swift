// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

internal import Formats

/// A schema language.
enum SchemaType: String, Sendable, Hashable, CaseIterable {
    case avro = "AVRO"
    case protobuf = "PROTOBUF"
}

/// A use of another subject's version by a schema.
struct SchemaReference: Sendable, Hashable {
    /// The name by which the schema uses it: a full name in Avro, an import's path in Protobuf.
    var name: String
    /// As the schema names it: where it is not qualified, it is in the context of the subject that refers to it.
    var subject: String
    /// -1 means the latest, until it is resolved.
    var version: Int

    var json: JSONValue {
        ["name": .string(name), "subject": .string(subject), "version": .number(String(version))]
    }

    init(name: String, subject: String, version: Int) {
        self.name = name
        self.subject = subject
        self.version = version
    }

    /// Reads a reference as `json` writes it.
    init?(_ json: JSONValue) {
        guard case .string(let name)? = json["name"], case .string(let subject)? = json["subject"],
            case .number(let text)? = json["version"], let version = Int(text)
        else { return nil }
        self.name = name
        self.subject = subject
        self.version = version
    }
}

/// What is registered: two of them that are equal have one id in a context.
struct SchemaContent: Sendable, Hashable {
    var type: SchemaType
    /// Avro without white space, or in normal form; Protobuf as given.
    var text: String
    /// With resolved versions.
    var references: [SchemaReference]
    /// As `SchemaMetadata` writes it.
    var metadata: JSONValue?
    /// As `SchemaRuleSet` writes it.
    var ruleSet: JSONValue?

    /// SHA-256 of all of it.
    var fingerprint: [UInt8] {
        Self.digest(parts(metadata: metadata ?? .null) + (ruleSet.map { [$0] } ?? []))
    }

    /// SHA-256 of all but metadata and rules.
    var textFingerprint: [UInt8] { Self.digest(parts(metadata: .null)) }

    private func parts(metadata: JSONValue) -> [JSONValue] {
        [.string(type.rawValue), .string(text), .array(references.map(\.json)), metadata]
    }

    private static func digest(_ parts: [JSONValue]) -> [UInt8] {
        MessageDigest.sha256(Array(JSONValue.array(parts).text().utf8))
    }
}

/// A global identity that does not depend on the registry: a UUID of version 8 (RFC 9562 §5.8) from the fingerprint.
enum SchemaGUID {
    static func text(fingerprint: [UInt8]) -> String {
        var text = ""
        for (index, byte) in fingerprint.prefix(16).enumerated() {
            if [4, 6, 8, 10].contains(index) { text += "-" }
            let marked =
                switch index {
                case 6: byte & 0x0F | 0x80
                case 8: byte & 0x3F | 0x80
                default: byte
                }
            text += (marked < 0x10 ? "0" : "") + String(marked, radix: 16)
        }
        return text
    }

    /// Whether the text has the form of a UUID; what has not is no one's.
    static func isValid(_ text: String) -> Bool {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        return parts.map(\.utf8.count) == [8, 4, 4, 4, 12] && parts.allSatisfy { $0.allSatisfy(\.isHexDigit) }
            && text.utf8.count == 36
    }
}
