// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

// Deletion in two steps: softly, which hides a version and keeps its id readable, then for good.
extension Registrar {
    /// Deletes a subject's versions.
    ///
    /// - Returns: their numbers.
    func deleteSubject(_ subject: SubjectName, permanently: Bool, by actor: Actor) throws(RegistryError) -> [Int] {
        let (versions, forgotten) = try store.write { session -> ([Int], [Int]) in
            try session.lock(subject)
            let live = try session.versionNumbers(of: subject, .live, .all).map(\.version)
            let deleted = try session.versionNumbers(of: subject, .deleted, .all).map(\.version)
            guard !live.isEmpty || !deleted.isEmpty else { throw RegistryError.subjectNotFound(subject) }
            let state: RegistrySession.State = permanently ? .any : .live
            if permanently {
                guard live.isEmpty else { throw RegistryError.subjectNotSoftDeleted(subject) }
            } else {
                guard !live.isEmpty else { throw RegistryError.subjectSoftDeleted(subject) }
            }
            guard try session.referrers(to: subject, version: nil, state).isEmpty else {
                throw RegistryError.referenceExists(subject, nil)
            }
            if permanently { return (deleted, try session.removeVersions(subject, version: nil)) }
            try session.softDelete(subject, version: nil)
            return (live, [])
        }
        cache.remove(forgotten)
        return versions
    }

    /// Deletes one version.
    ///
    /// - Returns: its number.
    func deleteVersion(
        _ name: VersionName, of subject: SubjectName, permanently: Bool, by actor: Actor
    ) throws(RegistryError) -> Int {
        let (version, forgotten) = try store.write { session -> (Int, [Int]) in
            try session.lock(subject)
            guard try session.hasVersions(subject, .any) else {
                throw RegistryError.subjectNotFound(subject)
            }
            let version: StoredVersion?
            switch name {
            case .latest: version = try session.latest(subject, includeDeleted: permanently)
            case .number(let number): version = try session.version(subject, number)
            }
            guard let version else { throw RegistryError.versionNotFound(name.number ?? -1) }
            if permanently {
                guard version.isDeleted else {
                    throw RegistryError.versionNotSoftDeleted(subject, version.version)
                }
            } else {
                guard !version.isDeleted else { throw RegistryError.versionSoftDeleted(subject, version.version) }
            }
            let referrers = try session.referrers(
                to: subject, version: version.version, permanently ? .any : .live)
            guard referrers.isEmpty else { throw RegistryError.referenceExists(subject, version.version) }
            if permanently {
                return (version.version, try session.removeVersions(subject, version: version.version))
            }
            try session.softDelete(subject, version: version.version)
            return (version.version, [])
        }
        cache.remove(forgotten)
        return version
    }
}
