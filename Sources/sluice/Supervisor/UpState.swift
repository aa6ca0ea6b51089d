// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Foundation

/// What a running `sluice up` tells other processes about itself: `state.json` in its data folder.
struct UpState: Codable, Sendable {
    struct Part: Codable, Sendable {
        var name: PartName
        /// As in `PartStatus`: starting, healthy, restarting, failed, stopped.
        var status: String
        var processID: Int32?
        /// Where it is reached: a URL, host and port, or a socket's path.
        var address: String
        var log: String
        /// How often it died and was started again.
        var restarts: Int
        /// Why it is not healthy, where that is known.
        var problem: String?
    }

    /// Of the supervisor.
    var processID: Int32
    /// RFC 3339, UTC.
    var startedAt: String
    var version: String
    var parts: [Part]
    /// By environment variable: what other commands take where they are given nothing else. No secrets.
    var settings: [String: String]

    static func path(in folder: String) -> String { folder + "/state.json" }

    /// The state of the supervisor that is alive in a data folder, if there is one.
    ///
    /// It is alive as long as it holds the folder's lock: a process id may be another program's by now.
    static func running(in folder: String) -> UpState? {
        guard DataFolder(folder).isLocked, let data = FileManager.default.contents(atPath: path(in: folder)),
            let state = try? JSONDecoder().decode(UpState.self, from: data), state.processID > 0
        else { return nil }
        return state
    }

    /// Replaces the file in one step, so that a reader never sees half of it.
    func write(in folder: String) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        try encoder.encode(self).write(to: URL(fileURLWithPath: Self.path(in: folder)), options: .atomic)
    }

    static func remove(in folder: String) {
        try? FileManager.default.removeItem(atPath: path(in: folder))
    }
}

/// The settings that a running `sluice up` offers to the other commands, so that they need none on the same machine.
enum RunningParts {
    /// The file in the data folder that holds the key for sending events; readable by its owner only.
    static let keyFile = "ingest.key"

    /// By environment variable; empty if nothing runs there.
    static func settings(dataGiven: String?, environment: [String: String]) -> [String: String] {
        let folder = dataGiven ?? environment["SLUICE_DATA"] ?? ".data"
        guard let state = UpState.running(in: folder) else { return [:] }
        var settings = state.settings
        if let key = FileManager.default.contents(atPath: folder + "/" + keyFile) {
            settings["SLUICE_KEY"] = String(decoding: key, as: UTF8.self).trimmingCharacters(
                in: .whitespacesAndNewlines)
        }
        return settings
    }
}
