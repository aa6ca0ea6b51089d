// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

// `/compatibility`: would a schema be accepted?
extension RegistryAPI {
    static let compatibilityEndpoints: [RegistryEndpoint] = [
        .init(
            "POST", "/compatibility/subjects/{subject}/versions/{version}", "checkAgainstVersion", checkAgainstVersion,
            "Whether a schema may follow a version, by the subject's level.", query: [.normalize, .verbose, .policy],
            body: .schemaRequest, answers: .compatibility,
            fails: [.versionNotFound, .invalidSchema, .invalidVersion, .invalidConfig, .schemaTooLarge]),
        .init(
            "POST", "/compatibility/subjects/{subject}/versions", "checkAgainstSubject", checkAgainstSubject,
            "Whether a schema would be accepted as the next version.", query: [.normalize, .verbose, .policy],
            body: .schemaRequest, answers: .compatibility, fails: [.invalidSchema, .invalidConfig, .schemaTooLarge]),
    ]

    private func checkAgainstVersion(_ call: RegistryCall) throws(RegistryError) -> RegistryReply {
        try check(call, against: .version(try call.version()))
    }

    private func checkAgainstSubject(_ call: RegistryCall) throws(RegistryError) -> RegistryReply {
        try check(call, against: .level)
    }

    private func check(
        _ call: RegistryCall, against opponent: Registrar.Opponent
    ) throws(RegistryError) -> RegistryReply {
        let request = try schemaRequest(call)
        let verdicts = try registrar.verdicts(
            request, under: call.subject, with: opponent, normalize: call.flag("normalize"),
            policies: call.policies(), proves: call.readsProblems)
        guard !call.readsProblems else { return Self.explained(verdicts) }
        let verdict = JSONValue.bool(verdicts.allSatisfy(\.isCompatible))
        return .json(
            call.flag("verbose")
                ? ["is_compatible": verdict, "messages": .strings(verdicts.flatMap(\.messages))]
                : ["is_compatible": verdict])
    }

    /// The form for who reads problem details. The answer to a question is no failure: its status is 200 either way.
    private static func explained(_ verdicts: [CompatibilityVerdict]) -> RegistryReply {
        let broken = verdicts.first { !$0.isCompatible }
        var reply = RegistryReply.json([
            "type": .string("urn:sluice:registry:verdict:" + (broken == nil ? "compatible" : "incompatible")),
            "title": broken == nil ? "Compatible schema" : "Incompatible schema", "status": 200,
            "detail": .string(broken?.detail ?? "No difference breaks the level."),
            "is_compatible": .bool(broken == nil), "messages": .strings(verdicts.flatMap(\.messages)),
            "verdicts": .array(verdicts.map(\.json)),
        ])
        reply.contentType = MediaType.problem
        return reply
    }
}

extension CompatibilityVerdict {
    /// One sentence about what breaks the level.
    fileprivate var detail: String {
        let others = differences.count > 1 ? " (and \(differences.count - 1) more)" : ""
        return "\(level.rawValue) with version \(version ?? 0) is broken by the rules of \(policy.rawValue): "
            + (differences.first?.why ?? "") + others
    }
}
