// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import CProtobuf

extension ProtobufSchema {
    /// Compiles a schema's text with libprotobuf's compiler.
    ///
    /// Google's well-known types, `confluent/meta.proto` and `confluent/type/decimal.proto` may be imported freely.
    /// - Parameters:
    ///   - text: a `.proto` file, or a `FileDescriptorProto` in base64, which some clients send.
    ///   - references: the other files that may be imported, by the names that imports use; each in either form.
    public static func parse(
        _ text: String, references: [String: String] = [:]
    ) throws(ProtobufSchemaError) -> ProtobufSchema {
        // The schema has no name of its own; it gets one that no import can mean.
        var rootName = "schema.proto"
        while references[rootName] != nil { rootName = "_" + rootName }
        var files = [ProtobufSource(name: rootName, text: text)]
        for (name, text) in references.sorted(by: { $0.key < $1.key }) {
            files.append(ProtobufSource(name: name, text: text))
        }
        for builtIn in ProtobufBuiltIns.files where references[builtIn.name] == nil {
            files.append(ProtobufSource(name: builtIn.name, text: builtIn.text))
        }
        for file in files {
            if !file.isDescriptor,
                let problem = ProtobufNesting.problem(in: file.bytes, file: file.name == rootName ? "" : file.name)
            {
                throw ProtobufSchemaError(problems: [problem])
            }
        }
        let compiled = try ProtobufCompilation(files, rootName: rootName)
        let set = compiled.descriptors
        do {
            let descriptors = try ProtobufDescriptorReader.files(ofSet: set)
            guard let root = descriptors.last else { throw ProtobufWireError() }
            return ProtobufSchema(
                text: files[0].isDescriptor ? compiled.source : text, file: root.file,
                imports: descriptors.dropLast().map(\.file), descriptor: root.bytes)
        } catch {
            throw ProtobufSchemaError(problems: [
                .init(file: "", line: nil, column: nil, message: "the compiler's descriptors can't be read")
            ])
        }
    }
}

/// A file as it is handed to the compiler.
private struct ProtobufSource {
    let name: String
    let bytes: [UInt8]
    let isDescriptor: Bool

    init(name: String, text: String) {
        self.name = name
        if let descriptor = Self.descriptor(text) {
            bytes = descriptor
            isDescriptor = true
        } else {
            bytes = Array(text.utf8)
            isDescriptor = false
        }
    }

    /// The bytes of a text in base64. No `.proto` file is one: it has a blank, a semicolon, or is empty.
    private static func descriptor(_ text: String) -> [UInt8]? {
        let trimmed = text.utf8.drop { $0 <= 0x20 }
        let end = trimmed.lastIndex { $0 > 0x20 }.map { trimmed.index(after: $0) } ?? trimmed.startIndex
        return Base64.decode(trimmed[..<end])
    }
}

/// Owns the compiler's result.
private final class ProtobufCompilation {
    private let result: OpaquePointer

    init(_ files: [ProtobufSource], rootName: String) throws(ProtobufSchemaError) {
        let names = files.map { Array($0.name.utf8) }
        // All names and texts stand in one block, so that one pointer keeps them in place.
        var block: [CChar] = []
        for (file, name) in zip(files, names) {
            block += name.map { CChar(bitPattern: $0) }
            block += file.bytes.map { CChar(bitPattern: $0) }
        }
        block.append(0)
        let made: OpaquePointer? = block.withUnsafeBufferPointer { block in
            guard let base = block.baseAddress else { return nil }
            var place = base
            var given: [sluice_proto_file] = []
            for (file, name) in zip(files, names) {
                given.append(
                    sluice_proto_file(
                        name: place, name_count: name.count, text: place + name.count, text_count: file.bytes.count,
                        is_descriptor: file.isDescriptor))
                place += name.count + file.bytes.count
            }
            return sluice_proto_compile(given, given.count)
        }
        guard let made else {
            throw ProtobufSchemaError(problems: [.init(file: "", line: nil, column: nil, message: "memory is short")])
        }
        result = made
        let count = sluice_proto_error_count(made)
        guard count > 0 else { return }
        let problems = (0..<count).map { index in
            let error = sluice_proto_error_at(made, index)
            let file = String(cString: error.file)
            return ProtobufSchemaError.Problem(
                file: file == rootName ? "" : file, line: error.line < 0 ? nil : Int(error.line) + 1,
                column: error.line < 0 ? nil : Int(error.column) + 1, message: String(cString: error.message))
        }
        throw ProtobufSchemaError(problems: problems)
    }

    deinit { sluice_proto_result_destroy(result) }

    /// The serialized `FileDescriptorSet`.
    var descriptors: [UInt8] {
        var count = 0
        let bytes = sluice_proto_descriptors(result, &count)
        return Array(UnsafeBufferPointer(start: bytes, count: count))
    }

    /// The file as source text.
    var source: String {
        var count = 0
        let bytes = sluice_proto_source(result, &count)
        return UnsafeRawBufferPointer(start: bytes, count: count).withMemoryRebound(to: UInt8.self) {
            String(decoding: $0, as: UTF8.self)
        }
    }
}
