// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// What may be written to a subject.
enum RegistryMode: String, Sendable, Hashable, CaseIterable {
    /// Everything; ids are given by the registry. The default.
    case readWrite = "READWRITE"
    /// Nothing.
    case readOnly = "READONLY"
    /// Nothing, whatever subjects and contexts say: only the registry's own mode is looked at for it.
    case readOnlyOverride = "READONLY_OVERRIDE"
    /// Schemas with their ids, as another registry gave them; no check is made.
    case importing = "IMPORT"
    /// Nothing: writes belong to another registry that this one follows.
    case forward = "FORWARD"

    /// Reads a mode in any case.
    init?(_ text: String) { self.init(rawValue: text.uppercased()) }

    /// Whether versions and settings can be changed.
    var isWritable: Bool { self == .readWrite || self == .importing }
}
