// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// Why a streams job can't run, and what to do.
public struct StreamsError: Error, Sendable, CustomStringConvertible {
    public let kind: Kind
    public let description: String

    /// What a caller decides by. Further kinds may be added.
    public struct Kind: Sendable, Hashable {
        private enum Name { case configuration, dependency, state }
        private let name: Name

        /// The job or its settings are wrong.
        public static let configuration = Kind(name: .configuration)
        /// Kafka, Redis or the registry can't be used now.
        public static let dependency = Kind(name: .dependency)
        /// What was stored can't be read by this version.
        public static let state = Kind(name: .state)
    }

    init(_ kind: Kind, _ description: String) {
        self.kind = kind
        self.description = description
    }
}
