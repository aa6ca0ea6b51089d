// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats
import Foundation

/// What an import has to put back, in a file that outlives it: the modes that subjects had before they were put into
/// IMPORT. It is on the disk before the first mode changes, and gone once all are put back; so if there is one at the
/// start, an import was interrupted.
///
/// Lines of JSON that are only appended: one that is cut off was never acted upon. One import into a registry runs at a
/// time on a machine.
final class ImportJournal {
    let path: String
    private let file: FileHandle
    /// What subjects had before an import that was interrupted; nil is no mode of their own.
    private(set) var modes: [String: String?] = [:]
    /// Whether that import began with a registry that had no versions.
    private(set) var isFresh = false
    /// Whether there was an import that was interrupted.
    var isInterrupted: Bool { isFresh || !modes.isEmpty }

    /// Opens the journal, or makes it, and reads it.
    ///
    /// - Throws: if another import has it.
    init(path: String) throws {
        self.path = path
        file = FileHandle(fileDescriptor: try Self.open(path), closeOnDealloc: true)
        do {
            let content = try file.readToEnd() ?? Data()
            // What stands after the last newline was being written when the process was killed.
            let whole = content.lastIndex(of: UInt8(ascii: "\n")).map { content[...$0] } ?? Data()
            try file.truncate(atOffset: UInt64(whole.count))
            for line in String(decoding: whole, as: UTF8.self).split(separator: "\n") {
                try read(JSONValue.parse(line))
            }
        } catch {
            throw Self.failure(path, "can't be read", "\(error)")
        }
    }

    /// The journal of imports into a registry: in the folder that the system has for the state of programs.
    static func path(registry url: String, _ environment: [String: String]) -> String {
        let allowed = CharacterSet.alphanumerics.union(CharacterSet(charactersIn: "-_."))
        let plain = Doctor.withoutPassword(url)
        let name = plain.addingPercentEncoding(withAllowedCharacters: allowed) ?? plain
        func given(_ name: String) -> String? { environment[name].flatMap { $0.isEmpty ? nil : $0 } }
        let state = given("XDG_STATE_HOME") ?? (given("HOME") ?? NSHomeDirectory()) + "/.local/state"
        return "\(state)/sluice/import-\(name.suffix(200)).jsonl"
    }

    /// Writes down what is going to be changed; it is on the disk when this returns.
    func append(modes: [String: String?], isFresh: Bool) throws {
        var lines: [JSONValue] = isFresh ? [["kind": "start", "fresh": true]] : []
        for (subject, mode) in modes.sorted(by: { $0.key < $1.key }) {
            lines.append(["kind": "mode", "subject": .string(subject), "mode": mode.map { .string($0) } ?? .null])
        }
        do {
            try file.write(contentsOf: Data(lines.map { $0.text() + "\n" }.joined().utf8))
            try file.synchronize()
        } catch {
            throw Self.failure(path, "can't be written", "\(error)")
        }
    }

    /// All is put back: the next import has nothing to mend.
    func remove() throws {
        guard unlink(path) == 0 || errno == ENOENT else {
            throw Self.failure(path, "can't be removed", String(cString: strerror(errno)))
        }
    }

    /// The modes are put back, and the rest is still to be done.
    func forgetModes(isFresh: Bool) throws {
        guard isFresh else { return try remove() }
        do {
            try file.truncate(atOffset: 0)
        } catch {
            throw Self.failure(path, "can't be written", "\(error)")
        }
        try append(modes: [:], isFresh: isFresh)
    }

    private func read(_ line: JSONValue) throws {
        switch (line["kind"], line["subject"], line["mode"]) {
        case ("start", _, _): isFresh = true
        case ("mode", .string(let subject)?, .string(let mode)?): modes[subject] = mode
        case ("mode", .string(let subject)?, .null?): modes.updateValue(nil, forKey: subject)
        default: throw CommandFailure.no("unknown line: \(line.text())")
        }
    }

    /// Opens and locks the file of that name, until this process ends.
    private static func open(_ path: String) throws -> Int32 {
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
        do {
            try FileManager.default.createDirectory(
                at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw failure(path, "can't be made", error.localizedDescription)
        }
        while true {
            let descriptor = Glibc.open(path, O_CREAT | O_RDWR | O_APPEND | O_CLOEXEC, 0o600)
            guard descriptor >= 0 else { throw failure(path, "can't be opened", String(cString: strerror(errno))) }
            guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
                close(descriptor)
                throw CommandFailure.no(
                    "another import into this registry is running on this machine: it has \(path). Wait for its end.")
            }
            // Another import may have removed it between the two calls: then the lock is on a file that nobody finds.
            var own = stat()
            var named = stat()
            if fstat(descriptor, &own) == 0, stat(path, &named) == 0, own.st_ino == named.st_ino { return descriptor }
            close(descriptor)
        }
    }

    private static func failure(_ path: String, _ what: String, _ why: String) -> CommandFailure {
        CommandFailure.no(
            "the import's journal \(path) \(what): \(why). It keeps the modes that subjects had before the import; put it "
                + "elsewhere with --journal FILE.")
    }
}
