// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// Why a Parquet file could not be written.
public struct ParquetError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What was tried, such as `write a row group to`.
    public let action: String
    /// The file, or the library that writes files.
    public let path: String
    /// What Arrow said, or the loader.
    public let detail: String
    /// What to do.
    public let advice: String

    public var description: String { "could not \(action) \(path): \(detail); \(advice)" }
}
