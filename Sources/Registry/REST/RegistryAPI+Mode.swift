// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

// `/mode`: what may be written, in the registry, a context, or a subject.
extension RegistryAPI {
    static let modeEndpoints: [RegistryEndpoint] = [
        .init(
            "GET", "/mode", "getGlobalMode", getMode, "The mode of the registry, or of the context.",
            query: [.defaultToGlobal], answers: .mode),
        .init(
            "PUT", "/mode", "setGlobalMode", setMode, "Sets the mode of the registry, or of the context.",
            query: [.force, .recursive], body: .mode, answers: .mode, fails: [.invalidMode, .operationNotPermitted],
            needs: .admin),
        .init(
            "DELETE", "/mode", "removeGlobalMode", removeMode,
            "Removes the mode of the registry, or of the context, and answers what it was.", query: [.recursive],
            answers: .mode, needs: .admin),
        .init(
            "GET", "/mode/{subject}", "getMode", getMode, "The mode of a subject.", query: [.defaultToGlobal],
            answers: .mode, fails: [.modeNotSet]),
        .init(
            "PUT", "/mode/{subject}", "setMode", setMode, "Sets the mode of a subject.", query: [.force, .recursive],
            body: .mode, answers: .mode, fails: [.invalidMode, .operationNotPermitted, .invalidSubject],
            needs: .admin),
        .init(
            "DELETE", "/mode/{subject}", "removeMode", removeMode,
            "Removes the mode of a subject, and answers what it was.", query: [.recursive], answers: .mode,
            fails: [.subjectNotFound, .invalidSubject], needs: .admin),
    ]

    private func getMode(_ call: RegistryCall) throws(RegistryError) -> RegistryReply {
        Self.reply(try registrar.mode(call.subject, inForce: call.flag("defaultToGlobal")))
    }

    private func setMode(_ call: RegistryCall) throws(RegistryError) -> RegistryReply {
        guard case .string(let text)? = try call.body()["mode"], let mode = RegistryMode(text) else {
            throw .invalidMode
        }
        try registrar.setMode(
            call.subject, mode, force: call.flag("force"), recursive: call.flag("recursive"), by: call.actor)
        return Self.reply(mode)
    }

    private func removeMode(_ call: RegistryCall) throws(RegistryError) -> RegistryReply {
        Self.reply(try registrar.removeMode(call.subject, recursive: call.flag("recursive"), by: call.actor))
    }

    private static func reply(_ mode: RegistryMode) -> RegistryReply { .json(["mode": .string(mode.rawValue)]) }
}
