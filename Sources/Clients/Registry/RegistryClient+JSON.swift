// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import ClientHTTP
import Formats

// Requests whose replies are read as JSON that keeps members in order and numbers as they are: nothing that a registry
// stores for a schema is lost on the way.
extension RegistryClient {
    /// Asks for all that newer registries tell of a version.
    private static let newMembers = ("Confluent-Accept-Unknown-Properties", "true")

    func json(
        _ method: String, _ segments: [String], query: [(String, String)] = [], _ body: JSONValue? = nil
    ) throws(RegistryClientError) -> JSONValue {
        let text = query.map { "\($0.0)=\(PercentCoding.encoded($0.1))" }.joined(separator: "&")
        let (url, response) = try send(
            method, segments, query: text.isEmpty ? "" : "?" + text, body: body.map { Array($0.text().utf8) },
            headers: [Self.newMembers])
        do {
            return try JSONValue.parse(response.body)
        } catch {
            throw Self.unexpected(method, url, "\(error)")
        }
    }

    /// The same, where what is asked for may not be there.
    func optionalJSON(
        _ segments: [String], query: [(String, String)] = []
    ) throws(RegistryClientError) -> JSONValue? {
        do {
            return try json("GET", segments, query: query)
        } catch {
            if error.isNotFound { return nil }
            throw error
        }
    }

    static func unexpected(_ method: String, _ url: String, _ found: String) -> RegistryClientError {
        RegistryClientError(
            kind: .unexpectedReply,
            description: "\(method) \(url) answered something else than a schema registry would: \(found)")
    }
}

extension JSONValue {
    /// The whole number that this is, if it is one.
    var wholeNumber: Int? {
        guard case .number(let text) = self else { return nil }
        return Int(text)
    }

    var textValue: String? {
        guard case .string(let text) = self else { return nil }
        return text
    }

    var elements: [JSONValue]? {
        guard case .array(let elements) = self else { return nil }
        return elements
    }

    /// The value, unless it is null.
    var unlessNull: JSONValue? { self == .null ? nil : self }
}
