// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

// `/compatibility`: would a schema be accepted?
extension RegistryAPI {
    static let compatibilityEndpoints: [RegistryEndpoint] = [
        .init(
            "POST", "/compatibility/subjects/{subject}/versions/{version}", "checkAgainstVersion", checkAgainstVersion,
            "Whether a schema may follow a version, by the subject's level.", query: [.normalize, .verbose],
            body: .schemaRequest, answers: .compatibility,
            fails: [.versionNotFound, .invalidSchema, .invalidVersion, .schemaTooLarge]),
        .init(
            "POST", "/compatibility/subjects/{subject}/versions", "checkAgainstSubject", checkAgainstSubject,
            "Whether a schema would be accepted as the next version.", query: [.normalize, .verbose],
            body: .schemaRequest, answers: .compatibility, fails: [.invalidSchema, .schemaTooLarge]),
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
        let request = try SchemaRequest(call.body(), maxBytes: configuration.maxSchemaBytes)
        let verdicts = try registrar.verdicts(
            request, under: call.subject, with: opponent, normalize: call.flag("normalize"))
        let messages = verdicts.flatMap(\.messages)
        let verdict = JSONValue.bool(verdicts.allSatisfy(\.isCompatible))
        return .json(
            call.flag("verbose")
                ? ["is_compatible": verdict, "messages": .strings(messages)] : ["is_compatible": verdict])
    }
}
