// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

extension ProtobufRule {
    static let rpcSameResponseType = ProtobufRule(
        "RPC_SAME_RESPONSE_TYPE", "A method's response type stays.",
        mending: "Keep the response type, or add a method.",
        policies: .everything
    ) { pair in
        pair.methods.compactMap { methods in
            pair.typeFinding(methods, "response", \.outputType, ProtobufSourceMap.Part.methodOutput)
        }
    }
}
