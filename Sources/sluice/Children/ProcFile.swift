// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Foundation

/// Files of /proc. Their size is not told before they are read, so they are read until they end.
enum ProcFile {
    /// The content; empty if there is no such file or it is not ours to read.
    static func bytes(_ path: String) -> [UInt8] {
        guard let file = fopen(path, "re") else { return [] }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 64 << 10)
        while true {
            let count = fread(&chunk, 1, chunk.count, file)
            guard count > 0 else { return bytes }
            bytes += chunk.prefix(count)
        }
    }

    static func text(_ path: String) -> String { String(decoding: bytes(path), as: UTF8.self) }
}
