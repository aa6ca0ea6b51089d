// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import ClientTelemetry
import Formats

// `/subjects/{s}/versions` and what is below it.
extension RegistryAPI {
    func versions(_ call: RegistryCall) throws(RegistryError) -> RegistryReply {
        switch call.route {
        case .versions(let subject):
            try call.allow("GET", "POST")
            return call.method == "POST" ? try register(call, subject) : try list(call, subject)
        case .version(let subject, let name):
            try call.allow("GET", "DELETE")
            let version = try VersionName(name)
            if call.method == "DELETE" {
                let deleted = try registrar.deleteVersion(
                    version, of: subject, permanently: call.flag("permanent"), by: call.actor)
                return .json(.init(integerLiteral: deleted))
            }
            let found = try find(version, of: subject, includeDeleted: call.flag("deleted"))
            return .json(RegistryReplies(isNew: call.readsNewMembers).version(try formatted(found, call)))
        case .versionText(let subject, let name):
            try call.allow("GET")
            let found = try find(VersionName(name), of: subject, includeDeleted: call.flag("deleted"))
            return .text(try formatted(found, call).schema.content.text)
        case .referencedBy(let subject, let name):
            try call.allow("GET")
            let found = try find(VersionName(name), of: subject, includeDeleted: true)
            let (state, page) = (call.state(), try call.page())
            return .json(
                .numbers(try store.read { try $0.referrers(to: subject, version: found.version, state, page) }))
        default: throw .notFound
        }
    }

    private func register(_ call: RegistryCall, _ subject: SubjectName) throws(RegistryError) -> RegistryReply {
        let request = try SchemaRequest(call.body(), maxBytes: configuration.maxSchemaBytes)
        let (version, isNew) = try registrar.register(
            request, under: subject, normalize: call.flag("normalize"), by: call.actor)
        if isNew { metrics.registrations.add() }
        return .json(RegistryReplies(isNew: call.readsNewMembers).registered(version))
    }

    private func list(_ call: RegistryCall, _ subject: SubjectName) throws(RegistryError) -> RegistryReply {
        let (state, page) = (call.state(), try call.page())
        let isNegative = call.flag("deletedAsNegative")
        let numbers = try store.read { session in
            let isKnown = try session.hasVersions(subject, state)
            guard isKnown else { throw RegistryError.subjectNotFound(subject) }
            return try session.versionNumbers(of: subject, isNegative ? .any : state, page)
        }
        return .json(.numbers(numbers.map { $0.isDeleted && isNegative ? -$0.version : $0.version }))
    }

    private func find(
        _ name: VersionName, of subject: SubjectName, includeDeleted: Bool
    ) throws(RegistryError) -> StoredVersion {
        try store.read { session in
            guard try session.hasVersions(subject, includeDeleted ? .any : .live) else {
                throw RegistryError.subjectNotFound(subject)
            }
            let found: StoredVersion?
            switch name {
            case .latest: found = try session.latest(subject, includeDeleted: includeDeleted)
            case .number(let number): found = try session.version(subject, number)
            }
            guard let found, includeDeleted || !found.isDeleted else {
                throw RegistryError.versionNotFound(name.number ?? -1)
            }
            return found
        }
    }
}
