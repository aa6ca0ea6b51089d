// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// Where the parts of a schema stand in its text.
///
/// A part is named by its path within the file's descriptor: field numbers of `descriptor.proto` and indexes, as
/// `SourceCodeInfo` has them. Messages, fields and so on know theirs (`path`); `Part` goes on to what is in them.
public struct ProtobufSourceMap: Sendable {
    /// A place in the text, counted from 1; the column in Unicode scalars.
    public struct Place: Sendable, Hashable {
        public let line: Int
        public let column: Int
    }

    /// What a path is continued with, by the numbers of `descriptor.proto`.
    public enum Part {
        public static let package = [2]
        public static let fileOptions = [8]
        public static let syntax = [12]
        public static let fieldType = [5]
        public static let fieldTypeName = [6]
        public static let fieldDefault = [7]
        public static let fieldJSONName = [10]
        public static let name = [1]
        public static let methodInput = [2]
        public static let methodOutput = [3]
    }

    private var places: [[Int]: Place] = [:]

    public init(_ schema: ProtobufSchema) {
        guard !schema.locations.isEmpty else { return }
        let columns = ProtobufColumns(schema.text)
        var reader = ProtobufWireReader(schema.locations[...])
        while let (number, value) = try? reader.next() {
            guard number == 1, let bytes = try? value.bytes(), let location = Self.location(bytes) else { continue }
            // The first of several is the most telling, such as the first `extend` of a file.
            guard places[location.path] == nil else { continue }
            places[location.path] = Place(
                line: location.line + 1,
                column: columns.column(line: location.line, compilerColumn: location.column) + 1)
        }
    }

    /// The places of a file that the schema imports; none if its text has no places, as built-in types have none.
    public init(_ schema: ProtobufSchema, importing name: String) {
        guard let imported = schema.compiledImport(named: name) else {
            self.init()
            return
        }
        self.init(imported)
    }

    private init() {}

    /// Where a part begins; where the part around it does if the text has no place for it (such as the package that is
    /// not declared); nil if the schema has no text of its own.
    public func place(of path: [Int]) -> Place? {
        var path = path[...]
        while true {
            if let place = places[Array(path)] { return place }
            if path.popLast() == nil { return nil }
        }
    }

    private static func location(_ bytes: ArraySlice<UInt8>) -> (path: [Int], line: Int, column: Int)? {
        var path: [Int] = []
        var span: [Int] = []
        var reader = ProtobufWireReader(bytes)
        while let (number, value) = try? reader.next() {
            if number == 1 { path += (try? value.ints()) ?? [] }
            if number == 2 { span += (try? value.ints()) ?? [] }
        }
        guard span.count >= 3 else { return nil }
        return (path, span[0], span[1])
    }
}

/// Turns the compiler's columns into ours: it counts bytes, and a tab to the next multiple of eight.
struct ProtobufColumns {
    private let text: [UInt8]
    private let lineStarts: [Int]

    init(_ text: String) { self.init(Array(text.utf8)) }

    init(_ text: [UInt8]) {
        self.text = text
        lineStarts = [0] + text.indices.filter { text[$0] == 0x0A }.map { $0 + 1 }
    }

    /// Both counted from 0; a line or column that the text has not is returned as it is.
    func column(line: Int, compilerColumn: Int) -> Int {
        guard lineStarts.indices.contains(line) else { return compilerColumn }
        var (compiler, scalars) = (0, 0)
        for byte in text[lineStarts[line]...] {
            if compiler >= compilerColumn || byte == 0x0A { break }
            compiler += byte == 0x09 ? 8 - compiler % 8 : 1
            // Bytes that continue a scalar begin with the bits 10.
            if byte & 0xC0 != 0x80 { scalars += 1 }
        }
        return compiler < compilerColumn ? scalars + compilerColumn - compiler : scalars
    }
}
