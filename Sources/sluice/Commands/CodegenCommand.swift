// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import CodegenCore

/// `sluice codegen`: Swift types from schemas, as the build plugin makes them.
struct CodegenCommand: Command {
    static let out = Option<String>("out", "FOLDER", help: "Where the Swift files go; made if it is not there.")
    static let check = Flag("check", help: "Write nothing; exit code 1 if a file is not up to date.")

    static let definition = CommandDefinition(
        "codegen", summary: "Generate Swift types from Avro and Protobuf schemas",
        discussion: """
            Makes one Swift file a schema. The event type is the file's name: product_view.avsc is the event product_view. What \
            each part of a schema becomes is told in docs/generated-code.md.
            """,
        positionals: [
            .init(
                "SCHEMA",
                help: "A file NAME.avsc or NAME.proto, a FileDescriptorSet NAME.binpb, or a folder of schemas."),
            .init("MORE", .repeating, help: "More of them: all schemas of one Swift module."),
        ],
        options: [out, check],
        examples: [
            .init("sluice codegen --out Sources/Events schemas", "A type for each schema of the folder."),
            .init("sluice codegen --out Sources/Events --check schemas", "In CI: fail if someone forgot to."),
        ])

    let paths: [String]
    let folder: String
    let checks: Bool

    init(_ arguments: Arguments) throws(UsageError) {
        paths = arguments.positionals
        folder = try arguments.value(Self.out)
        checks = arguments[Self.check]
    }

    func run(_ console: Console) throws -> ExitCode {
        let result = Codegen().generate(try CodegenCore.SchemaFile.read(paths))
        for diagnostic in result.diagnostics { console.error(diagnostic.description) }
        guard !result.files.isEmpty else { return .no }
        let output = OutputFolder(path: folder)
        guard checks else {
            try output.write(result.files)
            console.print("\(result.files.count) files are up to date in \(folder).")
            return .done
        }
        let stale = output.stale(result.files)
        for file in stale { console.error("\(folder)/\(file) is not up to date. Call it without --check.") }
        return stale.isEmpty ? .done : .no
    }
}
