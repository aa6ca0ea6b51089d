// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Foundation
import Glibc
import SluiceRuntime

/// The lake's folder: finished files by event type and date, and what is being written in `_writing/`.
///
/// Each writer has a folder of its own in `_writing/`, with a lock that the system releases when the process ends, however
/// it ends. So a folder whose lock is free is left behind, and can be cleaned up.
struct LakeFolder: Sendable {
    let path: String

    static let writing = "_writing"
    static let lockName = "lock"

    init(path: String) throws(LakeError) {
        self.path = path
        try Self.make(path + "/" + Self.writing)
    }

    /// A new writer's folder, locked until the result goes.
    func makeWriterFolder(_ writer: UUID128) throws(LakeError) -> WriterFolder {
        let folder = "\(path)/\(Self.writing)/\(writer)"
        try Self.make(folder)
        guard let lock = try FileLock(path: folder + "/" + Self.lockName) else {
            throw LakeError(.storage, "\(folder) is locked by another process, though its name is new; start again")
        }
        return WriterFolder(path: folder, lake: path, lock: lock)
    }

    /// Finishes what writers that are gone have left: files that the manifest lists are moved to their places, the others
    /// deleted.
    func sweep(_ manifest: Manifest) throws {
        for name in try Self.contents(of: path + "/" + Self.writing) {
            let folder = "\(path)/\(Self.writing)/\(name)"
            guard let lock = try FileLock(path: folder + "/" + Self.lockName) else { continue }
            try WriterFolder(path: folder, lake: path, lock: lock).recover(manifest)
        }
    }

    static func contents(of folder: String) throws(LakeError) -> [String] {
        do {
            return try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
        } catch {
            throw LakeError(.storage, "\(folder) can't be listed: \(error.localizedDescription)")
        }
    }

    static func make(_ folder: String) throws(LakeError) {
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        } catch {
            throw LakeError(
                .storage, "the folder \(folder) can't be made: \(error.localizedDescription); check SLUICE_LAKE")
        }
    }
}

/// A writer's folder in `_writing/`, and the lock on it.
struct WriterFolder {
    let path: String
    /// The lake's folder.
    let lake: String
    let lock: FileLock

    func path(of name: String) -> String { "\(path)/\(name)" }

    /// Makes files outlive a loss of power, and their names too.
    func sync(_ names: [String]) throws(LakeError) {
        for name in names { try sync(path(of: name)) }
        try sync(path)
    }

    private func sync(_ path: String) throws(LakeError) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        defer { if descriptor >= 0 { close(descriptor) } }
        guard descriptor >= 0, fsync(descriptor) == 0 else { throw Self.failure("written to the disk", path) }
    }

    /// Moves a file to its place, whole.
    func publish(_ name: String, as target: String) throws(LakeError) {
        let folder = target.split(separator: "/").dropLast().joined(separator: "/")
        try LakeFolder.make("\(lake)/\(folder)")
        guard rename(path(of: name), "\(lake)/\(target)") == 0 else {
            throw Self.failure("moved to \(lake)/\(target)", path(of: name))
        }
    }

    func delete(_ name: String) throws(LakeError) {
        guard unlink(path(of: name)) == 0 || errno == ENOENT else { throw Self.failure("deleted", path(of: name)) }
    }

    /// Publishes what is listed, deletes what is not, and removes the folder.
    func recover(_ manifest: Manifest) throws {
        let names = try LakeFolder.contents(of: path).filter { $0 != LakeFolder.lockName }
        let paths = try manifest.paths(ofFilesNamed: names)
        for name in names {
            if let target = paths[name] { try publish(name, as: target) } else { try delete(name) }
        }
        try remove()
    }

    /// Removes the folder, which has nothing but the lock.
    func remove() throws(LakeError) {
        try delete(LakeFolder.lockName)
        guard rmdir(path) == 0 || errno == ENOENT else { throw Self.failure("removed", path) }
    }

    private static func failure(_ action: String, _ path: String) -> LakeError {
        LakeError(.storage, "\(path) could not be \(action): \(String(cString: strerror(errno)))")
    }
}

/// An exclusive lock on a file (`flock`), held until this goes or the process ends.
final class FileLock {
    private let descriptor: Int32

    /// Nil if another one has it.
    init?(path: String) throws(LakeError) {
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
        // A folder that vanishes in between was just cleaned up by another process.
        guard descriptor >= 0 else {
            if errno == ENOENT || errno == ENOTDIR { return nil }
            throw LakeError(.storage, "the lock \(path) can't be opened: \(String(cString: strerror(errno)))")
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else { return nil }
    }

    deinit { if descriptor >= 0 { close(descriptor) } }
}
