// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

extension ProtobufSchema {
    /// Compiles a schema's text with libprotobuf's compiler.
    ///
    /// Google's well-known types, `confluent/meta.proto` and `confluent/type/decimal.proto` may be imported freely.
    /// - Parameters:
    ///   - text: a `.proto` file, or a `FileDescriptorProto` in base64, which some clients send and which becomes source
    ///     text.
    ///   - references: the other files that may be imported, by the names that imports use; each in either form.
    public static func parse(
        _ text: String, references: [String: String] = [:]
    ) throws(ProtobufSchemaError) -> ProtobufSchema {
        let source = ProtobufSource(text: text)
        let schema = try compile(source, text, references)
        guard source.isDescriptor else { return schema }
        return try schema.reparsed(as: schema.file, references, "be written as source text")
    }

    /// The schema in its normal form: type names in full; imports, options, fields by number, enum values but the first
    /// and reserved ranges sorted; no comments. Two schemas that mean the same have the same normal form, if their
    /// messages, enums and services are in the same order.
    ///
    /// - Parameter references: as the schema was parsed with.
    public func normalized(references: [String: String] = [:]) throws(ProtobufSchemaError) -> ProtobufSchema {
        try reparsed(as: file.ordered, references, "be normalized")
    }

    /// Prints a form of the file and compiles that, so that what is stored is known to mean the same, and places are those
    /// of the stored text.
    private func reparsed(
        as file: ProtobufFile, _ references: [String: String], _ purpose: String
    ) throws(ProtobufSchemaError) -> ProtobufSchema {
        let text = try ProtobufPrinter.print(file, in: self)
        let schema: ProtobufSchema
        do { schema = try Self.compile(ProtobufSource(source: text), text, references) } catch {
            throw ProtobufOptionPrinter.unprintable("the schema can't \(purpose): \(error)")
        }
        guard schema.meaning == meaning else {
            throw ProtobufOptionPrinter.unprintable(
                "the schema can't \(purpose): it has parts that source text has no form for")
        }
        return schema
    }

    /// A file that this one imports, compiled as a schema of its own, so that it has places; nil if its text is not known
    /// (built-in types) or it was given as a descriptor, which has none.
    func compiledImport(named name: String) -> ProtobufSchema? {
        guard let text = importedTexts[name] else { return nil }
        let source = ProtobufSource(text: text)
        guard !source.isDescriptor else { return nil }
        return try? Self.compile(source, text, importedTexts.filter { $0.key != name })
    }

    private static func compile(
        _ source: ProtobufSource, _ text: String, _ references: [String: String]
    ) throws(ProtobufSchemaError) -> ProtobufSchema {
        // The schema has no name of its own; it gets one that no import can mean.
        var rootName = "schema.proto"
        while references[rootName] != nil { rootName = "_" + rootName }
        var files = [(rootName, source)]
        for (name, text) in references.sorted(by: { $0.key < $1.key }) {
            files.append((name, ProtobufSource(text: text)))
        }
        for builtIn in ProtobufBuiltIns.files where references[builtIn.name] == nil {
            files.append((builtIn.name, ProtobufSource(source: builtIn.text)))
        }
        for (name, file) in files {
            if let problem = file.problem(name: name == rootName ? "" : name) {
                throw ProtobufSchemaError(problems: [problem])
            }
        }
        let compiled = try ProtobufCompilation(files, rootName: rootName)
        do {
            let descriptors = try ProtobufDescriptorReader.files(ofSet: compiled.descriptors)
            guard let root = descriptors.last else { throw ProtobufWireError() }
            let imports = descriptors.dropLast().map(\.file)
            let names = Set(imports.map(\.name))
            return ProtobufSchema(
                text: text, file: root.file, imports: imports, descriptor: root.bytes,
                locations: source.isDescriptor ? [] : compiled.locations,
                importedTexts: references.filter { names.contains($0.key) })
        } catch {
            throw ProtobufOptionPrinter.unprintable("the compiler's descriptors can't be read")
        }
    }
}

/// A file as it is handed to the compiler.
struct ProtobufSource {
    let bytes: [UInt8]
    let isDescriptor: Bool

    /// Source text, or a descriptor in base64: no `.proto` file is that, since it has a blank, a semicolon, or is empty.
    init(text: String) {
        let descriptor = Self.descriptor(text)
        bytes = descriptor ?? Array(text.utf8)
        isDescriptor = descriptor != nil
    }

    init(source: String) {
        bytes = Array(source.utf8)
        isDescriptor = false
    }

    /// What the compiler can't be trusted with.
    func problem(name: String) -> ProtobufSchemaError.Problem? {
        guard isDescriptor else { return ProtobufSourceLimits.problem(in: bytes, file: name) }
        return (try? ProtobufDescriptorReader.file(bytes[...])).flatMap {
            ProtobufSourceLimits.problem(in: $0, name: name)
        }
    }

    /// The bytes of a text in base64 if they are a descriptor: a word may look like base64, too.
    private static func descriptor(_ text: String) -> [UInt8]? {
        let trimmed = text.utf8.drop { $0 <= 0x20 }
        let end = trimmed.lastIndex { $0 > 0x20 }.map { trimmed.index(after: $0) } ?? trimmed.startIndex
        guard let bytes = Base64.decode(trimmed[..<end]), (try? ProtobufDescriptorReader.file(bytes[...])) != nil else {
            return nil
        }
        return bytes
    }
}
