// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

public import Access
public import ClientHTTP

/// How a registry runs. Every process on one database answers the same.
public struct RegistryConfiguration: Sendable {
    /// PostgreSQL's URL, such as `postgresql://user@host/db`; `sluice migrate` has made the tables.
    public var databaseURL: String
    public var host: String
    /// 0 takes a free one; `RegistryService.port` tells which.
    public var port: Int
    public var shapes: ResponseShapes = .byHeader
    /// The `error_code` of an incompatible schema: 409, or 40901 as newer registries answer.
    public var incompatibleCode = 409
    /// Requests worked on at once, each with a connection to the database.
    public var threads = 8
    /// A schema's text in bytes; larger ones are refused (42209).
    public var maxSchemaBytes = 1 << 20
    /// Who may do what: without keys everybody may do everything.
    public var access: AccessPolicy.Mode = .off
    /// Serves https and nothing else.
    public var tls: TLSIdentity?
    /// Whose `Forwarded` and `X-Forwarded-For` headers the audit log believes.
    public var trustedProxies: TrustedProxies = .none
    /// Memory for subjects and schemas that are served without PostgreSQL, in bytes, roughly.
    public var cacheBytes = 128 << 20

    public init(databaseURL: String, host: String = "127.0.0.1", port: Int = 8081) {
        self.databaseURL = databaseURL
        self.host = host
        self.port = port
    }
}

/// Which generation of clients the replies are made for.
public enum ResponseShapes: String, Sendable, Hashable, CaseIterable {
    /// Without `schemaType` of AVRO and without what came later.
    case v7
    /// With `guid`, `ts`, `deleted`, `schemaType`, and the version in the reply to a registration, always.
    case v8
    /// As v8 to who sends `Confluent-Accept-Unknown-Properties: true`, else as v7.
    case byHeader = "by-header"
}
