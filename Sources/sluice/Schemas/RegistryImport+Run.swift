// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import ClientRegistry
import Formats

// Doing it. Wherever the process is killed, the same command mends it: what a subject's mode was is in the journal before
// it is changed, and what else has been done is seen in the target.
extension RegistryImport {
    /// Places that are in mode IMPORT meanwhile: subjects that are written, those that were left in it, and those whose
    /// settings could not be changed otherwise.
    private var prepared: [String] {
        let readOnly = settings.configs.keys.filter { place in
            !place.isEmpty && !["READWRITE", Self.mode].contains(modeInForce(place))
        }
        return subjects.union(stranded).union(readOnly).sorted()
    }

    /// Does the steps in mode IMPORT, then the settings, then the modes.
    func run(_ client: RegistryClient, _ journal: ImportJournal, note: (Int) -> Void) throws {
        let prepared = prepared
        try journal.append(
            modes: Dictionary(uniqueKeysWithValues: prepared.map { ($0, target.modes[$0]) }), isFresh: isFresh)
        do {
            for place in prepared where !stranded.contains(place) {
                try client.setMode(subject: place, Self.mode, force: true)
            }
            for (index, step) in steps.enumerated() {
                try run(step, client)
                note(index + 1)
            }
            for (place, members) in settings.configs.sorted(by: { $0.key < $1.key }) {
                try client.setConfig(subject: place.isEmpty ? nil : place, .object(members))
            }
        } catch {
            // The first failure is what counts.
            try? putBack(prepared, client, journal)
            throw error
        }
        for place in Set(prepared).union(settings.modes.keys).sorted() {
            try setMode(place, settings.modes[place] ?? target.modes[place], client)
        }
        try journal.remove()
    }

    /// Gives subjects the mode that they had before an import that was interrupted, and does nothing else.
    func putBackStranded(_ client: RegistryClient, _ journal: ImportJournal) throws {
        try putBack(stranded.sorted(), client, journal)
    }

    private func putBack(_ places: [String], _ client: RegistryClient, _ journal: ImportJournal) throws {
        for place in places { try setMode(place, target.modes[place], client) }
        try journal.forgetModes(isFresh: isFresh)
    }

    private func run(_ step: Step, _ client: RegistryClient) throws {
        switch step {
        case .register(let key):
            guard let record = source.versions[key] else { return }
            do {
                try client.restore(record)
            } catch {
                throw CommandFailure(
                    exitCode: ExitCode(of: error),
                    description:
                        "\(key) with the id \(record.id) was not taken: \(error)\nWhat came before it stays. Mend "
                        + "the cause and run the same command again: it goes on from here.")
            }
        case .delete(let key): try client.delete(subject: key.subject, version: key.version)
        }
    }

    private func setMode(_ place: String, _ mode: String?, _ client: RegistryClient) throws {
        if let mode {
            try client.setMode(subject: place, mode, force: true)
        } else {
            try client.removeMode(subject: place)
        }
    }

    /// The target's mode of a subject or a context: its own, its context's, or the registry's.
    private func modeInForce(_ place: String) -> String {
        var names = [place]
        if place.hasPrefix(":."), let end = place.dropFirst().firstIndex(of: ":") {
            names.append(String(place[...end]))
        }
        return names.lazy.compactMap { target.modes[$0] }.first ?? target.modes[""] ?? "READWRITE"
    }
}
