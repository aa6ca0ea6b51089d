// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

// `/compatibility`: would a schema be accepted?
extension RegistryAPI {
    func compatibility(_ call: RegistryCall) throws(RegistryError) -> RegistryReply {
        try call.allow("POST")
        let subject: SubjectName
        let opponent: Registrar.Opponent
        switch call.route {
        case .compatibility(let name): (subject, opponent) = (name, .level)
        case .compatibilityWith(let name, let version): (subject, opponent) = (name, .version(try VersionName(version)))
        default: throw .notFound
        }
        let request = try SchemaRequest(call.body(), maxBytes: configuration.maxSchemaBytes)
        let messages = try registrar.compatibilityMessages(
            request, under: subject, with: opponent, normalize: call.flag("normalize"))
        let verdict = JSONValue.bool(messages.isEmpty)
        return .json(
            call.flag("verbose")
                ? ["is_compatible": verdict, "messages": .strings(messages)] : ["is_compatible": verdict])
    }
}
