// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// Turns schemas into Swift source: load → model → declarations → text, each stage a value that the next one takes.
///
/// The same schemas always give the same bytes. What each construct becomes is told in `docs/generated-code.md`.
public struct Codegen: Sendable {
    private let isRuntime: Bool

    /// - Parameter isRuntime: whether the well-known types are generated for the runtime itself, instead of being taken
    ///   from it.
    public init(isRuntime: Bool = false) { self.isRuntime = isRuntime }

    /// Generates the files of one module.
    ///
    /// - Parameter files: all the schemas of the module, in any order.
    public func generate(_ files: [SchemaFile]) -> Result {
        var diagnostics: [Diagnostic] = []
        let files = SchemaFile.distinct(files, &diagnostics)
        let model = ModelBuilder(
            schemas: SchemaLoader().load(files.filter { $0.format == .avro }, &diagnostics)
        ).build(&diagnostics)
        let protobuf = ProtobufModelBuilder(
            ProtobufLoader().load(files.filter { $0.format == .protobuf }, isRuntime: isRuntime, &diagnostics),
            others: Set(model.types.values.map(\.swiftName)), isRuntime: isRuntime
        ).build(&diagnostics)
        let modules =
            Translator(model: model).translate(&diagnostics) + ProtobufTranslator(model: protobuf).translate()
        diagnostics = Array(Set(diagnostics))
        diagnostics.sort()
        guard !diagnostics.contains(where: { $0.severity == .error }) else {
            return Result(files: [], diagnostics: diagnostics)
        }
        let renderer = Renderer()
        let generated = modules.map { module in
            GeneratedFile(
                name: module.name,
                text: renderer.render(
                    header: module.header, imports: isRuntime || module.declarations.isEmpty ? [] : ["SluiceRuntime"],
                    module.declarations))
        }
        return Result(files: generated, diagnostics: diagnostics)
    }

    /// What generating gave: no files if there is an error among the diagnostics.
    public struct Result: Sendable {
        public let files: [GeneratedFile]
        public let diagnostics: [Diagnostic]
    }

    /// A file's name in the output folder, and its text.
    public struct GeneratedFile: Sendable, Hashable {
        public let name: String
        public let text: String
    }

    /// The names of the files that are generated for schemas of these names, known without reading a schema: what a build
    /// system declares as outputs.
    ///
    /// - Parameter schemas: the files' names with their extensions.
    public static func fileNames(for schemas: [String]) -> [String] {
        let hasEvents = schemas.contains { $0.hasSuffix(".avsc") }
        return schemas.sorted().map { "\($0).swift" } + (hasEvents ? [sharedFileName, catalogFileName] : [])
    }

    static let sharedFileName = "SharedTypes.generated.swift"
    static let catalogFileName = "EventCatalog.generated.swift"
}
