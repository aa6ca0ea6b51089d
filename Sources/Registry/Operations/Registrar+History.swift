// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

// The past, and what changes.
extension Registrar {
    /// A subject's version as it was at a time (microseconds since 1970); the latest then, where that is asked for.
    ///
    /// - Throws: 40401 if the subject had no version (that was not deleted), 40402 if it hadn't that one.
    func version(
        _ name: VersionName, of subject: SubjectName, includeDeleted: Bool = false, asOf time: Int64
    ) throws(RegistryError) -> StoredVersion {
        let versions = try versions(of: subject, asOf: time, includeDeleted ? .any : .live)
        guard !versions.isEmpty else { throw .subjectNotFound(subject) }
        let found =
            switch name {
            case .latest: versions.last
            case .number(let number): versions.first { $0.version == number }
            }
        guard let found else { throw .versionNotFound(name.number ?? -1) }
        return found
    }

    /// A subject's versions as they were at a time, oldest first, with those that were deleted for good since.
    func versions(
        of subject: SubjectName, asOf time: Int64, _ state: VersionState
    ) throws(RegistryError) -> [StoredVersion] {
        try store.read { try $0.versions(of: subject, asOf: time) }.filter { version in
            switch state {
            case .live: !version.isDeleted
            case .deleted: version.isDeleted
            case .any: true
            }
        }
    }

    /// The log, the newest first: of a subject; of a context with all that is in it; of everything for nil.
    func audit(_ place: SubjectName? = nil, _ page: Page) throws(RegistryError) -> [RegistryChange] {
        try store.read { try $0.audit(place, page) }
    }

    /// What was changed after a position, oldest first. No change appears later at a position that was passed, so a
    /// follower that goes on from the last one it got misses none; `waitForChange` tells when there is more.
    func changes(after position: ChangePosition, limit: Int) throws(RegistryError) -> [RegistryChange] {
        try store.read { try $0.changes(after: position, limit: limit) }
    }

    /// Where a follower starts that wants only what comes.
    func newestPosition() throws(RegistryError) -> ChangePosition {
        try store.read { try $0.lastDecidedPosition() }
    }

    /// Waits until there may be a change after the position, up to the time given.
    func waitForChange(after position: ChangePosition, milliseconds: Int) {
        tailer.waitForChange(after: position, milliseconds: milliseconds)
    }
}
