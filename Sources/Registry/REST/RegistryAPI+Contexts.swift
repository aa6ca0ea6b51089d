// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

// `/contexts`: name spaces of subjects and ids.
extension RegistryAPI {
    static let contextEndpoints: [RegistryEndpoint] = [
        .init(
            "GET", "/contexts", "listContexts", listContexts, "The contexts that have subjects, and the default one.",
            query: [.contextPrefix, .offset, .limit], answers: .contexts),
        .init(
            "DELETE", "/contexts/{context}", "deleteContext", deleteContext, "Removes a context that has no subjects.",
            answers: nil, status: 204, fails: [.notFound, .contextNotEmpty, .operationNotPermitted], needs: .admin),
    ]

    private func listContexts(_ call: RegistryCall) throws(RegistryError) -> RegistryReply {
        .json(.strings(try registrar.contexts(prefix: call.text("contextPrefix") ?? "", try call.page())))
    }

    private func deleteContext(_ call: RegistryCall) throws(RegistryError) -> RegistryReply {
        try registrar.deleteContext(RegistryRouter.context(call.value("context")), by: call.actor)
        return .noContent
    }
}
