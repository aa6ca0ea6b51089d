// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// The registered schema that events were written with.
struct WriterSchema: Sendable, Hashable {
    let id: Int32
    /// That of its Parsing Canonical Form.
    let fingerprint: UInt64
}
