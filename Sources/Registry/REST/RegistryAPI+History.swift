// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats
import SluiceRuntime

// The past: who changed what, and how to take a deletion back. No established registry has these paths.
extension RegistryAPI {
    static let historyEndpoints: [RegistryEndpoint] = [
        .init(
            "GET", "/audit", "listAudit", listAudit,
            "What was changed, when, by whom and from where, the newest first; of a subject, of a context, or of all.",
            query: [.auditedSubject, .offset, .pageLimit], answers: .auditLog, needs: .admin),
        .init(
            "POST", "/subjects/{subject}/undelete", "undeleteSubject", undeleteSubject,
            "Brings the softly deleted versions of a subject back, and answers their numbers.",
            query: [.forceUndelete], answers: .numbers,
            fails: [
                .subjectNotFound, .incompatibleSchema, .incompatibleSchemaNewer, .invalidSubject,
                .operationNotPermitted, .invalidSchema,
            ], needs: .write),
        .init(
            "POST", "/subjects/{subject}/versions/{version}/undelete", "undeleteVersion", undeleteVersion,
            "Brings one version back, with its id; from the history if it was deleted for good.",
            query: [.forceUndelete], answers: .numbers,
            fails: [
                .subjectNotFound, .versionNotFound, .incompatibleSchema, .incompatibleSchemaNewer, .invalidVersion,
                .invalidSubject, .operationNotPermitted, .invalidSchema,
            ], needs: .write),
    ]

    private static let maxAudited = 1000

    private func listAudit(_ call: RegistryCall) throws(RegistryError) -> RegistryReply {
        let place = call.text("subject").map { SubjectName($0, in: call.context) }
        let whole = call.context == SubjectName.defaultContext ? nil : call.subject
        let found = try registrar.audit(place ?? whole, try call.page(maxLimit: Self.maxAudited))
        return .json(.array(found.map(\.auditJSON)))
    }

    private func undeleteSubject(_ call: RegistryCall) throws(RegistryError) -> RegistryReply {
        .json(.numbers(try registrar.undelete(nil, of: call.subject, force: call.flag("force"), by: call.actor)))
    }

    private func undeleteVersion(_ call: RegistryCall) throws(RegistryError) -> RegistryReply {
        // What the latest is changes by what is brought back: it must be named.
        guard let number = try call.version().number else { throw .versionMustBeNumber(call.value("version")) }
        return .json(
            .numbers(try registrar.undelete(number, of: call.subject, force: call.flag("force"), by: call.actor)))
    }
}

extension RegistryCall {
    /// The time of `asOf` in microseconds since 1970: RFC 3339, or milliseconds as `ts` of replies has them.
    func asOf() throws(RegistryError) -> Int64? {
        guard let text = text("asOf") else { return nil }
        if let milliseconds = Int64(text), let time = milliseconds.multiplied(by: 1000) { return time }
        // A plus sign that was not encoded is a blank here.
        if let time = Timestamp(rfc3339: text) ?? Timestamp(rfc3339: String(text.map { $0 == " " ? "+" : $0 })) {
            return time.microseconds
        }
        throw .badRequest(
            "The query parameter \"asOf\" must be a time such as 2026-03-13T10:21:14Z, or milliseconds since 1970, found "
                + "\"\(text)\".")
    }
}

extension Int64 {
    /// Nil if the product is out of range; PostgreSQL's times end in the year 294276.
    fileprivate func multiplied(by other: Int64) -> Int64? {
        let (product, overflow) = multipliedReportingOverflow(by: other)
        return overflow || abs(product / 1_000_000) > 9_000_000_000_000 ? nil : product
    }
}

extension RegistryChange {
    /// `{position, ts, action, subject, version?, id?}`
    var json: JSONValue { .object(members) }

    /// The same with `actor, remoteAddress, before?, after?`.
    var auditJSON: JSONValue {
        var members = members
        members.append(.init(name: "actor", value: .string(actor.name)))
        members.append(.init(name: "remoteAddress", value: .string(actor.remoteAddress)))
        if let before { members.append(.init(name: "before", value: before)) }
        if let after { members.append(.init(name: "after", value: after)) }
        return .object(members)
    }

    private var members: [JSONValue.Member] {
        var members: [(String, JSONValue)] = [
            ("position", .string(position.text)), ("ts", .init(integerLiteral: Int(at / 1000))),
            ("action", .string(action.rawValue)), ("subject", .string(subject.text)),
        ]
        if let version { members.append(("version", .init(integerLiteral: version))) }
        if let schemaID { members.append(("id", .init(integerLiteral: schemaID))) }
        return members.map { .init(name: $0.0, value: $0.1) }
    }
}
