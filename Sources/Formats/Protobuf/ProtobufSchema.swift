// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// A compiled Protobuf schema: a file and everything that it imports.
///
/// Type names in it are resolved: they begin with a dot, and `message(named:)` or `enumeration(named:)` finds them.
public struct ProtobufSchema: Sendable, Hashable {
    /// The source text: as it was given, or printed from the descriptor if one was given.
    public let text: String
    /// The schema's own file.
    public let file: ProtobufFile
    /// What the file imports, directly or not, in an order in which each follows its own imports.
    public let imports: [ProtobufFile]
    /// The file as a serialized `FileDescriptorProto`, without source locations.
    public let descriptor: [UInt8]
    /// Where the parts of the file stand in its text: a serialized `SourceCodeInfo`, read by `ProtobufSourceMap`.
    let locations: [UInt8]
    /// The texts of what the file imports, as they were given, by the names that imports use: places in them are looked up
    /// only where something is wrong there.
    let importedTexts: [String: String]

    private let messages: [String: ProtobufMessage]
    private let enumerations: [String: ProtobufEnum]
    private let fileNames: [String: String]
    /// By the message that is extended, then by number.
    private let extensions: [String: [Int: ProtobufField]]

    init(
        text: String, file: ProtobufFile, imports: [ProtobufFile], descriptor: [UInt8], locations: [UInt8] = [],
        importedTexts: [String: String] = [:]
    ) {
        self.text = text
        self.file = file
        self.imports = imports
        self.descriptor = descriptor
        self.locations = locations
        self.importedTexts = importedTexts
        var index = Index()
        for each in imports + [file] { index.add(each) }
        messages = index.messages
        enumerations = index.enumerations
        fileNames = index.fileNames
        extensions = index.extensions
    }

    /// The message of a full name such as `.shop.Order`.
    public func message(named name: String) -> ProtobufMessage? { messages[name] }

    /// The enum of a full name such as `.shop.Color`.
    public func enumeration(named name: String) -> ProtobufEnum? { enumerations[name] }

    /// The extension of a message, by the full name of the message and the field's number.
    public func extensionField(of message: String, number: Int) -> ProtobufField? { extensions[message]?[number] }

    /// The entry's message if the field is a map.
    public func mapEntry(of field: ProtobufField) -> ProtobufMessage? {
        guard field.kind == .message, field.label == .repeated, let entry = messages[field.typeName], entry.isMapEntry
        else { return nil }
        return entry
    }

    /// Whether the schema's own file, and no import, defines a message or enum of a full name.
    public func isOwn(_ name: String) -> Bool { fileNames[name] == file.name }

    /// The file that defines a message or enum of a full name.
    public func file(defining name: String) -> ProtobufFile? {
        guard let fileName = fileNames[name] else { return nil }
        return fileName == file.name ? file : imports.first { $0.name == fileName }
    }

    /// The first message of the file: what a record is if nothing else says which message it is.
    public var mainMessage: ProtobufMessage? { file.messages.first }

    private struct Index {
        var messages: [String: ProtobufMessage] = [:]
        var enumerations: [String: ProtobufEnum] = [:]
        var fileNames: [String: String] = [:]
        var extensions: [String: [Int: ProtobufField]] = [:]

        mutating func add(_ file: ProtobufFile) {
            add(file.enumerations, file.extensions, of: file)
            var pending = file.messages
            while let message = pending.popLast() {
                messages[message.fullName] = message
                fileNames[message.fullName] = file.name
                add(message.enumerations, message.extensions, of: file)
                pending += message.messages
            }
        }

        private mutating func add(_ enumerations: [ProtobufEnum], _ extensions: [ProtobufField], of file: ProtobufFile)
        {
            for enumeration in enumerations {
                self.enumerations[enumeration.fullName] = enumeration
                fileNames[enumeration.fullName] = file.name
            }
            for field in extensions { self.extensions[field.extendee, default: [:]][field.number] = field }
        }
    }
}
