// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

extension ProtobufRule {
    static let rpcSameRequestType = ProtobufRule(
        "RPC_SAME_REQUEST_TYPE", "A method's request type stays.", mending: "Keep the request type, or add a method.",
        policies: .everything
    ) { pair in
        pair.methods.compactMap { methods in
            pair.typeFinding(methods, "request", \.inputType, ProtobufSourceMap.Part.methodInput)
        }
    }
}
