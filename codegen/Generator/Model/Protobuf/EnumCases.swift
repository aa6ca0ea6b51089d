// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

/// The Swift names of an enum's values, in their order.
///
/// The enum's own name, which names of values often begin with, is left out if all of them do: `COLOR_RED` becomes `red`.
struct EnumCases {
    let names: [String]
    private let values: [ProtobufEnum.Value]

    init(_ enumeration: ProtobufEnum) {
        values = enumeration.values
        let prefix = SwiftName.words(of: enumeration.name).map { $0.lowercased() }
        let shortened = values.map { value -> String? in
            let words = SwiftName.words(of: value.name).map { $0.lowercased() }
            guard words.starts(with: prefix), words.count > prefix.count else { return nil }
            let rest = words.dropFirst(prefix.count).joined(separator: "_")
            return rest.first?.isNumber == true ? nil : rest
        }
        names = SwiftName.members(
            shortened.contains(nil) ? values.map(\.name) : shortened.compactMap(\.self), reserved: Self.reserved)
    }

    /// The case of a value's name.
    subscript(name: String?) -> String? {
        values.firstIndex { $0.name == name }.map { names[$0] }
    }

    private static let reserved: Set<String> = [
        "init", "self", "none", "some", "number", "name", "unrecognized", "zero", "names", "protobufName",
    ]
}
