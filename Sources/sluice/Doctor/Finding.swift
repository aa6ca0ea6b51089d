// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// What `sluice doctor` found out about one thing.
struct Finding: Sendable, Encodable {
    enum State: String, Sendable, Encodable { case well, warning, unreachable }

    let name: String
    let state: State
    /// Where it was looked for.
    let address: String
    /// Which version answered; nil if that is not told.
    let version: String?
    /// What was found.
    let detail: String
    /// What to do, if it is not well.
    let advice: String?

    static func well(_ name: String, _ address: String, version: String? = nil, _ detail: String) -> Finding {
        Finding(name: name, state: .well, address: address, version: version, detail: detail, advice: nil)
    }

    static func warning(
        _ name: String, _ address: String, version: String? = nil, _ detail: String, advice: String
    ) -> Finding {
        Finding(name: name, state: .warning, address: address, version: version, detail: detail, advice: advice)
    }

    static func unreachable(_ name: String, _ address: String, _ detail: String, advice: String) -> Finding {
        Finding(name: name, state: .unreachable, address: address, version: nil, detail: detail, advice: advice)
    }
}
