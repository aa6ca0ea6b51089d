// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Foundation

/// The folder with what is not in the binary: `migrations/`, `schemas/`, and what bootstrap has put into `.deps/`.
///
/// The migrations are files rather than a part of the binary, so that an administrator can read what will be applied to
/// the database, and a packager places them where such files belong.
struct ProjectHome: Sendable {
    let path: String

    init(path: String) { self.path = path }

    /// The folder named by the setting; else above the binary (a build folder in the project), beside it
    /// (`../share/sluice`, an installation), or above the working folder.
    static func find(setting: String?) throws -> ProjectHome {
        if let setting {
            guard isHome(setting) else {
                throw CommandFailure.no("SLUICE_HOME names \(setting), which has no folder migrations/.")
            }
            return ProjectHome(path: URL(fileURLWithPath: setting).standardizedFileURL.path)
        }
        let binary = URL(fileURLWithPath: Executable.own).resolvingSymlinksInPath().deletingLastPathComponent()
        let working = URL(fileURLWithPath: FileManager.default.currentDirectoryPath)
        let shared = binary.deletingLastPathComponent().appendingPathComponent("share/sluice")
        for candidate in ancestors(of: binary) + [shared.path] + ancestors(of: working) where isHome(candidate) {
            return ProjectHome(path: candidate)
        }
        throw CommandFailure.no(
            "no folder migrations/ above \(binary.path) or \(working.path). "
                + "Set SLUICE_HOME to the project's folder, or call with --home DIR.")
    }

    var migrations: String { path + "/migrations" }
    var schemas: String { path + "/schemas" }
    var clickstream: String { path + "/.deps/clickstream/ecom.csv.gz" }

    /// The one-machine Kafka broker: the program inside its Python package, since the launcher that pip makes leaves it
    /// running when it is stopped itself. Nil if bootstrap has not installed it.
    var kafkaBroker: String? {
        let libraries = path + "/.deps/venv/lib"
        let versions = (try? FileManager.default.contentsOfDirectory(atPath: libraries)) ?? []
        return versions.map { "\(libraries)/\($0)/site-packages/noida_db/noida-db" }.first(
            where: Executable.isExecutable)
    }

    private static func ancestors(of folder: URL) -> [String] {
        var folders = [folder.standardizedFileURL]
        while let last = folders.last, last.path != "/", folders.count < 64 {
            folders.append(last.deletingLastPathComponent())
        }
        return folders.map(\.path)
    }

    private static func isHome(_ folder: String) -> Bool {
        var isFolder: ObjCBool = false
        return FileManager.default.fileExists(atPath: folder + "/migrations", isDirectory: &isFolder)
            && isFolder.boolValue
    }
}
