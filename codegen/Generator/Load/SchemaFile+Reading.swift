// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Foundation

extension SchemaFile {
    /// Why a schema's file could not be read.
    public struct ReadError: Error, Sendable, CustomStringConvertible {
        public let description: String
    }

    /// Reads `.avsc` files; of a folder, all that are in it.
    ///
    /// - Parameter paths: files and folders.
    /// - Returns: the files in the order of their paths.
    public static func read(_ paths: [String]) throws(ReadError) -> [SchemaFile] {
        var files: [SchemaFile] = []
        for path in try expanded(paths).sorted() {
            let url = URL(fileURLWithPath: path)
            guard url.pathExtension == "avsc" else {
                throw ReadError(
                    description:
                        "\(path): expected an Avro schema in a file that ends in .avsc; rename it or leave it out")
            }
            let data: Data
            do {
                data = try Data(contentsOf: url)
            } catch {
                throw ReadError(description: "\(path): can't be read: \(error.localizedDescription)")
            }
            guard let text = String(validating: data, as: UTF8.self) else {
                throw ReadError(description: "\(path): expected UTF-8, found other bytes; save the file as UTF-8")
            }
            files.append(SchemaFile(name: url.deletingPathExtension().lastPathComponent, path: path, text: text))
        }
        return files
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
            let schemas = names.filter { $0.hasSuffix(".avsc") }
            guard !schemas.isEmpty else { throw ReadError(description: "\(path): no .avsc file is in this folder") }
            files += schemas.map { path.hasSuffix("/") ? path + $0 : "\(path)/\($0)" }
        }
        return files
    }
}
