// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

extension ProtobufRule {
    static let rpcNoDelete = ProtobufRule(
        "RPC_NO_DELETE", "Methods of a service stay.", mending: "Put the method back.", policies: .code
    ) { pair in
        pair.services.flatMap { services in
            services.old.methods.filter { method in !services.new.methods.contains { $0.name == method.name } }.map {
                ProtobufFinding(
                    path: "#/\(services.old.name)/\($0.name)", old: ProtobufPart("rpc \($0.name)", at: $0.path),
                    new: ProtobufPart("service \(services.new.name)", at: services.new.path),
                    description: "The service '\(services.new.name)' no longer has the method '\($0.name)'",
                    why: "Clients that call the method get an error, and generated code that has it does not compile.",
                    remedy: "Put 'rpc \($0.name)' back, with 'option deprecated = true;' if nobody shall use it.")
            }
        }
    }
}
