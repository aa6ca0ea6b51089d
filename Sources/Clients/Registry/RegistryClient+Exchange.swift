// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import ClientHTTP
import Foundation

// Requests and replies.
extension RegistryClient {
    func get<Reply: Decodable>(
        _ segments: [String], query: String = ""
    ) throws(RegistryClientError) -> Reply {
        try exchange("GET", segments, query: query, body: nil)
    }

    func post<Reply: Decodable>(
        _ segments: [String], query: String = "", _ request: SchemaRequest
    ) throws(RegistryClientError) -> Reply {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.withoutEscapingSlashes]
        let body: Data
        do {
            body = try encoder.encode(request)
        } catch {
            throw RegistryClientError(kind: .unexpectedReply, description: "the request can't be written: \(error)")
        }
        return try exchange("POST", segments, query: query, body: Array(body))
    }

    private func exchange<Reply: Decodable>(
        _ method: String, _ segments: [String], query: String, body: [UInt8]?
    ) throws(RegistryClientError) -> Reply {
        let (url, response) = try send(method, segments, query: query, body: body)
        do {
            return try JSONDecoder().decode(Reply.self, from: Data(response.body))
        } catch {
            throw RegistryClientError(
                kind: .unexpectedReply,
                description: "\(method) \(url) answered something else than a schema registry would: \(error)")
        }
    }

    /// Sends a request and gives the reply of a status from 200 to 299, with the URL for messages.
    func send(
        _ method: String, _ segments: [String], query: String = "", body: [UInt8]?,
        headers more: [(String, String)] = []
    ) throws(RegistryClientError) -> (url: String, HTTPResponse) {
        let url = base + segments.map { "/" + PercentCoding.encoded($0) }.joined() + query
        var headers = [("Accept", "application/vnd.schemaregistry.v1+json")] + more
        if let authorization = address.authorization { headers.append(("Authorization", authorization)) }
        if body != nil { headers.append(("Content-Type", "application/vnd.schemaregistry.v1+json")) }
        let response: HTTPResponse
        do {
            response = try http.send(method: method, url: url, headers: headers, body: body)
        } catch {
            throw RegistryClientError(
                kind: .unreachable, description: "the registry at \(base) can't be reached: \(error)")
        }
        guard (200..<300).contains(response.status) else { throw Self.refusal(response, method: method, url: url) }
        return (url, response)
    }

    private static func refusal(_ response: HTTPResponse, method: String, url: String) -> RegistryClientError {
        guard let reply = try? JSONDecoder().decode(ErrorReply.self, from: Data(response.body)) else {
            return RegistryClientError(
                kind: response.status >= 500 ? .unreachable : .unexpectedReply, status: response.status,
                description: "\(method) \(url) answered status \(response.status) without a registry's error.")
        }
        return RegistryClientError(
            kind: response.status >= 500 ? .unreachable : .refused(status: response.status, code: reply.code),
            status: response.status, description: "\(reply.message) (\(method) \(url), error \(reply.code))")
    }
}
