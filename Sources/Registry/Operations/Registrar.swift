// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import ClientTelemetry

/// The registry's operations: what they mean, apart from HTTP.
///
/// Subjects come with their context (`SubjectName`), changes with who asks for them (`Actor`). Every operation throws the
/// `RegistryError` that the interface answers with. Reads of versions and ids are answered by the mirror; lists,
/// settings and history by PostgreSQL. A change is visible to this process when the operation returns.
struct Registrar: Sendable {
    let store: RegistryStore
    let mirror: RegistryMirror
    let announcer: ChangeAnnouncer
    let tailer: ChangeTailer
    let incompatibleCode: Int
    let log = Log("registry")

    init(
        store: RegistryStore, mirror: RegistryMirror, announcer: ChangeAnnouncer, tailer: ChangeTailer,
        incompatibleCode: Int
    ) {
        self.store = store
        self.mirror = mirror
        self.announcer = announcer
        self.tailer = tailer
        self.incompatibleCode = incompatibleCode
    }

    /// Refuses changes of a place that is read only (42205).
    func checkWritable(_ settings: SettingsInForce, _ place: SubjectName) throws(RegistryError) {
        guard settings.mode.isWritable else { throw .readOnly(place, settings.mode) }
    }

    /// Runs a change in a transaction and makes it visible: the places are forgotten by the mirror.
    func change<T>(
        _ places: [SubjectName], _ body: (RegistrySession) throws -> T
    ) throws(RegistryError) -> T {
        do throws(RegistryError) {
            let result = try store.write(body)
            published(places)
            return result
        } catch {
            // Whether it took effect may be unknown.
            if error.status >= 500 { published(places) }
            throw error
        }
    }

    /// Something was committed that changes these places.
    func published(_ places: [SubjectName]) {
        for place in places { mirror.invalidate(place) }
        announcer.announce()
    }

    /// The subject that reads of this one are led to: its alias, if it has one.
    func aliased(_ subject: SubjectName) throws(RegistryError) -> SubjectName {
        guard !subject.isContext, let alias = try mirror.subject(subject).state.settings.own.config.alias else {
            return subject
        }
        return SubjectName(alias, in: subject.context)
    }
}
