// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// A subject as it was at one moment: its versions without their schemas, and the settings in force.
struct SubjectState: Sendable {
    struct Entry: Sendable, Hashable {
        var version: Int
        var schemaID: Int
        var isDeleted: Bool
        /// Microseconds since 1970.
        var createdAt: Int64
        /// The first bytes of the content's `textFingerprint`: entries with another have another text.
        var textHash: Int64
    }

    let subject: SubjectName
    /// By version, the oldest first; deleted ones too.
    private(set) var entries: [Entry]
    /// Nil where there are so few that looking at all is faster.
    private var byText: VersionsByText?
    /// The highest version that was given; 0 if none was.
    private(set) var lastVersion: Int
    /// Tells this state of the versions from all others; 0 if there is none.
    private(set) var revision: Int64
    let settings: SettingsInForce

    init(
        subject: SubjectName, entries: [Entry], lastVersion: Int, revision: Int64, settings: SettingsInForce
    ) {
        self.subject = subject
        self.entries = entries
        byText = Self.index(entries)
        self.lastVersion = lastVersion
        self.revision = revision
        self.settings = settings
    }

    /// The newest version that is not deleted. Deleted ones at the end are few: they are passed over.
    var latest: Entry? { entries.last { !$0.isDeleted } }

    var hasVersions: Bool { !entries.isEmpty }

    func latest(includeDeleted: Bool) -> Entry? { includeDeleted ? entries.last : latest }

    func has(_ state: VersionState) -> Bool {
        switch state {
        case .live: latest != nil
        case .deleted: entries.contains { $0.isDeleted }
        case .any: hasVersions
        }
    }

    func entries(_ state: VersionState) -> [Entry] {
        switch state {
        case .live: entries.filter { !$0.isDeleted }
        case .deleted: entries.filter { $0.isDeleted }
        case .any: entries
        }
    }

    /// The versions that may have a text, the oldest first.
    func entries(withTextHash hash: Int64) -> [Entry] {
        guard let byText else { return entries.filter { $0.textHash == hash } }
        return byText.versions(hash).sorted().compactMap { entry($0) }
    }

    private static func index(_ entries: [Entry]) -> VersionsByText? {
        entries.count < 32 ? nil : VersionsByText(entries)
    }

    /// The version of that number. It is in its place, unless versions are missing: then it is searched for by halving.
    func entry(_ version: Int) -> Entry? {
        if version > 0, version <= entries.count, entries[version - 1].version == version {
            return entries[version - 1]
        }
        var (low, high) = (0, entries.count)
        while low < high {
            let middle = low + (high - low) / 2
            if entries[middle].version < version { low = middle + 1 } else { high = middle }
        }
        return low < entries.count && entries[low].version == version ? entries[low] : nil
    }

    /// The state after a version was registered.
    func adding(_ entry: Entry, revision: Int64) -> SubjectState {
        var state = self
        let place = state.entries.lastIndex { $0.version < entry.version }.map { $0 + 1 } ?? 0
        state.entries.insert(entry, at: place)
        if state.byText == nil { state.byText = Self.index(state.entries) } else { state.byText?.insert(entry) }
        state.lastVersion = max(lastVersion, entry.version)
        state.revision = revision
        return state
    }

    /// The same subject with these versions only.
    func having(_ entries: [Entry]) -> SubjectState {
        var state = self
        state.entries = entries
        state.byText = Self.index(entries)
        return state
    }

    /// As `Entry.textHash` has it.
    static func textHash(_ textFingerprint: [UInt8]) -> Int64 {
        Int64(bitPattern: textFingerprint.prefix(8).reduce(0) { $0 << 8 | UInt64($1) })
    }
}

/// Versions by whether they are deleted.
enum VersionState: Sendable, Hashable {
    case live, deleted, any
}
