// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import ClientHTTP
import Formats

/// A request with its parameters read as the interface writes them.
struct RegistryCall {
    let method: String
    let route: RegistryRoute
    let request: HTTPRequest
    /// Whether the client reads what newer registries add to replies.
    let readsNewMembers: Bool

    /// A flag, in any case (`normalize=False`); aliases are misspellings that clients send.
    func flag(_ names: String...) -> Bool {
        names.contains { request[query: $0]?.lowercased() == "true" }
    }

    func text(_ names: String...) -> String? {
        names.lazy.compactMap { request[query: $0] }.first
    }

    /// `offset` and `limit`; a limit of -1 is none.
    func page(maxLimit: Int? = nil) throws(RegistryError) -> Page {
        let offset = try number("offset") ?? 0
        let limit = try number("limit") ?? -1
        return Page(offset: max(0, offset), limit: limit < 0 ? maxLimit : min(limit, maxLimit ?? limit))
    }

    private func number(_ name: String) throws(RegistryError) -> Int? {
        guard let text = request[query: name] else { return nil }
        guard let number = Int32(text) else {
            throw .badRequest("The query parameter \"\(name)\" must be a number, found \"\(text)\".")
        }
        return Int(number)
    }

    /// The prefix of subjects that a list is restricted to; all of the default context by default.
    func subjectPrefix() -> String {
        let prefix = text("subjectPrefix", "subject") ?? ""
        return prefix == ":*:" ? "" : SubjectName(prefix).text
    }

    /// Who asks, and from where.
    var actor: Actor { Actor(remoteAddress: request.remoteAddress) }

    /// Which versions are asked for.
    func state() -> RegistrySession.State {
        if flag("deletedOnly", "deleted_only") { return .deleted }
        return flag("deleted") ? .any : .live
    }

    /// The body as JSON.
    func body() throws(RegistryError) -> JSONValue {
        guard MediaType.isReadable(contentType: request.header("Content-Type")) else { throw .unsupportedMediaType }
        do {
            return try JSONValue.parse(request.body.bytes)
        } catch {
            throw .badRequest("The body is \(error)")
        }
    }

    /// Refuses other methods.
    func allow(_ methods: String...) throws(RegistryError) {
        guard methods.contains(method) else { throw .methodNotAllowed }
    }
}

/// What is answered to a call.
enum RegistryReply {
    case json(JSONValue)
    /// A schema's own text.
    case text(String)
}
