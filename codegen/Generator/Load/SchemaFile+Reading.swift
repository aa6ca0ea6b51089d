// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats
import Foundation

extension SchemaFile {
    /// Why a schema's file could not be read.
    public struct ReadError: Error, Sendable, CustomStringConvertible {
        public let description: String
    }

    /// Reads `.avsc` and `.proto` files, and a `FileDescriptorSet` in a file that ends in `.binpb`, `.protoset` or `.desc`;
    /// of a folder, all schemas that are in it.
    ///
    /// - Parameter paths: files and folders.
    /// - Returns: the files in the order of their paths.
    public static func read(_ paths: [String]) throws(ReadError) -> [SchemaFile] {
        var files: [SchemaFile] = []
        for path in try expanded(paths).sorted() {
            let url = URL(fileURLWithPath: path)
            let format = Format(rawValue: url.pathExtension)
            let isSet = setExtensions.contains(url.pathExtension)
            guard format != nil || isSet else {
                throw ReadError(
                    description:
                        "\(path): expected a schema in a file that ends in .avsc or .proto, or a FileDescriptorSet in one "
                        + "that ends in .binpb; rename it or leave it out")
            }
            let data: Data
            do {
                data = try Data(contentsOf: url)
            } catch {
                throw ReadError(description: "\(path): can't be read: \(error.localizedDescription)")
            }
            guard let format else {
                files += try descriptors(Array(data), path)
                continue
            }
            guard let text = String(validating: data, as: UTF8.self) else {
                throw ReadError(description: "\(path): expected UTF-8, found other bytes; save the file as UTF-8")
            }
            files.append(
                SchemaFile(
                    name: url.deletingPathExtension().lastPathComponent, path: path, text: text, format: format))
        }
        return files
    }

    /// What compilers call the files that they write a `FileDescriptorSet` to.
    private static let setExtensions: Set<String> = ["binpb", "protoset", "desc"]

    /// The files of a `FileDescriptorSet`.
    public static func descriptors(_ bytes: [UInt8], _ path: String) throws(ReadError) -> [SchemaFile] {
        do throws(ProtobufSchemaError) {
            return try ProtobufSchema.sources(ofDescriptorSet: bytes).map { name, text in
                SchemaFile(
                    name: URL(fileURLWithPath: name).deletingPathExtension().lastPathComponent, path: name, text: text,
                    format: .protobuf, isDescriptor: true)
            }
        } catch {
            throw ReadError(description: "\(path): \(error)")
        }
    }

    private static func expanded(_ paths: [String]) throws(ReadError) -> [String] {
        var files: [String] = []
        for path in paths {
            var isFolder: ObjCBool = false
            guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
                throw ReadError(description: "\(path): no such file or folder")
            }
            guard isFolder.boolValue else {
                files.append(path)
                continue
            }
            let names: [String]
            do {
                names = try FileManager.default.contentsOfDirectory(atPath: path)
            } catch {
                throw ReadError(description: "\(path): can't be listed: \(error.localizedDescription)")
            }
            let schemas = names.filter { $0.hasSuffix(".avsc") || $0.hasSuffix(".proto") }
            guard !schemas.isEmpty else {
                throw ReadError(description: "\(path): no .avsc or .proto file is in this folder")
            }
            files += schemas.map { path.hasSuffix("/") ? path + $0 : "\(path)/\($0)" }
        }
        return files
    }
}
