// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

// Versions with all that the registry tells of them, deleted ones too.
extension RegistryClient {
    /// The names of subjects, in the registry's order.
    ///
    /// - Parameters:
    ///   - prefix: `:*:` is all contexts; nil the default one.
    ///   - deleted: those too whose versions are all deleted.
    public func subjects(prefix: String?, deleted: Bool) throws(RegistryClientError) -> [String] {
        var query: [(String, String)] = []
        if let prefix { query.append(("subjectPrefix", prefix)) }
        if deleted { query.append(("deleted", "true")) }
        return try texts(["subjects"], query)
    }

    /// The numbers of a subject's versions; empty if there is no such subject.
    public func versions(subject: String, deleted: Bool) throws(RegistryClientError) -> [Int] {
        let query = deleted ? [("deleted", "true")] : []
        return try optionalJSON(["subjects", subject, "versions"], query: query)?.elements?.compactMap(\.wholeNumber)
            ?? []
    }

    /// One version, or the newest where none is given; nil if there is none such.
    ///
    /// - Parameter format: another form of the text, such as `resolved` or `serialized`.
    public func record(
        subject: String, version: Int? = nil, deleted: Bool = false, format: String? = nil
    ) throws(RegistryClientError) -> VersionRecord? {
        var query: [(String, String)] = []
        if deleted { query.append(("deleted", "true")) }
        if let format { query.append(("format", format)) }
        let path = ["subjects", subject, "versions", version.map { "\($0)" } ?? "latest"]
        guard let reply = try optionalJSON(path, query: query) else { return nil }
        guard let record = VersionRecord(reply) else { throw Self.unexpected("GET", base, reply.text()) }
        return record
    }

    /// The version of a subject that has this very content; nil if there is none such, or no such subject.
    public func lookup(
        _ record: VersionRecord, deleted: Bool = false
    ) throws(RegistryClientError) -> VersionRecord? {
        let reply: JSONValue
        do {
            reply = try json(
                "POST", ["subjects", record.subject], query: deleted ? [("deleted", "true")] : [],
                .object(record.content))
        } catch {
            if error.isNotFound { return nil }
            throw error
        }
        return VersionRecord(reply)
    }

    /// A page of the versions of all subjects with a prefix, by subject and version; nil if the registry has no such
    /// list.
    public func records(
        prefix: String?, deleted: Bool, latestOnly: Bool = false, offset: Int, limit: Int
    ) throws(RegistryClientError) -> [VersionRecord]? {
        var query = [("offset", "\(offset)"), ("limit", "\(limit)")]
        if let prefix { query.append(("subjectPrefix", prefix)) }
        if deleted { query.append(("deleted", "true")) }
        if latestOnly { query.append(("latestOnly", "true")) }
        guard let elements = try optionalJSON(["schemas"], query: query)?.elements else { return nil }
        return elements.compactMap { VersionRecord($0) }
    }

    /// The ids of schemas that refer to a version.
    public func referrers(subject: String, version: Int) throws(RegistryClientError) -> [Int] {
        try optionalJSON(["subjects", subject, "versions", "\(version)", "referencedby"])?
            .elements?.compactMap(\.wholeNumber) ?? []
    }

    /// The contexts' names; `["."]` where the registry has no contexts.
    public func contexts() throws(RegistryClientError) -> [String] {
        try optionalJSON(["contexts"])?.elements?.compactMap(\.textValue) ?? ["."]
    }

    /// Registers a version with the id and the number that it has elsewhere; the subject must be in mode IMPORT.
    public func restore(_ record: VersionRecord) throws(RegistryClientError) {
        var members = record.content
        members.append(.init(name: "version", value: .init(integerLiteral: record.version)))
        members.append(.init(name: "id", value: .init(integerLiteral: record.id)))
        _ = try json("POST", ["subjects", record.subject, "versions"], .object(members))
    }

    /// Deletes a version: softly, or for good one that is deleted softly.
    public func delete(
        subject: String, version: Int, permanently: Bool = false
    ) throws(RegistryClientError) {
        _ = try json(
            "DELETE", ["subjects", subject, "versions", "\(version)"],
            query: permanently ? [("permanent", "true")] : [])
    }

    /// Deletes a subject's versions, and answers their numbers.
    public func delete(subject: String, permanently: Bool = false) throws(RegistryClientError) -> [Int] {
        try json("DELETE", ["subjects", subject], query: permanently ? [("permanent", "true")] : [])
            .elements?.compactMap(\.wholeNumber) ?? []
    }

    /// Brings back what was deleted softly: a version, or all of a subject; answers their numbers.
    ///
    /// - Parameter force: whether they fit the versions that are live or not.
    public func undelete(subject: String, version: Int?, force: Bool = false) throws(RegistryClientError) -> [Int] {
        let path = ["subjects", subject] + (version.map { ["versions", "\($0)"] } ?? []) + ["undelete"]
        return try json("POST", path, query: force ? [("force", "true")] : []).elements?.compactMap(\.wholeNumber) ?? []
    }

    private func texts(
        _ segments: [String], _ query: [(String, String)]
    ) throws(RegistryClientError) -> [String] {
        let reply = try json("GET", segments, query: query)
        guard let elements = reply.elements else { throw Self.unexpected("GET", base, reply.text()) }
        return elements.compactMap(\.textValue)
    }
}
