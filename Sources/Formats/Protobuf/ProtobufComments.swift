// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// The comments of a schema's text, by what they stand at.
public struct ProtobufComments: Sendable {
    private var comments: [[Int]: String] = [:]

    public init(_ schema: ProtobufSchema) {
        var reader = ProtobufWireReader(schema.locations[...])
        while let (number, value) = try? reader.next() {
            guard number == 1, let bytes = try? value.bytes() else { continue }
            var path: [Int] = []
            var (leading, trailing) = ("", "")
            var location = ProtobufWireReader(bytes)
            while let (number, value) = try? location.next() {
                switch number {
                case 1: path += (try? value.ints()) ?? []
                case 3: leading = (try? value.string()) ?? ""
                case 4: trailing = (try? value.string()) ?? ""
                default: break
                }
            }
            let comment = leading.isEmpty ? trailing : leading
            if !comment.isEmpty { comments[path] = comment }
        }
    }

    /// The comment before a part, or behind it on its line; nil if it has none.
    ///
    /// - Parameter path: as messages, fields and so on have it (`ProtobufSourceMap`).
    public subscript(path: [Int]) -> String? { comments[path] }
}

extension ProtobufSchema {
    /// The files of a serialized `FileDescriptorSet`: the name of each, and its descriptor in base64, as `parse` takes it.
    public static func sources(
        ofDescriptorSet bytes: [UInt8]
    ) throws(ProtobufSchemaError) -> [(name: String, text: String)] {
        do throws(ProtobufWireError) {
            return try ProtobufDescriptorReader.files(ofSet: bytes).map { ($0.file.name, Base64.encode($0.bytes)) }
        } catch {
            throw ProtobufSchemaError(
                problems: [.init(file: "", line: nil, column: nil, message: "no FileDescriptorSet: \(error.reason)")])
        }
    }
}
