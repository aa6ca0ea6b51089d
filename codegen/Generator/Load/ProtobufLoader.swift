// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

/// The first stage for `.proto` files: compiles each with the others as its imports.
struct ProtobufLoader {
    /// - Parameter isRuntime: whether the well-known types are wanted, which the runtime has.
    func load(
        _ files: [SchemaFile], isRuntime: Bool, _ diagnostics: inout [Diagnostic]
    ) -> [LoadedProtobuf] {
        let imports = ProtobufImports(files)
        let wanted = files.filter { file in
            isRuntime || !WellKnownTypes.files.contains { file.path == $0 || file.path.hasSuffix("/" + $0) }
        }
        return wanted.compactMap { file -> LoadedProtobuf? in
            do throws(ProtobufSchemaError) {
                let schema = try ProtobufSchema.parse(file.text, references: imports.references(of: file))
                return LoadedProtobuf(file: file, schema: schema)
            } catch {
                diagnostics += error.problems.map { problem in
                    Diagnostic(
                        severity: .error, file: problem.file.isEmpty ? file.path : imports.path(problem.file),
                        line: problem.line ?? 1, column: problem.column ?? 1, message: problem.message,
                        remedy: "mend the file, or give the files that it imports, too")
                }
                return nil
            }
        }
    }
}

/// A file with what it says.
struct LoadedProtobuf {
    let file: SchemaFile
    let schema: ProtobufSchema
    let places: ProtobufSourceMap
    let comments: ProtobufComments

    init(file: SchemaFile, schema: ProtobufSchema) {
        self.file = file
        self.schema = schema
        places = ProtobufSourceMap(schema)
        comments = ProtobufComments(schema)
    }

    /// A diagnostic at a part of the file.
    func diagnostic(
        _ severity: Diagnostic.Severity, at path: [Int], _ message: String, remedy: String
    ) -> Diagnostic {
        let place = places.place(of: path)
        return Diagnostic(
            severity: severity, file: file.path, line: place?.line ?? 1, column: place?.column ?? 1, message: message,
            remedy: remedy)
    }
}

/// Finds what `.proto` files import among the files that are given: an import means the file whose path ends in it.
struct ProtobufImports {
    private let files: [SchemaFile]

    init(_ files: [SchemaFile]) { self.files = files }

    /// Everything that a file imports, directly or not, by the names that imports use.
    func references(of file: SchemaFile) -> [String: String] {
        var references: [String: String] = [:]
        var open = [file]
        while let next = open.popLast() {
            for name in imports(in: next) where references[name] == nil {
                guard let found = self.file(named: name) else { continue }
                references[name] = found.text
                open.append(found)
            }
        }
        return references
    }

    func path(_ name: String) -> String { file(named: name)?.path ?? name }

    private func file(named name: String) -> SchemaFile? {
        files.filter { $0.path == name || $0.path.hasSuffix("/" + name) }
            .min { ($0.path.utf8.count, $0.path) < ($1.path.utf8.count, $1.path) }
    }

    /// The names in a text's import statements; a comment that looks like one does no harm. A descriptor stands in a set
    /// with all that it imports.
    private func imports(in file: SchemaFile) -> [String] {
        guard !file.isDescriptor else { return files.filter { $0.isDescriptor && $0 != file }.map(\.path) }
        return file.text.matches(of: /\bimport\s+(?:(?:public|weak)\s+)?["']([^"'\n]+)["']/).map { String($0.1) }
    }
}
