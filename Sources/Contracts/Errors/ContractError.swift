// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

public import Formats

/// Why no contract can be made of a schema.
public enum ContractError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The schema doesn't carry the event envelope.
    case envelope([EventEnvelope.Problem])
    /// No JSON form is defined for a type; the path is such as `properties.items[].size`.
    case unsupported(path: String, type: String)
    /// Branches of a union can't be told apart by a JSON value.
    case ambiguousUnion(path: String, branches: String, value: String)
    /// A default doesn't fit its type.
    case invalidDefault(path: String, value: String)
    /// A name that the schema doesn't define.
    case unknownName(path: String, name: String)
    /// More fields, symbols or nesting than a contract takes.
    case tooLarge(path: String, limit: String)

    public var description: String {
        switch self {
        case .envelope(let problems):
            "the schema doesn't carry the event envelope: " + problems.map(\.description).joined(separator: "; ")
        case .unsupported(let path, let type): "`\(path)`: events can't be checked against \(type)"
        case .ambiguousUnion(let path, let branches, let value):
            "`\(path)`: \(value) could be more than one branch of \(branches); "
                + "wrap the branches in records or leave one"
        case .invalidDefault(let path, let value): "`\(path)`: the default \(value) doesn't fit the type"
        case .unknownName(let path, let name): "`\(path)`: the type \(name) isn't defined"
        case .tooLarge(let path, let limit): "`\(path)`: more than \(limit)"
        }
    }
}
