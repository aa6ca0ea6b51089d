// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Glibc

/// Moments as text, to the second and in UTC.
enum CatalogueTime {
    /// Such as `2026-11-24 12:05:18 UTC`.
    static func text(micros: Int64) -> String { format(micros, "%Y-%m-%d %H:%M:%S UTC") }

    /// Such as `2026-11-24T12:05:18Z`.
    static func iso(micros: Int64) -> String { format(micros, "%Y-%m-%dT%H:%M:%SZ") }

    private static func format(_ micros: Int64, _ pattern: String) -> String {
        // Down, also before 1970.
        var seconds = time_t(micros >= 0 ? micros / 1_000_000 : (micros - 999_999) / 1_000_000)
        var parts = tm()
        guard gmtime_r(&seconds, &parts) != nil else { return String(micros) }
        var text = [UInt8](repeating: 0, count: 64)
        let count = text.withUnsafeMutableBytes { buffer in
            buffer.withMemoryRebound(to: CChar.self) { strftime($0.baseAddress, $0.count, pattern, &parts) }
        }
        return String(decoding: text.prefix(count), as: UTF8.self)
    }
}
