// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

/// A schema of a change set. A reference with the version -1 to a subject of the set means the version that the set gives.
public struct ChangeSetMember: Sendable, Hashable {
    public let subject: String
    public let text: String
    /// Such as `AVRO`.
    public let schemaType: String
    public let references: [SchemaReference]

    public init(subject: String, text: String, schemaType: String, references: [SchemaReference]) {
        self.subject = subject
        self.text = text
        self.schemaType = schemaType
        self.references = references
    }
}

/// What a change set does, or would do.
public struct ChangeSetReply: Sendable, Hashable {
    public enum Outcome: Sendable, Hashable {
        case unchanged
        case new
        case changed(from: Int)
        /// The registry's error and its code.
        case refused(code: Int, message: String)
        /// It refers to subjects that are refused.
        case blocked(by: [String])
    }

    public struct Entry: Sendable, Hashable {
        public let subject: String
        public let outcome: Outcome
        /// nil if it is refused or blocked.
        public let version: Int?
        /// nil in a dry run for versions that would be new.
        public let id: Int?
        /// With the versions that they were resolved to.
        public let references: [SchemaReference]

        public init(subject: String, outcome: Outcome, version: Int?, id: Int?, references: [SchemaReference]) {
            self.subject = subject
            self.outcome = outcome
            self.version = version
            self.id = id
            self.references = references
        }
    }

    /// In the order in which they are registered.
    public let entries: [Entry]

    public init(entries: [Entry]) { self.entries = entries }
}

extension RegistryClient {
    /// Registers schemas together or not at all; with `dryRun` only tells what would happen.
    ///
    /// - Returns: nil if the registry has no change sets.
    public func apply(
        _ members: [ChangeSetMember], dryRun: Bool
    ) throws(RegistryClientError) -> ChangeSetReply? {
        let schemas = members.map { member -> JSONValue in
            [
                "subject": .string(member.subject), "schemaType": .string(member.schemaType),
                "schema": .string(member.text), "references": .array(member.references.map(\.json)),
            ]
        }
        let reply: JSONValue
        do {
            reply = try json(
                "POST", ["change-sets"], query: dryRun ? [("dryRun", "true")] : [], ["schemas": .array(schemas)])
        } catch {
            if error.isUnknownEndpoint { return nil }
            throw error
        }
        let entries = reply["schemas"]?.elements?.map { Self.entry($0) } ?? []
        guard !entries.isEmpty, !entries.contains(nil) else { throw Self.unexpected("POST", base, reply.text()) }
        return ChangeSetReply(entries: entries.compactMap(\.self))
    }

    private static func entry(_ json: JSONValue) -> ChangeSetReply.Entry? {
        guard let subject = json["subject"]?.textValue else { return nil }
        let outcome: ChangeSetReply.Outcome
        switch json["status"]?.textValue {
        case "unchanged": outcome = .unchanged
        case "new": outcome = .new
        case "changed": outcome = .changed(from: json["previousVersion"]?.wholeNumber ?? 0)
        case "refused":
            outcome = .refused(
                code: json["error"]?["error_code"]?.wholeNumber ?? 0,
                message: json["error"]?["message"]?.textValue ?? "")
        case "blocked": outcome = .blocked(by: json["blockedBy"]?.elements?.compactMap(\.textValue) ?? [])
        default: return nil
        }
        let references = (json["references"]?.elements ?? []).compactMap { element -> SchemaReference? in
            guard let name = element["name"]?.textValue, let subject = element["subject"]?.textValue,
                let version = element["version"]?.wholeNumber
            else { return nil }
            return SchemaReference(name: name, subject: subject, version: version)
        }
        return .init(
            subject: subject, outcome: outcome, version: json["version"]?.wholeNumber,
            id: json["id"]?.wholeNumber, references: references)
    }
}
