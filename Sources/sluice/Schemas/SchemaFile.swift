// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats
import Foundation
import Registry
import SluiceRuntime

/// A schema's file in a folder, and the subject it belongs to.
struct SchemaFile: Sendable, Hashable {
    /// As messages show it.
    let path: String
    /// Below the folder, with slashes: what imports name.
    let name: String
    let subject: String
    let type: SchemaType
    let text: String
    /// What keeps the file from being text at all; the text then has U+FFFD in that place.
    var fault: SchemaDocument.Problem?

    /// The event type that the subject's values are of; nil if it is not an event type's subject.
    var eventType: String? {
        guard subject.hasPrefix("events."), subject.hasSuffix("-value") else { return nil }
        return String(subject.dropFirst("events.".count).dropLast("-value".count))
    }

    /// The topic whose values have the subject's schema.
    var topic: String { subject.hasSuffix("-value") ? String(subject.dropLast("-value".count)) : subject }

    init(path: String, name: String, type: SchemaType, text: String, subject: String? = nil) {
        self.path = path
        self.name = name
        self.type = type
        self.text = text
        self.subject = subject ?? Self.subject(name: name, type: type, text: text)
    }

    /// Reads one file; `.avsc` is Avro, `.proto` Protobuf.
    ///
    /// - Parameter name: below its folder; its last component without.
    init(path: String, name: String? = nil, subject: String? = nil) throws {
        guard let type = Self.type(ofName: path) else {
            throw CommandFailure.no("\(path) is no schema: expected a file with the ending .avsc or .proto.")
        }
        let bytes: [UInt8]
        do {
            bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
        } catch {
            throw CommandFailure.no("\(path) can't be read: \(error.localizedDescription)")
        }
        self.init(
            path: path, name: name ?? URL(fileURLWithPath: path).lastPathComponent, type: type,
            text: String(decoding: bytes, as: UTF8.self), subject: subject)
        fault = Self.encodingFault(bytes)
    }

    /// Where bytes stop to be UTF-8; nil if they all are.
    private static func encodingFault(_ bytes: [UInt8]) -> SchemaDocument.Problem? {
        do {
            _ = try UTF8Span(validating: bytes.span)
            return nil
        } catch {
            let place = error.byteOffsets.lowerBound
            let before = bytes.prefix(place)
            let lineStart = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
            return SchemaDocument.Problem(
                message: "expected UTF-8, found other bytes at byte \(place); save the file as UTF-8", path: nil,
                line: before.count { $0 == UInt8(ascii: "\n") } + 1,
                column: String(decoding: before[lineStart...], as: UTF8.self).count + 1, file: nil)
        }
    }

    /// The schema language of a file's name; nil if it is no schema's.
    static func type(ofName name: String) -> SchemaType? {
        types[URL(fileURLWithPath: name).pathExtension]
    }

    private static let types: [String: SchemaType] = ["avsc": .avro, "proto": .protobuf]

    // MARK: Subjects

    /// The subject of a file by where it is.
    ///
    /// - In the folder itself it is an event type's, `events.NAME-value`; `sluice_NAME` is `sluice.NAME-value`. A name with
    ///   a dot or a dash is the subject itself: `orders-value.avsc`.
    /// - In a folder within, it is a type that others use, and its subject is the name by which they do: in Avro its full
    ///   name, in Protobuf its path.
    static func subject(name: String, type: SchemaType, text: String) -> String {
        guard name.contains("/") else {
            return subject(ofStem: URL(fileURLWithPath: name).deletingPathExtension().lastPathComponent)
        }
        switch type {
        case .protobuf: return name
        case .avro:
            let stem = URL(fileURLWithPath: name).deletingPathExtension().lastPathComponent
            return (try? JSONValue.parse(text)).flatMap { AvroTypeNames($0).root } ?? stem
        }
    }

    /// The subject of a file in the folder itself.
    static func subject(ofStem stem: String) -> String {
        if stem.contains(".") || stem.contains("-") { return stem }
        guard stem.hasPrefix("sluice_") else { return "events.\(stem)-value" }
        return "sluice.\(stem.dropFirst("sluice_".count))-value"
    }
}

/// A folder of schema files, with those of the folders in it.
struct SchemaFolder: Sendable {
    let path: String
    /// By name.
    let files: [SchemaFile]

    init(path: String, files: [SchemaFile]) {
        self.path = path
        self.files = files.sorted { $0.name < $1.name }
    }

    /// Reads a folder. What begins with a dot is passed over.
    init(_ path: String) throws {
        let root = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: root, isDirectory: &isFolder), isFolder.boolValue else {
            throw CommandFailure.no("there is no folder \(root).")
        }
        guard let names = FileManager.default.enumerator(atPath: root) else {
            throw CommandFailure.no("the folder \(root) can't be read.")
        }
        var files: [SchemaFile] = []
        for case let name as String in names where SchemaFile.type(ofName: name) != nil {
            guard !name.split(separator: "/").contains(where: { $0.hasPrefix(".") }) else { continue }
            files.append(try SchemaFile(path: root == "." ? name : "\(root)/\(name)", name: name))
        }
        self.init(path: root, files: files)
    }

    /// Reads files that are named one by one, and the folders that they are in, where what they refer to is looked for.
    ///
    /// - Parameter paths: files and folders.
    /// - Returns: the folders, and the paths of the files that are meant.
    static func read(_ paths: [String]) throws -> (folders: [SchemaFolder], chosen: Set<String>) {
        var folders: [String: SchemaFolder] = [:]
        var order: [String] = []
        var chosen: Set<String> = []
        func folder(_ path: String) throws -> SchemaFolder {
            if let known = folders[path] { return known }
            let made = try SchemaFolder(path)
            folders[path] = made
            order.append(path)
            return made
        }
        for path in paths {
            var isFolder: ObjCBool = false
            guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
                throw CommandFailure.no("there is no file or folder \(path).")
            }
            if isFolder.boolValue {
                chosen.formUnion(try folder(path).files.map(\.path))
            } else {
                guard SchemaFile.type(ofName: path) != nil else {
                    throw CommandFailure.no("\(path) is no schema: expected a file with the ending .avsc or .proto.")
                }
                let parent = path.contains("/") ? (path as NSString).deletingLastPathComponent : "."
                let name = (path as NSString).lastPathComponent
                guard let file = try folder(parent).files.first(where: { $0.name == name }) else {
                    throw CommandFailure.no("\(path) can't be read.")
                }
                chosen.insert(file.path)
            }
        }
        return (order.compactMap { folders[$0] }, chosen)
    }
}
