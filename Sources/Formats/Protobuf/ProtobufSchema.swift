// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// A compiled Protobuf schema: a file and everything that it imports.
///
/// Type names in it are resolved: they begin with a dot, and `message(named:)` or `enumeration(named:)` finds them.
public struct ProtobufSchema: Sendable, Hashable {
    /// The source text: as it was given, or printed by libprotobuf if a descriptor was given.
    public let text: String
    /// The schema's own file.
    public let file: ProtobufFile
    /// What the file imports, directly or not, in an order in which each follows its own imports.
    public let imports: [ProtobufFile]
    /// The file as a serialized `FileDescriptorProto`, without source locations.
    public let descriptor: [UInt8]

    private let messages: [String: ProtobufMessage]
    private let enumerations: [String: ProtobufEnum]
    private let fileNames: [String: String]

    init(text: String, file: ProtobufFile, imports: [ProtobufFile], descriptor: [UInt8]) {
        self.text = text
        self.file = file
        self.imports = imports
        self.descriptor = descriptor
        var messages: [String: ProtobufMessage] = [:]
        var enumerations: [String: ProtobufEnum] = [:]
        var fileNames: [String: String] = [:]
        for each in imports + [file] {
            var pending = each.messages
            for one in each.enumerations {
                enumerations[one.fullName] = one
                fileNames[one.fullName] = each.name
            }
            while let message = pending.popLast() {
                messages[message.fullName] = message
                fileNames[message.fullName] = each.name
                for one in message.enumerations {
                    enumerations[one.fullName] = one
                    fileNames[one.fullName] = each.name
                }
                pending += message.messages
            }
        }
        self.messages = messages
        self.enumerations = enumerations
        self.fileNames = fileNames
    }

    /// The message of a full name such as `.shop.Order`.
    public func message(named name: String) -> ProtobufMessage? { messages[name] }

    /// The enum of a full name such as `.shop.Color`.
    public func enumeration(named name: String) -> ProtobufEnum? { enumerations[name] }

    /// Whether the schema's own file, and no import, defines a message or enum of a full name.
    public func isOwn(_ name: String) -> Bool { fileNames[name] == file.name }

    /// The file that defines a message or enum of a full name.
    public func file(defining name: String) -> ProtobufFile? {
        guard let fileName = fileNames[name] else { return nil }
        return fileName == file.name ? file : imports.first { $0.name == fileName }
    }
}

/// A `.proto` file.
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
    public var messages: [ProtobufMessage] = []
    public var enumerations: [ProtobufEnum] = []
    public var services: [ProtobufService] = []
    public var extensions: [ProtobufField] = []
    /// The serialized `FileOptions`.
    public var options: [UInt8] = []
}

public struct ProtobufMessage: Sendable, Hashable {
    public var name = ""
    /// With the package and the enclosing messages, beginning with a dot.
    public var fullName = ""
    /// In the order of the source.
    public var fields: [ProtobufField] = []
    public var messages: [ProtobufMessage] = []
    public var enumerations: [ProtobufEnum] = []
    public var oneofs: [ProtobufOneof] = []
    public var extensions: [ProtobufField] = []
    public var reservedNumbers: [Range<Int>] = []
    public var reservedNames: [String] = []
    /// Whether the compiler made it for the entries of a map field.
    public var isMapEntry = false
    /// The serialized `MessageOptions`.
    public var options: [UInt8] = []
}

public struct ProtobufOneof: Sendable, Hashable {
    public var name = ""
    /// Whether the compiler made it for a proto3 field that is marked `optional`.
    public var isSynthetic = false
}

public struct ProtobufField: Sendable, Hashable {
    /// The raw values are those of `FieldDescriptorProto.Type`.
    public enum Kind: Int, Sendable, Hashable {
        case double = 1
        case float, int64, uint64, int32, fixed64, fixed32, bool, string, group, message, bytes, uint32, enumeration
        case sfixed32, sfixed64, sint32, sint64
    }

    /// The raw values are those of `FieldDescriptorProto.Label`.
    public enum Label: Int, Sendable, Hashable {
        case optional = 1
        case required, repeated
    }

    public var name = ""
    public var number = 0
    public var kind = Kind.int32
    public var label = Label.optional
    /// The full name of the message or enum; empty for scalars.
    public var typeName = ""
    /// The field's name in JSON.
    public var jsonName = ""
    /// A proto2 default in the compiler's text form.
    public var defaultValue: String?
    /// The index within the message's `oneofs`.
    public var oneof: Int?
    /// Whether a proto3 field is marked `optional`.
    public var isProto3Optional = false
    /// The full name of the message that is extended, if this is an extension.
    public var extendee = ""
    /// The serialized `FieldOptions`.
    public var options: [UInt8] = []
}

public struct ProtobufEnum: Sendable, Hashable {
    public struct Value: Sendable, Hashable {
        public var name = ""
        public var number = 0
    }

    public var name = ""
    /// With the package and the enclosing messages, beginning with a dot.
    public var fullName = ""
    /// In the order of the source.
    public var values: [Value] = []
    public var reservedNumbers: [ClosedRange<Int>] = []
    public var reservedNames: [String] = []
    /// The serialized `EnumOptions`.
    public var options: [UInt8] = []
}

public struct ProtobufService: Sendable, Hashable {
    public struct Method: Sendable, Hashable {
        public var name = ""
        /// Full names of messages.
        public var inputType = ""
        public var outputType = ""
        public var streamsInput = false
        public var streamsOutput = false
    }

    public var name = ""
    public var methods: [Method] = []
}
