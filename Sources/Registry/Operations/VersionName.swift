// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// How a request names a version.
enum VersionName: Sendable, Hashable {
    case latest
    case number(Int)

    /// Reads `latest`, `-1`, or a number from 1.
    init(_ text: String) throws(RegistryError) {
        if text == "latest" || text == "-1" {
            self = .latest
        } else if let number = Int32(text), number > 0 {
            self = .number(Int(number))
        } else {
            throw .invalidVersion(text)
        }
    }

    var number: Int? {
        guard case .number(let number) = self else { return nil }
        return number
    }
}
