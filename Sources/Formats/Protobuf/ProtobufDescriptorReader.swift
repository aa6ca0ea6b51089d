// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// Turns the messages of `google/protobuf/descriptor.proto` into values. Field numbers are that file's.
enum ProtobufDescriptorReader {
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
        var reader = ProtobufWireReader(bytes)
        while let (number, value) = try reader.next() {
            // The package comes before what needs it for its full name: serializers write in the order of numbers.
            switch number {
            case 1: file.name = try value.string()
            case 2: file.package = try value.string()
            case 3: file.dependencies.append(try value.string())
            case 4: file.messages.append(try message(try value.bytes(), scope: scope(file)))
            case 5: file.enumerations.append(try enumeration(try value.bytes(), scope: scope(file)))
            case 6: file.services.append(try service(try value.bytes()))
            case 7: file.extensions.append(try field(try value.bytes()))
            case 8: file.options = Array(try value.bytes())
            case 10: file.publicDependencies += try value.ints()
            case 12: file.syntax = ProtobufFile.Syntax(rawValue: try value.string()) ?? .proto2
            default: break
            }
        }
        return file
    }

    private static func scope(_ file: ProtobufFile) -> String { file.package.isEmpty ? "" : "." + file.package }

    private static func message(
        _ bytes: ArraySlice<UInt8>, scope: String
    ) throws(ProtobufWireError) -> ProtobufMessage {
        var message = ProtobufMessage()
        var reader = ProtobufWireReader(bytes)
        while let (number, value) = try reader.next() {
            switch number {
            case 1:
                message.name = try value.string()
                message.fullName = "\(scope).\(message.name)"
            case 2: message.fields.append(try field(try value.bytes()))
            case 3: message.messages.append(try Self.message(try value.bytes(), scope: message.fullName))
            case 4: message.enumerations.append(try enumeration(try value.bytes(), scope: message.fullName))
            case 6: message.extensions.append(try field(try value.bytes()))
            case 7:
                message.options = Array(try value.bytes())
                message.isMapEntry = try hasFlag(7, message.options)
            case 8: message.oneofs.append(ProtobufOneof(name: try string(1, of: try value.bytes())))
            case 9:
                let (start, end) = try bounds(try value.bytes())
                if start < end { message.reservedNumbers.append(start..<end) }
            case 10: message.reservedNames.append(try value.string())
            default: break
            }
        }
        for field in message.fields where field.isProto3Optional {
            if let index = field.oneof, message.oneofs.indices.contains(index) {
                message.oneofs[index].isSynthetic = true
            }
        }
        return message
    }

    private static func field(_ bytes: ArraySlice<UInt8>) throws(ProtobufWireError) -> ProtobufField {
        var field = ProtobufField()
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
            case 8: field.options = Array(try value.bytes())
            case 9: field.oneof = try value.int()
            case 10: field.jsonName = try value.string()
            case 17: field.isProto3Optional = try value.bool()
            default: break
            }
        }
        return field
    }

    private static func enumeration(
        _ bytes: ArraySlice<UInt8>, scope: String
    ) throws(ProtobufWireError) -> ProtobufEnum {
        var enumeration = ProtobufEnum()
        var reader = ProtobufWireReader(bytes)
        while let (number, value) = try reader.next() {
            switch number {
            case 1:
                enumeration.name = try value.string()
                enumeration.fullName = "\(scope).\(enumeration.name)"
            case 2:
                let content = try value.bytes()
                enumeration.values.append(.init(name: try string(1, of: content), number: try int(2, of: content)))
            case 3: enumeration.options = Array(try value.bytes())
            case 4:
                let (start, end) = try bounds(try value.bytes())
                if start <= end { enumeration.reservedNumbers.append(start...end) }
            case 5: enumeration.reservedNames.append(try value.string())
            default: break
            }
        }
        return enumeration
    }

    private static func service(_ bytes: ArraySlice<UInt8>) throws(ProtobufWireError) -> ProtobufService {
        var service = ProtobufService()
        var reader = ProtobufWireReader(bytes)
        while let (number, value) = try reader.next() {
            switch number {
            case 1: service.name = try value.string()
            case 2:
                let content = try value.bytes()
                service.methods.append(
                    .init(
                        name: try string(1, of: content), inputType: try string(2, of: content),
                        outputType: try string(3, of: content), streamsInput: try int(5, of: content) != 0,
                        streamsOutput: try int(6, of: content) != 0))
            default: break
            }
        }
        return service
    }

    // MARK: Small messages

    private static func bounds(_ bytes: ArraySlice<UInt8>) throws(ProtobufWireError) -> (start: Int, end: Int) {
        (try int(1, of: bytes), try int(2, of: bytes))
    }

    private static func hasFlag(_ wanted: Int, _ bytes: [UInt8]) throws(ProtobufWireError) -> Bool {
        try int(wanted, of: bytes[...]) != 0
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
        var result = ""
        var reader = ProtobufWireReader(bytes)
        while let (number, value) = try reader.next() {
            if number == wanted { result = try value.string() }
        }
        return result
    }
}
