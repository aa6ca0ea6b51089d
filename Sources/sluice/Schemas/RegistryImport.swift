// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import ClientRegistry
import Formats

/// Brings one registry's versions into another with the ids and numbers that they have.
///
/// What is there already is left out, so that an import that was interrupted goes on where it stopped, and one that is
/// repeated does nothing.
struct RegistryImport {
    enum Step: Sendable, Hashable {
        case register(RegistrySnapshot.Key)
        case delete(RegistrySnapshot.Key)
    }

    let source: RegistrySnapshot
    /// With the modes that subjects had before an import that was interrupted.
    let target: RegistrySnapshot
    /// Subjects that an import has left in mode IMPORT.
    let stranded: Set<String>
    /// Whether the target had no versions before the first import.
    let isFresh: Bool
    /// In an order in which each can be done.
    let steps: [Step]
    /// Settings and modes.
    let settings: SettingsTakeover
    /// What keeps the versions from having their ids or numbers; one sentence each.
    let clashes: [String]

    /// - Parameters:
    ///   - journal: of imports into the target; nil if nothing will be changed.
    ///   - overwritesSettings: takes over also settings and modes that the target has otherwise.
    init(
        _ source: RegistrySnapshot, into target: RegistrySnapshot, journal: ImportJournal? = nil,
        overwritesSettings: Bool = false
    ) {
        self.source = source
        isFresh = target.versions.isEmpty || journal?.isFresh == true
        var before = target
        var stranded: Set<String> = []
        for (subject, mode) in journal?.modes ?? [:] where target.modes[subject] == Self.mode {
            stranded.insert(subject)
            before.modes[subject] = mode
        }
        self.target = before
        self.stranded = stranded
        clashes = Self.clashes(source, target)
        steps = Self.steps(source, target)
        settings = SettingsTakeover(
            source.settingDifferences(in: before), overwrites: overwritesSettings, isFresh: isFresh)
    }

    /// The mode in which ids and numbers can be given.
    static let mode = "IMPORT"

    /// Whether nothing has to be done.
    var isDone: Bool { steps.isEmpty && settings.isEmpty && stranded.isEmpty }

    /// How many versions are registered.
    var registrations: Int { steps.count { if case .register = $0 { true } else { false } } }

    /// Subjects that are written.
    var subjects: Set<String> {
        Set(
            steps.map {
                switch $0 {
                case .register(let key), .delete(let key): key.subject
                }
            })
    }

    // MARK: What stands in the way

    private static func clashes(_ source: RegistrySnapshot, _ target: RegistrySnapshot) -> [String] {
        var owners: [String: [Int: VersionRecord]] = [:]
        for record in target.versions.values { owners[record.context, default: [:]][record.id] = record }
        var lines: [String] = []
        for (key, record) in source.versions.sorted(by: { $0.key < $1.key }) {
            if let there = target.versions[key] {
                var copy = there
                // A deletion that is still to be done is no clash.
                if record.isDeleted == true { copy.isDeleted = true }
                lines += RegistrySnapshot.differences(record, copy).map { "\(key) is there and has \($0)" }
            } else if let owner = owners[record.context]?[record.id], !isSame(owner, record) {
                lines.append(
                    "\(key) has the id \(record.id), which \(RegistrySnapshot.Key(owner)) has there with another schema"
                )
            }
        }
        return lines
    }

    /// One id may have several versions, if they are one schema.
    private static func isSame(_ one: VersionRecord, _ other: VersionRecord) -> Bool {
        var copy = other
        copy.isDeleted = one.isDeleted
        return RegistrySnapshot.differences(one, copy).isEmpty
    }

    // MARK: Order

    /// A version comes after those that it refers to and after the earlier ones of its subject; one that is deleted is
    /// deleted after those that refer to it are there, and before the same schema comes again in its subject.
    private static func steps(_ source: RegistrySnapshot, _ target: RegistrySnapshot) -> [Step] {
        var waits: [Step: Set<Step>] = [:]
        for record in source.inOrder {
            let key = RegistrySnapshot.Key(record)
            let there = target.versions[key]
            if there == nil { waits[.register(key), default: []] = [] }
            if record.isDeleted == true, there?.isDeleted != true {
                waits[.delete(key), default: []].formUnion(there == nil ? [.register(key)] : [])
            }
        }
        for record in source.inOrder {
            let key = RegistrySnapshot.Key(record)
            let register = Step.register(key)
            guard waits[register] != nil else { continue }
            for reference in record.references {
                let used = RegistrySnapshot.Key(subject: reference.subject, version: reference.version)
                if waits[.register(used)] != nil { waits[register]?.insert(.register(used)) }
                if waits[.delete(used)] != nil { waits[.delete(used)]?.insert(register) }
            }
        }
        let bySubject = Dictionary(grouping: source.versions.values, by: \.subject)
        for records in bySubject.values {
            let records = records.sorted { $0.version < $1.version }
            for (index, record) in records.enumerated().dropFirst() {
                let register = Step.register(.init(record))
                guard waits[register] != nil else { continue }
                for earlier in records[..<index] {
                    if waits[.register(.init(earlier))] != nil { waits[register]?.insert(.register(.init(earlier))) }
                    if earlier.id == record.id, waits[.delete(.init(earlier))] != nil {
                        waits[register]?.insert(.delete(.init(earlier)))
                    }
                }
            }
        }
        return sorted(waits, source)
    }

    /// In the order of ids as far as waiting allows; steps in a circle, which no registry can have made, come at the end.
    private static func sorted(_ waits: [Step: Set<Step>], _ source: RegistrySnapshot) -> [Step] {
        let all = source.inOrder.flatMap { record -> [Step] in
            let key = RegistrySnapshot.Key(record)
            return [.register(key), .delete(key)].filter { waits[$0] != nil }
        }
        var done: Set<Step> = []
        var order: [Step] = []
        var rest = all
        while !rest.isEmpty {
            var later: [Step] = []
            for step in rest {
                if waits[step, default: []].isSubset(of: done) {
                    done.insert(step)
                    order.append(step)
                } else {
                    later.append(step)
                }
            }
            if later.count == rest.count { return order + later }
            rest = later
        }
        return order
    }
}

extension VersionRecord {
    /// `.` is the default one.
    var context: String {
        guard subject.hasPrefix(":."), let end = subject.dropFirst().firstIndex(of: ":") else { return "." }
        return String(subject[subject.index(after: subject.startIndex)..<end])
    }
}
