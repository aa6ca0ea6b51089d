// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import CProtobuf

/// Owns the result of libprotobuf's compiler.
final class ProtobufCompilation {
    private let result: OpaquePointer

    /// - Parameter files: the schema's own file first.
    init(_ files: [(name: String, source: ProtobufSource)], rootName: String) throws(ProtobufSchemaError) {
        let names = files.map { Array($0.name.utf8) }
        // All names and texts stand in one block, so that one pointer keeps them in place.
        var block: [CChar] = []
        for (file, name) in zip(files, names) {
            block += name.map { CChar(bitPattern: $0) }
            block += file.source.bytes.map { CChar(bitPattern: $0) }
        }
        block.append(0)
        let made: OpaquePointer? = block.withUnsafeBufferPointer { block in
            guard let base = block.baseAddress else { return nil }
            var place = base
            var given: [sluice_proto_file] = []
            for (file, name) in zip(files, names) {
                given.append(
                    sluice_proto_file(
                        name: place, name_count: name.count, text: place + name.count,
                        text_count: file.source.bytes.count, is_descriptor: file.source.isDescriptor))
                place += name.count + file.source.bytes.count
            }
            return sluice_proto_compile(given, given.count)
        }
        guard let made else { throw ProtobufOptionPrinter.unprintable("memory is short") }
        result = made
        let problems = Self.problems(made, files, rootName)
        guard problems.isEmpty else { throw ProtobufSchemaError(problems: problems) }
    }

    deinit { sluice_proto_result_destroy(result) }

    /// The serialized `FileDescriptorSet`.
    var descriptors: [UInt8] {
        var count = 0
        let bytes = sluice_proto_descriptors(result, &count)
        return Array(UnsafeBufferPointer(start: bytes, count: count))
    }

    /// The serialized `SourceCodeInfo` of the schema's own file.
    var locations: [UInt8] {
        var count = 0
        let bytes = sluice_proto_locations(result, &count)
        return Array(UnsafeBufferPointer(start: bytes, count: count))
    }

    private static func problems(
        _ result: OpaquePointer, _ files: [(name: String, source: ProtobufSource)], _ rootName: String
    ) -> [ProtobufSchemaError.Problem] {
        var columns: [String: ProtobufColumns] = [:]
        let known = Set(files.map(\.name))
        let problems = (0..<sluice_proto_error_count(result)).map { index in
            let error = sluice_proto_error_at(result, index)
            let file = String(cString: error.file)
            var column = Int(error.column)
            if error.line >= 0, let source = files.first(where: { $0.name == file })?.source {
                let lines = columns[file] ?? ProtobufColumns(source.bytes)
                columns[file] = lines
                column = lines.column(line: Int(error.line), compilerColumn: column)
            }
            return ProtobufSchemaError.Problem(
                file: file == rootName ? "" : file, line: error.line < 0 ? nil : Int(error.line) + 1,
                column: error.line < 0 ? nil : column + 1, message: String(cString: error.message))
        }
        return unresolved(problems, known)
    }

    /// A file that is missing is told of where it is imported; the compiler tells of it by itself, too.
    private static func unresolved(
        _ problems: [ProtobufSchemaError.Problem], _ known: Set<String>
    ) -> [ProtobufSchemaError.Problem] {
        let missing = Set(problems.filter { $0.line == nil && !known.contains($0.file) }.map(\.file))
        let told = problems.compactMap { problem -> ProtobufSchemaError.Problem? in
            if problem.line == nil, missing.contains(problem.file), !problem.file.isEmpty { return nil }
            guard
                let name = missing.first(where: {
                    problem.message == "Import \"\($0)\" was not found or had errors."
                })
            else { return problem }
            return .init(
                file: problem.file, line: problem.line, column: problem.column,
                message: "Import \"\(name)\" was not found: no reference has that name, and it is not built in.")
        }
        return told.isEmpty ? problems : told
    }
}
