// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// Where this project lies, for tests that read its schemas and migrations.
public enum Project {
    /// The folder of `Package.swift`.
    public static let folder = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3)
        .joined(separator: "/")
}
