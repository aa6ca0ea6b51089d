// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Access
import ClientHTTP
import Formats

/// A request with its parameters read as the interface writes them.
struct RegistryCall {
    let request: HTTPRequest
    /// What the path's parameters are.
    let values: [(name: String, value: String)]
    /// The context of names that are not qualified.
    let context: String
    /// Whether the path names the context.
    let isInContext: Bool
    /// Who asks.
    let principal: Principal
    /// From where, as far as the network and trusted proxies tell.
    let remoteAddress: String
    /// Whether the client reads what newer registries add to replies.
    let readsNewMembers: Bool
    /// Whether the client reads problem details (RFC 9457).
    let readsProblems: Bool

    /// Who asks, and from where.
    var actor: Actor { Actor(name: principal.name, remoteAddress: remoteAddress) }

    var replies: RegistryReplies { RegistryReplies(isNew: readsNewMembers) }

    // MARK: The path

    /// A parameter of the path; empty if the path has none of that name.
    func value(_ name: String) -> String { values.first { $0.name == name }?.value ?? "" }

    /// The subject of the path; the context as a whole where there is none.
    var subject: SubjectName { SubjectName(value("subject"), in: context) }

    func version() throws(RegistryError) -> VersionName { try VersionName(value("version")) }

    /// The id of the path. What is no number is no path.
    func id() throws(RegistryError) -> Int {
        guard let id = Int32(value("id")) else { throw .notFound }
        return Int(id)
    }

    // MARK: The query

    /// A flag, in any case (`normalize=False`); aliases are misspellings that clients send.
    func flag(_ names: String...) -> Bool {
        names.contains { request[query: $0]?.lowercased() == "true" }
    }

    func text(_ names: String...) -> String? {
        names.lazy.compactMap { request[query: $0] }.first
    }

    /// The policies that a check is asked for; none stands for the one in force.
    func policies() throws(RegistryError) -> [CompatibilityPolicy] {
        var policies: [CompatibilityPolicy] = []
        for text in texts("policy") where !text.isEmpty {
            guard let policy = CompatibilityPolicy(text) else { throw .invalidPolicy }
            if !policies.contains(policy) { policies.append(policy) }
        }
        return policies
    }

    /// All values of a parameter that may be repeated.
    func texts(_ name: String) -> [String] { request.query.filter { $0.0 == name }.map(\.1) }

    /// `offset` and `limit`; a limit of -1 is none.
    func page(maxLimit: Int? = nil) throws(RegistryError) -> Page {
        let offset = try number("offset") ?? 0
        let limit = try number("limit") ?? -1
        return Page(offset: max(0, offset), limit: limit < 0 ? maxLimit : min(limit, maxLimit ?? limit))
    }

    func number(_ name: String) throws(RegistryError) -> Int? {
        guard let text = request[query: name] else { return nil }
        guard let number = Int32(text) else {
            throw .badRequest("The query parameter \"\(name)\" must be a number, found \"\(text)\".")
        }
        return Int(number)
    }

    /// The subjects that a list is restricted to: by default all, or those of the context that the path names.
    func subjectScope() -> SubjectScope {
        let prefix = text("subjectPrefix", "subject") ?? ""
        return prefix.isEmpty && !isInContext ? SubjectScope(context: nil) : SubjectScope(prefix, in: context)
    }

    /// Which versions are asked for.
    func state() -> VersionState {
        if flag("deletedOnly", "deleted_only") { return .deleted }
        return flag("deleted") ? .any : .live
    }

    // MARK: The body

    /// The body as JSON.
    func body() throws(RegistryError) -> JSONValue {
        guard MediaType.isReadable(contentType: request.header("Content-Type")) else { throw .unsupportedMediaType }
        do {
            return try JSONValue.parse(request.body.bytes)
        } catch {
            throw .badRequest("The body is \(error)")
        }
    }
}
