// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import ClientRegistry
import Formats
import Foundation

// An export is lines of JSON (docs/moving-registries.md): a header, the settings, the versions, and an end, which tells that
// it is whole. As a folder, the texts are files of their own, for people and for `sluice schema push`.
extension RegistrySnapshot {
    static let format = "sluice-schema-export"
    static let formatVersion = 1
    private static let linesFile = "export.jsonl"

    /// Writes into a file, or into a folder if the path ends with a slash or is one; `-` is standard output.
    func write(to path: String, from url: String, _ console: Console) throws {
        do {
            if path == "-" { return console.print(lines(from: url, texts: { _ in nil })) }
            guard Self.isFolder(path) else {
                return try lines(from: url, texts: { _ in nil }).write(toFile: path, atomically: true, encoding: .utf8)
            }
            let root = URL(fileURLWithPath: path, isDirectory: true)
            for record in versions.values {
                let file = root.appendingPathComponent(Self.file(of: record))
                try FileManager.default.createDirectory(
                    at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
                try record.text.write(to: file, atomically: true, encoding: .utf8)
            }
            // Last: a folder without it is no export.
            try lines(from: url, texts: Self.file).write(
                to: root.appendingPathComponent(Self.linesFile), atomically: true, encoding: .utf8)
        } catch let failure as CommandFailure {
            throw failure
        } catch {
            throw CommandFailure.no("\(path) can't be written: \(error.localizedDescription)")
        }
    }

    /// Reads what `write` has written.
    init(path: String) throws {
        let folder = Self.isFolder(path) ? path : nil
        let file = folder.map { $0 + "/" + Self.linesFile } ?? path
        let text: String
        do {
            text = try String(contentsOfFile: file, encoding: .utf8)
        } catch {
            throw CommandFailure.no("\(file) can't be read: \(error.localizedDescription)")
        }
        self.init()
        var isEnded = false
        for (index, line) in text.split(separator: "\n").enumerated() {
            do {
                isEnded = try read(JSONValue.parse(line), isFirst: index == 0, folder: folder)
            } catch {
                throw CommandFailure.no("\(file):\(index + 1): \(error)")
            }
        }
        guard isEnded else {
            throw CommandFailure.no("\(file) is not whole: its last line does not say how many versions there are.")
        }
    }

    private struct LineError: Error, CustomStringConvertible {
        let description: String
    }

    /// Takes a line; whether it is the end.
    private mutating func read(_ line: JSONValue, isFirst: Bool, folder: String?) throws -> Bool {
        if isFirst {
            guard line["format"] == .string(Self.format) else {
                throw LineError(description: "this is no export: expected \"format\": \"\(Self.format)\"")
            }
            guard line["formatVersion"] == .init(integerLiteral: Self.formatVersion) else {
                throw LineError(description: "this version of Sluice reads exports of version \(Self.formatVersion)")
            }
            return false
        }
        var subject = ""
        if case .string(let text)? = line["subject"] { subject = text }
        switch line["kind"] {
        case "config": configs[subject] = line["config"] ?? [:]
        case "mode":
            if case .string(let mode)? = line["mode"] { modes[subject] = mode }
        case "version":
            guard let record = VersionRecord(try Self.withText(line, folder)) else {
                throw LineError(description: "a version needs subject, version, id and schema (or file)")
            }
            versions[Key(record)] = record
        case "end":
            guard line["versions"] == .init(integerLiteral: versions.count) else {
                throw LineError(
                    description: "\(versions.count) versions were read, and the export says it has "
                        + "\(line["versions"]?.text() ?? "?")")
            }
            return true
        default: throw LineError(description: "unknown kind of line: \(line["kind"]?.text() ?? "none")")
        }
        return false
    }

    private static func withText(_ line: JSONValue, _ folder: String?) throws -> JSONValue {
        guard let folder, case .string(let name)? = line["file"], line["schema"] == nil else { return line }
        guard !name.split(separator: "/").contains("..") else {
            throw LineError(description: "\(name) is not within the export")
        }
        let text = try String(contentsOfFile: folder + "/" + name, encoding: .utf8)
        return .object(line.objectMembers + [.init(name: "schema", value: .string(text))])
    }

    /// - Parameter texts: the file of a version's text; nil keeps the text in the line.
    private func lines(from url: String, texts: (VersionRecord) -> String?) -> String {
        var lines: [JSONValue] = [
            [
                "format": .string(Self.format), "formatVersion": .init(integerLiteral: Self.formatVersion),
                "registry": .string(url), "exported": .string(Date().ISO8601Format()),
            ]
        ]
        for (subject, config) in configs.sorted(by: { $0.key < $1.key }) {
            lines.append(["kind": "config", "subject": .string(subject), "config": config])
        }
        for (subject, mode) in modes.sorted(by: { $0.key < $1.key }) {
            lines.append(["kind": "mode", "subject": .string(subject), "mode": .string(mode)])
        }
        for record in inOrder {
            var members = record.json.objectMembers
            if let file = texts(record), let index = members.firstIndex(where: { $0.name == "schema" }) {
                members[index] = .init(name: "file", value: .string(file))
            }
            lines.append(.object([.init(name: "kind", value: "version")] + members))
        }
        lines.append(["kind": "end", "versions": .init(integerLiteral: versions.count)])
        return lines.map { $0.text() + "\n" }.joined()
    }

    /// Characters that file names may not have are percent-encoded.
    private static func file(of record: VersionRecord) -> String {
        let allowed = CharacterSet.alphanumerics.union(CharacterSet(charactersIn: "-_."))
        let encoded = record.subject.addingPercentEncoding(withAllowedCharacters: allowed) ?? record.subject
        let name = encoded.hasPrefix(".") ? "%2E" + encoded.dropFirst() : encoded
        return "subjects/\(name)/\(record.version)" + (record.schemaType == "PROTOBUF" ? ".proto" : ".avsc")
    }

    private static func isFolder(_ path: String) -> Bool {
        var isFolder: ObjCBool = false
        let exists = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
        return path.hasSuffix("/") || (exists && isFolder.boolValue)
    }
}
