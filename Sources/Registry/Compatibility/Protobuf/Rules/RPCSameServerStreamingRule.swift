// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

extension ProtobufRule {
    static let rpcSameServerStreaming = ProtobufRule(
        "RPC_SAME_SERVER_STREAMING", "Whether a server sends one response or a stream stays.",
        mending: "Keep the response as it was, or add a method.", policies: .everything
    ) { pair in
        pair.methods.filter { $0.old.streamsOutput != $0.new.streamsOutput }.map {
            pair.finding(
                $0,
                description: "The method '\($0.service).\($0.old.name)' "
                    + ($0.new.streamsOutput ? "returns a stream now" : "no longer returns a stream"),
                why: "Client and server don't agree on how many responses a call has.",
                remedy: "Keep the response as it was, and add a method for the other way.")
        }
    }
}
