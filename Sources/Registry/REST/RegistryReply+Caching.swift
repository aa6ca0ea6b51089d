// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

// What clients and proxies may keep (RFC 9110 §8.8, RFC 9111, RFC 8246).
extension RegistryReply {
    /// How long a reply may be kept.
    enum Lifetime: Sendable {
        /// It never changes: what an id names is decided once. It is not `public`, so that shared caches keep no reply
        /// to who had to show a key.
        case forever
        /// It may change at any time, and is asked for again each time.
        case untilAsked

        fileprivate var directives: String {
            switch self {
            case .forever: "max-age=31536000, immutable"
            case .untilAsked: "no-cache"
            }
        }
    }

    /// The reply with a tag by which a client asks whether it still has the right one.
    ///
    /// - Parameter tag: must differ where the bodies differ; visible ASCII without quotes.
    func tagged(_ tag: String, _ lifetime: Lifetime) -> RegistryReply {
        var reply = self
        reply.tag = "\"\(tag)\""
        reply.headers += [
            ("ETag", "\"\(tag)\""), ("Cache-Control", lifetime.directives),
            ("Vary", "Accept, Confluent-Accept-Unknown-Properties"),
        ]
        return reply
    }

    /// Whether the client, which sent this `If-None-Match`, has the body already.
    func isKnown(ifNoneMatch: String?) -> Bool {
        guard let tag, let ifNoneMatch else { return false }
        if ifNoneMatch == tag { return true }
        return ifNoneMatch.split(separator: ",").contains { element in
            let known = element.filter { $0 != " " && $0 != "\t" }
            return known == "*" || known == tag || known == "W/" + tag
        }
    }
}

extension RegistryCall {
    /// A tag for a reply about a schema: its identity, and what in the request decides how it is written.
    ///
    /// - Parameter version: where the reply tells a version and whether it is deleted.
    func tag(_ schema: StoredSchema, _ version: StoredVersion? = nil) -> String {
        var tag = schema.guid + (readsNewMembers ? ".8" : ".7")
        if let version {
            tag += ".\(schema.id).\(version.version).\(version.createdAt)\(version.isDeleted ? "d" : "")"
        }
        // Formats that are not known are ignored, and need no tag of their own.
        if let format = text("format"), ["resolved", "serialized"].contains(format) { tag += "." + format }
        if hasQualifiedReferences { tag += ".qualified" }
        return tag
    }

    /// Whether references are written with their context.
    var hasQualifiedReferences: Bool {
        text("referenceFormat", "reference_format")?.lowercased() == "qualified"
    }
}
