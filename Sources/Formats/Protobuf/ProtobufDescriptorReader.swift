// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// Turns the messages of `google/protobuf/descriptor.proto` into values. Field numbers are that file's.
struct ProtobufDescriptorReader {
    /// The package and the messages around a field, as source text may have them (`ProtobufSourceLimits`).
    private static let maxNameBytes = 2048

    private let syntax: ProtobufFile.Syntax

    /// The files of a `FileDescriptorSet`, each with its own bytes.
    static func files(ofSet bytes: [UInt8]) throws(ProtobufWireError) -> [(file: ProtobufFile, bytes: [UInt8])] {
        var files: [(file: ProtobufFile, bytes: [UInt8])] = []
        var reader = ProtobufWireReader(bytes[...])
        while let (number, value) = try reader.next() {
            if number == 1 { files.append((try file(try value.bytes()), Array(try value.bytes()))) }
        }
        return files
    }

    /// A `FileDescriptorProto`.
    static func file(_ bytes: ArraySlice<UInt8>) throws(ProtobufWireError) -> ProtobufFile {
        var file = ProtobufFile()
        file.package = try string(2, of: bytes)
        file.syntax = ProtobufFile.Syntax(rawValue: try string(12, of: bytes)) ?? .proto2
        let scope = file.package.isEmpty ? "" : "." + file.package
        let read = ProtobufDescriptorReader(syntax: file.syntax)
        var reader = ProtobufWireReader(bytes)
        while let (number, value) = try reader.next() {
            switch number {
            case 1: file.name = try value.string()
            case 3: file.dependencies.append(try value.string())
            case 4:
                file.messages.append(try read.message(try value.bytes(), scope, [4, file.messages.count]))
            case 5:
                file.enumerations.append(
                    try read.enumeration(try value.bytes(), scope, [5, file.enumerations.count]))
            case 6: file.services.append(try read.service(try value.bytes(), [6, file.services.count]))
            case 7:
                file.extensions.append(try read.field(try value.bytes(), scope, [7, file.extensions.count]))
            case 8: try file.options.append(value)
            case 10: file.publicDependencies += try value.ints()
            case 11: file.weakDependencies += try value.ints()
            default: break
            }
        }
        return file
    }

    private func message(
        _ bytes: ArraySlice<UInt8>, _ scope: String, _ path: [Int]
    ) throws(ProtobufWireError) -> ProtobufMessage {
        var message = ProtobufMessage()
        message.path = path
        message.name = try Self.string(1, of: bytes)
        message.fullName = "\(scope).\(message.name)"
        // Each field keeps its full name: a long one of the message would be there many times.
        guard message.fullName.utf8.count <= Self.maxNameBytes else {
            throw ProtobufWireError(reason: "a name is too long")
        }
        var reader = ProtobufWireReader(bytes)
        while let (number, value) = try reader.next() {
            switch number {
            case 2:
                message.fields.append(
                    try field(try value.bytes(), message.fullName, path + [2, message.fields.count]))
            case 3:
                message.messages.append(
                    try self.message(try value.bytes(), message.fullName, path + [3, message.messages.count]))
            case 4:
                message.enumerations.append(
                    try enumeration(
                        try value.bytes(), message.fullName, path + [4, message.enumerations.count]))
            case 5:
                let content = try value.bytes()
                let (start, end) = try Self.bounds(content)
                let options = ProtobufOptions(bytes: Array(try Self.bytes(3, of: content)))
                if start < end { message.extensionRanges.append(.init(numbers: start..<end, options: options)) }
            case 6:
                message.extensions.append(
                    try field(try value.bytes(), message.fullName, path + [6, message.extensions.count]))
            case 7: try message.options.append(value)
            case 8:
                let content = try value.bytes()
                message.oneofs.append(
                    ProtobufOneof(
                        name: try Self.string(1, of: content),
                        options: ProtobufOptions(bytes: Array(try Self.bytes(2, of: content))),
                        path: path + [8, message.oneofs.count]))
            case 9:
                let (start, end) = try Self.bounds(try value.bytes())
                if start < end { message.reservedNumbers.append(start..<end) }
            case 10: message.reservedNames.append(try value.string())
            default: break
            }
        }
        message.isMapEntry = message.options.flag(7) ?? false
        for field in message.fields where field.isProto3Optional {
            if let index = field.oneof, message.oneofs.indices.contains(index) {
                message.oneofs[index].isSynthetic = true
            }
        }
        return message
    }

    private func field(
        _ bytes: ArraySlice<UInt8>, _ scope: String, _ path: [Int]
    ) throws(ProtobufWireError) -> ProtobufField {
        var field = ProtobufField()
        field.path = path
        field.syntax = syntax
        var reader = ProtobufWireReader(bytes)
        while let (number, value) = try reader.next() {
            switch number {
            case 1: field.name = try value.string()
            case 2: field.extendee = try value.string()
            case 3: field.number = try value.int()
            case 4:
                guard let label = ProtobufField.Label(rawValue: try value.int()) else { throw ProtobufWireError() }
                field.label = label
            case 5:
                guard let kind = ProtobufField.Kind(rawValue: try value.int()) else { throw ProtobufWireError() }
                field.kind = kind
            case 6: field.typeName = try value.string()
            case 7: field.defaultValue = try value.string()
            case 8: try field.options.append(value)
            case 9: field.oneof = try value.int()
            case 10: field.jsonName = try value.string()
            case 17: field.isProto3Optional = try value.bool()
            default: break
            }
        }
        field.fullName = "\(scope).\(field.name)"
        return field
    }

    private func enumeration(
        _ bytes: ArraySlice<UInt8>, _ scope: String, _ path: [Int]
    ) throws(ProtobufWireError) -> ProtobufEnum {
        var enumeration = ProtobufEnum()
        enumeration.path = path
        enumeration.isClosed = syntax == .proto2
        var reader = ProtobufWireReader(bytes)
        while let (number, value) = try reader.next() {
            switch number {
            case 1: enumeration.name = try value.string()
            case 2:
                let content = try value.bytes()
                enumeration.values.append(
                    .init(
                        name: try Self.string(1, of: content), number: try Self.int(2, of: content),
                        options: ProtobufOptions(bytes: Array(try Self.bytes(3, of: content))),
                        path: path + [2, enumeration.values.count]))
            case 3: try enumeration.options.append(value)
            case 4:
                let (start, end) = try Self.bounds(try value.bytes())
                if start <= end { enumeration.reservedNumbers.append(start...end) }
            case 5: enumeration.reservedNames.append(try value.string())
            default: break
            }
        }
        enumeration.fullName = "\(scope).\(enumeration.name)"
        return enumeration
    }

    private func service(_ bytes: ArraySlice<UInt8>, _ path: [Int]) throws(ProtobufWireError) -> ProtobufService {
        var service = ProtobufService()
        service.path = path
        var reader = ProtobufWireReader(bytes)
        while let (number, value) = try reader.next() {
            switch number {
            case 1: service.name = try value.string()
            case 2:
                let content = try value.bytes()
                service.methods.append(
                    .init(
                        name: try Self.string(1, of: content), inputType: try Self.string(2, of: content),
                        outputType: try Self.string(3, of: content), streamsInput: try Self.int(5, of: content) != 0,
                        streamsOutput: try Self.int(6, of: content) != 0,
                        options: ProtobufOptions(bytes: Array(try Self.bytes(4, of: content))),
                        path: path + [2, service.methods.count]))
            case 3: try service.options.append(value)
            default: break
            }
        }
        return service
    }

    // MARK: Small messages

    private static func bounds(_ bytes: ArraySlice<UInt8>) throws(ProtobufWireError) -> (start: Int, end: Int) {
        (try int(1, of: bytes), try int(2, of: bytes))
    }

    private static func int(_ wanted: Int, of bytes: ArraySlice<UInt8>) throws(ProtobufWireError) -> Int {
        var result = 0
        var reader = ProtobufWireReader(bytes)
        while let (number, value) = try reader.next() {
            if number == wanted { result = try value.int() }
        }
        return result
    }

    private static func string(_ wanted: Int, of bytes: ArraySlice<UInt8>) throws(ProtobufWireError) -> String {
        String(decoding: try self.bytes(wanted, of: bytes), as: UTF8.self)
    }

    private static func bytes(
        _ wanted: Int, of bytes: ArraySlice<UInt8>
    ) throws(ProtobufWireError) -> ArraySlice<UInt8> {
        var result: ArraySlice<UInt8> = []
        var reader = ProtobufWireReader(bytes)
        while let (number, value) = try reader.next() {
            if number == wanted { result = try value.bytes() }
        }
        return result
    }
}

extension ProtobufOptions {
    /// A message that occurs again is merged, which is what its bytes in a row mean.
    fileprivate mutating func append(_ value: ProtobufWireReader.Value) throws(ProtobufWireError) {
        bytes += try value.bytes()
    }
}
