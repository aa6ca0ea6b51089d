// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Access
import ClientHTTP
import ClientTelemetry

/// The two reads that serializers make all the time, `GET /schemas/ids/{id}` and `GET /subjects/{s}/versions/latest`,
/// answered from memory without a thread change.
///
/// It makes no reply of its own: what the ordinary way answered is kept beside the schema or version in the mirror, and sent
/// again as long as that is there. Whatever is not the plain form of these requests is left to the ordinary way.
struct RegistryFastReads: Sendable {
    private enum Place {
        case schema(id: Int)
        case latest(SubjectName)
    }

    let mirror: RegistryMirror
    let access: RegistryAccess
    let shapes: ResponseShapes
    let metrics: RegistryMetrics

    /// The kept reply, if there is one for this request and the caller may have it. Does not block.
    func response(to head: borrowing HTTPHead) -> PreparedResponse? {
        guard let place = head.withPath(Self.place), !head.hasQuery, Self.isPlain(head), mayRead(place, head),
            let response = kept(place, isNew: isNew(head))
        else { return nil }
        metrics.requests.add()
        return response
    }

    /// Answers in the ordinary way, and keeps the reply if it is one for this place.
    func answer(_ request: HTTPRequest, by respond: () -> HTTPResponse) -> HTTPResponse {
        guard request.method == "GET", let place = Self.place(request) else { return respond() }
        let isNew = readsNewMembers(request.header(Self.newMembers))
        // The reply is that of what is in memory if the same is there before and after: what changes is replaced, and
        // never comes back. What is not there yet is left to the next request.
        switch place {
        case .schema(let id):
            let key = SchemaKey(context: SubjectName.defaultContext, id: id)
            let before = mirror.knownSchema(key)
            let response = respond()
            if response.status == 200, let before, mirror.knownSchema(key) === before {
                PreparedResponse(response).map { before.replies.keep($0, isNew: isNew) }
            }
            return response
        case .latest(let subject):
            let before = latest(subject)
            let response = respond()
            if response.status == 200, let before, latest(subject) === before {
                PreparedResponse(response).map { before.replies.keep($0, isNew: isNew) }
            }
            return response
        }
    }

    private func kept(_ place: Place, isNew: Bool) -> PreparedResponse? {
        switch place {
        case .schema(let id):
            mirror.knownSchema(SchemaKey(context: SubjectName.defaultContext, id: id))?.replies.known(isNew: isNew)
        case .latest(let subject): latest(subject)?.replies.known(isNew: isNew)
        }
    }

    /// The latest version in memory of a subject that is no alias of another.
    private func latest(_ subject: SubjectName) -> MirroredVersion? {
        guard let known = mirror.knownSubject(subject), known.state.settings.own.config.alias == nil else { return nil }
        return known.knownLatest
    }

    private func mayRead(_ place: Place, _ head: borrowing HTTPHead) -> Bool {
        guard access.policy.mode != .off else { return true }
        let decision = access.policy.decideFromMemory(
            authorization: head.header("Authorization"), apiKeyHeader: head.header("X-API-Key"))
        guard case .granted(let principal) = decision else { return false }
        switch place {
        // Under which subjects an id stands, a key that is bound to prefixes must be asked in the ordinary way.
        case .schema: return principal.readablePrefixes == nil && principal.may(.read)
        case .latest(let subject): return principal.may(.read, subject.text)
        }
    }

    // MARK: The plain form

    private static let newMembers = "Confluent-Accept-Unknown-Properties"

    private func isNew(_ head: borrowing HTTPHead) -> Bool {
        shapes == .byHeader ? readsNewMembers(head.header("Confluent-Accept-Unknown-Properties")) : shapes == .v8
    }

    private func readsNewMembers(_ header: String?) -> Bool {
        switch shapes {
        case .v7: false
        case .v8: true
        case .byHeader: header?.lowercased() == "true"
        }
    }

    /// Whether the reply has the default type, and is sent whole.
    private static func isPlain(_ head: borrowing HTTPHead) -> Bool {
        !head.hasHeader("If-None-Match") && head.withHeader("Accept", isDefault)
    }

    private static func isDefault(accept: UnsafeRawBufferPointer?) -> Bool {
        guard let accept else { return true }
        if accept.elementsEqual("*/*".utf8) { return true }
        let type = MediaType.json[0].utf8
        return accept.starts(with: type) && (accept.count == type.count || accept[type.count] == UInt8(ascii: ","))
    }

    private static func place(_ request: HTTPRequest) -> Place? {
        let isDefault = request.header("Accept").map { accept in
            var accept = accept
            return accept.withUTF8 { Self.isDefault(accept: UnsafeRawBufferPointer($0)) }
        }
        guard request.query.isEmpty, request.header("If-None-Match") == nil, isDefault ?? true else { return nil }
        var path = request.path
        return path.withUTF8 { place(UnsafeRawBufferPointer($0)) }
    }

    private static func place(_ path: UnsafeRawBufferPointer) -> Place? {
        if path.starts(with: "/schemas/ids/".utf8) {
            // At most nine digits, so that the number fits.
            let digits = path.dropFirst(13)
            guard (1...9).contains(digits.count), digits.allSatisfy({ $0 &- 48 < 10 }) else { return nil }
            return .schema(id: digits.reduce(0) { $0 * 10 + Int($1 &- 48) })
        }
        let (start, end) = ("/subjects/".utf8, "/versions/latest".utf8)
        guard path.count > start.count + end.count, path.starts(with: start), path.suffix(end.count).elementsEqual(end)
        else { return nil }
        let name = path.dropFirst(start.count).dropLast(end.count)
        // What is encoded, qualified, or a longer path is left to the router.
        guard
            name.allSatisfy({
                $0 > 32 && $0 < 127 && $0 != UInt8(ascii: "%") && $0 != UInt8(ascii: ":") && $0 != UInt8(ascii: "/")
            })
        else { return nil }
        return .latest(SubjectName(context: SubjectName.defaultContext, name: String(decoding: name, as: UTF8.self)))
    }
}
