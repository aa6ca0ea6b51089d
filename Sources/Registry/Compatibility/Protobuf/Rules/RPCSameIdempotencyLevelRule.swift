// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

extension ProtobufRule {
    static let rpcSameIdempotencyLevel = ProtobufRule(
        "RPC_SAME_IDEMPOTENCY_LEVEL", "Whether a call may be repeated stays (option idempotency_level).",
        mending: "Keep the option idempotency_level.", policies: .everything
    ) { pair in
        let names = ["IDEMPOTENCY_UNKNOWN", "NO_SIDE_EFFECTS", "IDEMPOTENT"]
        return pair.methods.compactMap { methods -> ProtobufFinding? in
            let before = methods.old.options.int(34) ?? 0
            let after = methods.new.options.int(34) ?? 0
            guard before != after else { return nil }
            let text = { (level: Int) in names[safe: level] ?? String(level) }
            return pair.finding(
                methods,
                description: "The idempotency level of '\(methods.service).\(methods.old.name)' has changed from "
                    + "\(text(before)) to \(text(after))",
                why: "Clients and proxies that repeat or cache calls go by it.",
                remedy: "Keep 'option idempotency_level = \(text(before));'.")
        }
    }
}
