// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

internal import SluiceRuntime

/// The id of an event as far as it is known.
enum EventIdentity: Sendable, Hashable {
    case none
    /// What the client sent where a UUID belongs.
    case text(String)
    case id(UUID128)

    var text: String? {
        switch self {
        case .none: nil
        case .text(let text): text
        case .id(let id): id.description
        }
    }
}
