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
            query: [.force], body: .mode, answers: .mode, fails: [.invalidMode, .operationNotPermitted],
            needs: .admin),
        .init(
            "DELETE", "/mode", "removeGlobalMode", removeMode,
            "Removes the mode of the registry, or of the context, and answers what it was.", query: [.recursive],
            answers: .mode, needs: .admin),
        .init(
            "GET", "/mode/{subject}", "getMode", getMode, "The mode of a subject.", query: [.defaultToGlobal],
            answers: .mode, fails: [.modeNotSet]),
        .init(
            "PUT", "/mode/{subject}", "setMode", setMode, "Sets the mode of a subject.", query: [.force],
            body: .mode, answers: .mode, fails: [.invalidMode, .operationNotPermitted, .invalidSubject],
            needs: .admin),
        .init(
            "DELETE", "/mode/{subject}", "removeMode", removeMode,
            "Removes the mode of a subject, and answers what it was.", query: [.recursive], answers: .mode,
            fails: [.subjectNotFound], needs: .admin),
    ]

    /// The registry is in READWRITE, and stays there: other modes come with a later version, and asking for one is
    /// refused.
    private func getMode(_ call: RegistryCall) throws(RegistryError) -> RegistryReply {
        if call.subject != .registry, !call.flag("defaultToGlobal") { throw .modeNotSet(call.subject) }
        return .json(["mode": "READWRITE"])
    }

    private func setMode(_ call: RegistryCall) throws(RegistryError) -> RegistryReply {
        guard case .string(let mode)? = try call.body()["mode"],
            ["READWRITE", "READONLY", "READONLY_OVERRIDE", "IMPORT"].contains(mode.uppercased())
        else { throw .invalidMode }
        guard call.subject == .registry, mode.uppercased() == "READWRITE" else {
            throw .operationNotPermitted("The mode can't be changed in this version of Sluice; it is READWRITE.")
        }
        return .json(["mode": "READWRITE"])
    }

    private func removeMode(_ call: RegistryCall) throws(RegistryError) -> RegistryReply {
        guard call.subject != .registry else { return .json(["mode": "READWRITE"]) }
        throw .subjectNotFound(call.subject)
    }
}
