// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Access
import ClientHTTP
import Formats

// `/changes`: what is changed, told as it happens.
extension RegistryAPI {
    static let changeEndpoints: [RegistryEndpoint] = [
        .init(
            "GET", "/changes", "followChanges", followChanges,
            "Changes as server-sent events, from now on, or after the position of Last-Event-ID or `after`.",
            query: [.subjectPrefix, .after], answers: .events, fails: [.badRequest])
    ]

    private func followChanges(_ call: RegistryCall) throws(RegistryError) -> RegistryReply {
        let position: ChangePosition
        if let text = call.request.header("Last-Event-ID") ?? call.text("after") {
            guard let named = ChangePosition(text) else {
                throw .badRequest("A position is written like the id of an event, such as 812-4; found \"\(text)\".")
            }
            position = named
        } else {
            position = try registrar.newestPosition()
        }
        let stream = HTTPStream()
        let (principal, scope) = (call.principal, call.subjectScope())
        followers.add(
            ChangeFollower(stream: stream, position: position) { change in
                scope.contains(change.subject)
                    && (change.subject.isContext ? principal.may(.read) : principal.may(.read, change.subject.text))
            })
        var reply = RegistryReply(body: .stream(stream))
        reply.contentType = MediaType.events
        reply.headers = [("Cache-Control", "no-store"), ("X-Accel-Buffering", "no")]
        return reply
    }
}

extension RegistryChange {
    /// As a server-sent event. JSON text has no line feed in it.
    var event: String { "id: \(position.text)\nevent: \(action.rawValue)\ndata: \(json.text())\n\n" }
}
