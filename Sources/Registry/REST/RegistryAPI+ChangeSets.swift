// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Access
import ClientTelemetry
import Formats

// `/change-sets`: schemas that are registered together or not at all. Registries of the established interface have no such
// endpoint and answer 404 or 405.
extension RegistryAPI {
    static let changeSetEndpoints: [RegistryEndpoint] = [
        .init(
            "POST", "/change-sets", "applyChangeSet", applyChangeSet,
            "Registers schemas that may refer to each other, all or none; a dry run tells what would be done.",
            query: [.normalize, .dryRun], body: .changeSet, answers: .changeSetPlan,
            fails: [
                .incompatibleSchema, .incompatibleSchemaNewer, .invalidSchema, .operationNotPermitted, .idMismatch,
                .invalidSubject, .schemaTooLarge, .invalidRuleSet,
            ])
    ]

    /// With `dryRun` the reply tells what would be registered or refused, and nothing is changed. Without, it tells what
    /// was registered; if one schema is refused, nothing was, and the error is that schema's.
    private func applyChangeSet(_ call: RegistryCall) throws(RegistryError) -> RegistryReply {
        let changes = try ChangeSet(try call.body(), maxBytes: configuration.maxSchemaBytes, context: call.context)
        // A dry run does the same work with the same locks: it needs the same leave.
        for member in changes.members {
            try access.check(call, .write, member.subject)
            guard case .success(let request) = member.request else { continue }
            try access.check(call, referencesOf: request, under: member.subject)
        }
        let isDryRun = call.flag("dryRun")
        let plan = try registrar.apply(
            changes, normalize: call.flag("normalize"), dryRun: isDryRun, by: call.actor)
        if !isDryRun {
            if let refusal = plan.refusal { throw refusal.error.at(refusal.subject.text) }
            metrics.registrations.add(plan.registered.count)
        }
        return .json(Self.reply(plan, isDryRun: isDryRun))
    }

    /// `{dryRun, possible, schemas: [{subject, status, version?, id?, previousVersion?, references?, error?, blockedBy?}]}`
    private static func reply(_ plan: ChangeSetPlan, isDryRun: Bool) -> JSONValue {
        [
            "dryRun": .bool(isDryRun), "possible": .bool(plan.refusal == nil),
            "schemas": .array(plan.entries.map { reply($0, isDryRun: isDryRun) }),
        ]
    }

    private static func reply(_ entry: ChangeSetPlan.Entry, isDryRun: Bool) -> JSONValue {
        var members: [JSONValue.Member] = [.init(name: "subject", value: .string(entry.subject.text))]
        func add(_ name: String, _ value: JSONValue) { members.append(.init(name: name, value: value)) }
        func add(_ version: StoredVersion, hasID: Bool) {
            add("version", .init(integerLiteral: version.version))
            if hasID { add("id", .init(integerLiteral: version.schema.id)) }
            let references = version.schema.content.references
            if !references.isEmpty { add("references", .array(references.map(\.json))) }
        }
        switch entry.outcome {
        case .unchanged(let version):
            add("status", "unchanged")
            add(version, hasID: true)
        case .new(let version):
            add("status", "new")
            // The id that a dry run saw is not the one that it will have.
            add(version, hasID: !isDryRun)
        case .changed(let version, let previous):
            add("status", "changed")
            add(version, hasID: !isDryRun)
            add("previousVersion", .init(integerLiteral: previous))
        case .refused(let error):
            add("status", "refused")
            add("error", error.body)
        case .blocked(let subjects):
            add("status", "blocked")
            add("blockedBy", .strings(subjects.map(\.text)))
        }
        return .object(members)
    }
}
