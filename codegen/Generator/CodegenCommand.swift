// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Foundation

/// What `sluice codegen` and the build plugin's tool do with their arguments.
public enum CodegenCommand {
    /// - Parameter name: how the command is called, for messages.
    public static func usage(_ name: String) -> String {
        """
        Generates Swift types from Avro and Protobuf schemas, one file a schema.

        usage: \(name) --out FOLDER [--check] SCHEMA…

          SCHEMA…        .avsc and .proto files, folders of them, or a FileDescriptorSet (.binpb): all schemas of one
                         Swift module; an import is the file among them whose path ends in its name
          --out FOLDER   where the Swift files go; made if it is not there
          --check        write nothing; exit 1 and name the files that are not up to date
          --runtime      generate Google's well-known types for SluiceRuntime, which all others take from there

        The event type is the file's name: schemas/product_view.avsc is the event `product_view`, subject
        `events.product_view-value`. docs/generated-code.md tells what each part of a schema becomes.

        examples:
          \(name) --out Sources/Events schemas
          \(name) --out Sources/Events --check schemas
        """
    }

    /// Runs the command.
    ///
    /// - Returns: the exit code: 0 done, 1 a schema is wrong or a file is stale, 2 wrong use, 3 a file can't be read or
    ///   written.
    public static func run(_ arguments: [String], name: String) -> Int32 {
        var folder: String?
        var isCheck = false
        var codegen = Codegen()
        var paths: [String] = []
        var rest = arguments[...]
        while let argument = rest.popFirst() {
            switch argument {
            case "--help", "-h":
                print(usage(name))
                return 0
            case "--check":
                isCheck = true
            case "--runtime":
                codegen = Codegen(isRuntime: true)
            case "--out":
                guard let value = rest.popFirst() else { return wrongUse("--out needs a folder", name) }
                folder = value
            case _ where argument.hasPrefix("--out="):
                folder = String(argument.dropFirst(6))
            case _ where argument.hasPrefix("-"):
                return wrongUse("unknown option \(argument)", name)
            default:
                paths.append(argument)
            }
        }
        guard let folder else { return wrongUse("--out is missing", name) }
        guard !paths.isEmpty else { return wrongUse("no schema is given", name) }
        return generate(paths, codegen, into: folder, isCheck: isCheck, name)
    }

    private static func generate(
        _ paths: [String], _ codegen: Codegen, into folder: String, isCheck: Bool, _ name: String
    ) -> Int32 {
        let files: [SchemaFile]
        do {
            files = try SchemaFile.read(paths)
        } catch {
            complain("\(name): \(error)")
            return 3
        }
        let result = codegen.generate(files)
        for diagnostic in result.diagnostics { complain(diagnostic.description) }
        guard !result.files.isEmpty else { return 1 }
        do {
            let output = OutputFolder(path: folder)
            guard isCheck else {
                try output.write(result.files)
                return 0
            }
            let stale = output.stale(result.files)
            for file in stale { complain("\(folder)/\(file): not up to date; run \(name) without --check") }
            return stale.isEmpty ? 0 : 1
        } catch {
            complain("\(name): \(folder): can't be written: \(error.localizedDescription)")
            return 3
        }
    }

    private static func wrongUse(_ message: String, _ name: String) -> Int32 {
        complain("\(name): \(message); try \(name) --help")
        return 2
    }

    private static func complain(_ line: String) { FileHandle.standardError.write(Data((line + "\n").utf8)) }
}

/// The folder that generated files go to.
public struct OutputFolder: Sendable {
    public let path: String

    public init(path: String) { self.path = path }

    /// Writes the files whose text has changed; the others keep their time, so that nothing is rebuilt for them.
    public func write(_ files: [Codegen.GeneratedFile]) throws {
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        for file in files where !isCurrent(file) {
            try Data(file.text.utf8).write(to: url(file.name), options: .atomic)
        }
    }

    /// The names of files that are missing or have another text.
    public func stale(_ files: [Codegen.GeneratedFile]) -> [String] {
        files.filter { !isCurrent($0) }.map(\.name)
    }

    private func isCurrent(_ file: Codegen.GeneratedFile) -> Bool {
        guard let data = try? Data(contentsOf: url(file.name)) else { return false }
        return data == Data(file.text.utf8)
    }

    private func url(_ name: String) -> URL { URL(fileURLWithPath: path).appendingPathComponent(name) }
}
