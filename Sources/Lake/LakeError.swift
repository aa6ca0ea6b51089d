// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// Why the lake can't go on, or could not be read.
public struct LakeError: Error, Sendable, CustomStringConvertible {
    /// What a caller decides by. Further kinds may be added.
    public struct Kind: Sendable, Hashable {
        private let name: String

        /// A setting is wrong.
        public static let configuration = Kind(name: "configuration")
        /// Events were written with a schema that the generated type can't read.
        public static let schema = Kind(name: "schema")
        /// Another writer has taken over a partition; what was not committed is its business now.
        public static let fenced = Kind(name: "fenced")
        /// A folder or file can't be made, moved or read.
        public static let storage = Kind(name: "storage")
        /// A service that the lake needs does not answer, or not as expected.
        public static let dependency = Kind(name: "dependency")
    }

    public let kind: Kind
    public let description: String

    init(_ kind: Kind, _ description: String) {
        self.kind = kind
        self.description = description
    }
}
