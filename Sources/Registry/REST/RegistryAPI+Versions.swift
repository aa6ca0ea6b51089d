// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import ClientTelemetry
import Formats

// `/subjects/{s}/versions` and what is below it.
extension RegistryAPI {
    static let versionEndpoints: [RegistryEndpoint] = [
        .init(
            "GET", "/subjects/{subject}/versions", "listVersions", listVersions,
            "The numbers of a subject's versions, oldest first.",
            query: [.deleted, .deletedOnly, .deletedAsNegative, .asOf, .offset, .limit], answers: .numbers,
            fails: [.subjectNotFound]),
        .init(
            "POST", "/subjects/{subject}/versions", "register", register,
            "Registers a schema as the subject's next version; one that it has already is answered as it is.",
            query: [.normalize, .format], body: .schemaRequest, answers: .registered,
            fails: [
                .incompatibleSchema, .incompatibleSchemaNewer, .invalidSchema, .operationNotPermitted, .idMismatch,
                .invalidSubject, .schemaTooLarge, .invalidRuleSet,
            ], needs: .write),
        .init(
            "GET", "/subjects/{subject}/versions/{version}", "getVersion", getVersion,
            "A version: its number, or `latest` or -1.", query: [.deleted, .format, .referenceFormat, .asOf],
            answers: .version, fails: [.subjectNotFound, .versionNotFound, .invalidVersion]),
        .init(
            "GET", "/subjects/{subject}/versions/{version}/schema", "getVersionText", getVersionText,
            "The text of a version's schema.", query: [.deleted, .format, .asOf], answers: .text,
            fails: [.subjectNotFound, .versionNotFound, .invalidVersion]),
        .init(
            "GET", "/subjects/{subject}/versions/{version}/referencedby", "listReferrers", listReferrers,
            "The ids of the schemas that refer to a version.", query: [.deleted, .offset, .limit], answers: .numbers,
            fails: [.subjectNotFound, .versionNotFound, .invalidVersion]),
        .init(
            "DELETE", "/subjects/{subject}/versions/{version}", "deleteVersion", deleteVersion,
            "Deletes a version and answers its number: softly first, then for good.", query: [.permanent],
            answers: .number,
            fails: [
                .subjectNotFound, .versionNotFound, .invalidVersion, .versionSoftDeleted, .versionNotSoftDeleted,
                .operationNotPermitted, .referenceExists,
            ], needs: .write),
    ]

    private func listVersions(_ call: RegistryCall) throws(RegistryError) -> RegistryReply {
        let (isNegative, asked, page) = (call.flag("deletedAsNegative"), call.state(), try call.page())
        let state = isNegative && asked == .live ? .any : asked
        if let time = try call.asOf() {
            let versions = try registrar.versions(of: call.subject, asOf: time, state)
            guard !versions.isEmpty else { throw .subjectNotFound(call.subject) }
            let numbers = versions.map { $0.isDeleted && isNegative ? -$0.version : $0.version }
            return .json(.numbers(Array(numbers.dropFirst(page.offset).prefix(page.limit ?? .max))))
        }
        let numbers = try registrar.versionNumbers(of: call.subject, state, page)
        return .json(.numbers(numbers.map { $0.isDeleted && isNegative ? -$0.version : $0.version }))
    }

    private func register(_ call: RegistryCall) throws(RegistryError) -> RegistryReply {
        let request = try schemaRequest(call)
        let (version, isNew) = try registrar.register(
            request, under: call.subject, normalize: call.flag("normalize"), by: call.actor)
        if isNew { metrics.registrations.add() }
        return .json(call.replies.registered(try formatted(version, call)))
    }

    private func getVersion(_ call: RegistryCall) throws(RegistryError) -> RegistryReply {
        guard try call.asOf() == nil else { return .json(call.replies.version(try formatted(past(call), call))) }
        let version = try version(call).stored
        return .json(call.replies.version(try formatted(version, call)))
            .tagged(call.tag(version.schema, version), .untilAsked)
    }

    private func getVersionText(_ call: RegistryCall) throws(RegistryError) -> RegistryReply {
        guard try call.asOf() == nil else { return .text(try formatted(past(call), call).schema.content.text) }
        let version = try version(call).stored
        return .text(try formatted(version, call).schema.content.text)
            .tagged(call.tag(version.schema, version) + ".text", .untilAsked)
    }

    private func listReferrers(_ call: RegistryCall) throws(RegistryError) -> RegistryReply {
        let found = try registrar.referrers(
            to: try call.version(), of: call.subject, call.state(), try call.page())
        return .json(.numbers(found.map(\.id)))
    }

    private func deleteVersion(_ call: RegistryCall) throws(RegistryError) -> RegistryReply {
        let deleted = try registrar.deleteVersion(
            call.version(), of: call.subject, permanently: call.flag("permanent"), by: call.actor)
        return .json(.init(integerLiteral: deleted))
    }

    /// The version of the path.
    private func version(_ call: RegistryCall) throws(RegistryError) -> MirroredVersion {
        let found = try registrar.version(
            try call.version(), of: call.subject, includeDeleted: call.flag("deleted"))
        try checkReadable(found.stored.subject, call)
        return found
    }

    /// The version of the path as it was at a time.
    private func past(_ call: RegistryCall) throws(RegistryError) -> StoredVersion {
        let found = try registrar.version(
            try call.version(), of: call.subject, includeDeleted: call.flag("deleted"), asOf: try call.asOf() ?? .max)
        try checkReadable(found.subject, call)
        return found
    }
}
