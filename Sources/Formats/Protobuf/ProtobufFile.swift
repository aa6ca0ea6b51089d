// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// A `.proto` file, as its descriptor tells it.
public struct ProtobufFile: Sendable, Hashable {
    public enum Syntax: String, Sendable, Hashable { case proto2, proto3 }

    /// The name that imports use.
    public var name = ""
    /// Empty if the file declares none.
    public var package = ""
    public var syntax = Syntax.proto2
    /// Names of the imported files, in the order of the source.
    public var dependencies: [String] = []
    /// Indexes within `dependencies` of those that are imported publicly.
    public var publicDependencies: [Int] = []
    /// Indexes within `dependencies` of those that are imported weakly.
    public var weakDependencies: [Int] = []
    public var messages: [ProtobufMessage] = []
    public var enumerations: [ProtobufEnum] = []
    public var services: [ProtobufService] = []
    public var extensions: [ProtobufField] = []
    /// `FileOptions`.
    public var options = ProtobufOptions()
}

/// A service with its methods.
public struct ProtobufService: Sendable, Hashable {
    public struct Method: Sendable, Hashable {
        public var name = ""
        /// Full names of messages.
        public var inputType = ""
        public var outputType = ""
        public var streamsInput = false
        public var streamsOutput = false
        /// `MethodOptions`.
        public var options = ProtobufOptions()
        /// Where it is within the file's descriptor; see `ProtobufSourceMap`.
        public var path: [Int] = []

        public var isDeprecated: Bool { options.flag(33) ?? false }
    }

    public var name = ""
    public var methods: [Method] = []
    /// `ServiceOptions`.
    public var options = ProtobufOptions()
    /// Where it is within the file's descriptor; see `ProtobufSourceMap`.
    public var path: [Int] = []

    public var isDeprecated: Bool { options.flag(33) ?? false }
}
