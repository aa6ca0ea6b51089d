// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

public import ClientHTTP
import Foundation
public import SluiceRuntime
import Synchronization

/// The schema registry over its REST interface. Schemas by id are immutable and kept in memory, everything else is asked
/// for each time.
///
/// Blocking and safe to share between threads.
public final class RegistryClient: SchemaSource, Sendable {
    let address: RegistryAddress
    let http: HTTPClient
    private let known = Mutex<[Int32: RegisteredSchema]>([:])

    /// - Parameters:
    ///   - url: of the registry, such as `http://127.0.0.1:8081`; with a user and password they are sent as Basic.
    ///   - key: an API key, for a registry that asks for one.
    public init(url: String, key: String? = nil, http: HTTPClient = HTTPClient()) {
        address = RegistryAddress(url: url, key: key)
        self.http = http
    }

    /// Where it is, as messages name it.
    var base: String { address.base }

    /// The schema of that id, with the types of its references written out: from memory if it was asked for before.
    public func schema(id: Int32) throws(RegistryClientError) -> RegisteredSchema {
        if let schema = known.withLock({ $0[id] }) { return schema }
        let reply: SchemaReply = try get(["schemas", "ids", "\(id)"], query: "?format=resolved")
        let schema = RegisteredSchema(id: id, type: try Self.type(reply.schemaType), text: reply.schema)
        known.withLock { $0[id] = schema }
        return schema
    }

    /// The names of all subjects with a live version, in the registry's order.
    public func subjects() throws(RegistryClientError) -> [String] { try get(["subjects"]) }

    /// The numbers of a subject's live versions.
    public func versions(subject: String) throws(RegistryClientError) -> [Int] {
        try get(["subjects", subject, "versions"])
    }

    /// The newest live version of a subject.
    public func latest(subject: String) throws(RegistryClientError) -> SubjectVersion {
        try version(subject: subject, named: "latest")
    }

    /// One version of a subject.
    public func version(subject: String, version: Int) throws(RegistryClientError) -> SubjectVersion {
        try self.version(subject: subject, named: "\(version)")
    }

    /// Registers a schema and answers its id; the same text under the same subject answers the same id.
    public func register(
        subject: String, text: String, type: SchemaType = .avro, references: [SchemaReference] = []
    ) throws(RegistryClientError) -> Int32 {
        let body = SchemaRequest(schema: text, type: type, references: references)
        let reply: IdentityReply = try post(["subjects", subject, "versions"], body)
        return reply.id
    }

    /// The version under which a subject has this very schema; nil if it has none such, or there is no such subject.
    public func lookup(
        subject: String, text: String, type: SchemaType = .avro, references: [SchemaReference] = []
    ) throws(RegistryClientError) -> SubjectVersion? {
        let body = SchemaRequest(schema: text, type: type, references: references)
        do {
            let reply: VersionReply = try post(["subjects", subject], body)
            return try Self.subjectVersion(reply)
        } catch {
            if error.isNotFound { return nil }
            throw error
        }
    }

    /// Whether a schema is compatible with the subject's newest version under the level in force; a subject without
    /// versions takes everything.
    public func checkCompatibility(
        subject: String, text: String, type: SchemaType = .avro, references: [SchemaReference] = []
    ) throws(RegistryClientError) -> Compatibility {
        let body = SchemaRequest(schema: text, type: type, references: references)
        let reply: CompatibilityReply = try post(
            ["compatibility", "subjects", subject, "versions", "latest"], query: "?verbose=true", body)
        return Compatibility(isCompatible: reply.isCompatible, messages: reply.messages ?? [])
    }

    private func version(subject: String, named version: String) throws(RegistryClientError) -> SubjectVersion {
        try Self.subjectVersion(get(["subjects", subject, "versions", version]))
    }

    private static func subjectVersion(_ reply: VersionReply) throws(RegistryClientError) -> SubjectVersion {
        SubjectVersion(
            subject: reply.subject, version: reply.version, id: reply.id, text: reply.schema,
            type: try type(reply.schemaType))
    }

    /// The registry leaves the type out where it is Avro.
    static func type(_ name: String?) throws(RegistryClientError) -> SchemaType {
        switch name?.uppercased() {
        case nil, "AVRO": return .avro
        case "PROTOBUF": return .protobuf
        case .some(let other):
            throw RegistryClientError(
                kind: .unexpectedReply,
                description: "the registry names the schema type '\(other)'; this version knows AVRO and PROTOBUF.")
        }
    }
}
