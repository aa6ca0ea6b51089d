// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

extension ProtobufRule {
    static let rpcSameClientStreaming = ProtobufRule(
        "RPC_SAME_CLIENT_STREAMING", "Whether a client sends one request or a stream stays.",
        mending: "Keep the request as it was, or add a method.", policies: .everything
    ) { pair in
        pair.methods.filter { $0.old.streamsInput != $0.new.streamsInput }.map {
            pair.finding(
                $0,
                description: "The method '\($0.service).\($0.old.name)' "
                    + ($0.new.streamsInput ? "takes a stream now" : "no longer takes a stream"),
                why: "Client and server don't agree on how many requests a call has.",
                remedy: "Keep the request as it was, and add a method for the other way.")
        }
    }
}
