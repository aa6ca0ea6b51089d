// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

// Settings and modes. A place is a subject, which need not exist; a context (`:.ctx:`); or `SubjectName.registry`.
extension Registrar {
    // MARK: Config

    /// What is set at a place; what is in force there, where that is asked for. The registry always has a level.
    ///
    /// - Throws: 40408 if nothing is set.
    func config(_ place: SubjectName, inForce: Bool) throws(RegistryError) -> SubjectConfig {
        let settings = try mirror.readSubject(place).state.settings
        guard !inForce, place != .registry else { return settings.config }
        let own = settings.place(place).config
        guard own != SubjectConfig() else { throw .compatibilityNotSet(place) }
        return own
    }

    /// Merges a change into what is set.
    ///
    /// - Returns: what is set now.
    /// - Throws: 42205 if the place is read only, 42208 if it is no place.
    @discardableResult
    func setConfig(
        _ place: SubjectName, _ change: SubjectConfigChange, by actor: Actor
    ) throws(RegistryError) -> SubjectConfig {
        try changeSettings(place, by: actor) { old, inForce throws(RegistryError) in
            try checkWritable(inForce, place)
            old.config = change.applied(to: old.config)
            return old.config
        }
    }

    /// Removes what is set.
    ///
    /// - Returns: what was set.
    /// - Throws: 40401 if nothing was, unless it is the registry.
    func removeConfig(_ place: SubjectName, by actor: Actor) throws(RegistryError) -> SubjectConfig {
        try changeSettings(place, by: actor) { old, inForce throws(RegistryError) in
            try checkWritable(inForce, place)
            guard old.config != SubjectConfig() || place == .registry else {
                throw RegistryError.subjectNotFound(place)
            }
            defer { old.config = SubjectConfig() }
            return old.config
        }
    }

    // MARK: Mode

    /// The mode of a place; the one in force there, where that is asked for. The registry always has one.
    ///
    /// - Throws: 40409 if none is set.
    func mode(_ place: SubjectName, inForce: Bool) throws(RegistryError) -> RegistryMode {
        let settings = try mirror.readSubject(place).state.settings
        guard !inForce, place != .registry else { return settings.mode }
        guard let own = settings.place(place).mode else { throw .modeNotSet(place) }
        return own
    }

    /// Sets the mode of a place.
    ///
    /// - Parameters:
    ///   - force: goes into IMPORT although there are schemas.
    ///   - recursive: takes the modes of subjects below a context away, so that this one is in force for all.
    /// - Throws: 42205 for IMPORT while there are schemas.
    func setMode(
        _ place: SubjectName, _ mode: RegistryMode, force: Bool, recursive: Bool = false, by actor: Actor
    ) throws(RegistryError) {
        try changeSettings(place, recursive: recursive, by: actor) { old, inForce, session in
            if mode == .importing, !force, inForce.mode != .importing {
                let scope = SubjectScope(context: place.context)
                let hasSchemas =
                    place.isContext
                    ? try !session.subjects(scope, .live, Page(offset: 0, limit: 1)).isEmpty
                    : try session.state(of: place).latest != nil
                guard !hasSchemas else {
                    throw RegistryError.operationNotPermitted("Cannot import since found existing subjects")
                }
            }
            old.mode = mode
        }
    }

    /// Removes the mode of a place; where it is recursive, also those of the subjects below a context.
    ///
    /// - Returns: the mode that was set.
    /// - Throws: 40401 if none was, unless it is the registry or subjects below had one.
    func removeMode(_ place: SubjectName, recursive: Bool, by actor: Actor) throws(RegistryError) -> RegistryMode {
        try changeSettings(place, recursive: recursive, by: actor) { old, inForce, session in
            defer { old.mode = nil }
            guard let mode = old.mode else {
                let hasBelow =
                    recursive && place.isContext ? try !session.subjectsWithMode(in: place.context).isEmpty : false
                guard place == .registry || hasBelow else { throw RegistryError.subjectNotFound(place) }
                return inForce.mode
            }
            return mode
        }
    }

    // MARK: Changing

    private func changeSettings<T>(
        _ place: SubjectName, recursive: Bool = false, by actor: Actor,
        _ body: (inout PlaceSettings, SettingsInForce, RegistrySession) throws -> T
    ) throws(RegistryError) -> T {
        try place.checkPlace()
        return try change([place]) { session in
            try session.lock(place)
            let settings = try session.state(of: place).settings
            let old = settings.place(place)
            var new = old
            let result = try body(&new, settings, session)
            if recursive, place.isContext {
                for subject in try session.subjectsWithMode(in: place.context) {
                    try session.lock(subject)
                    let below = try session.state(of: subject).settings.own
                    var without = below
                    without.mode = nil
                    try session.replaceSettings(below, with: without, at: subject, by: actor)
                }
            }
            try session.replaceSettings(old, with: new, at: place, by: actor)
            return result
        }
    }

    private func changeSettings<T>(
        _ place: SubjectName, by actor: Actor,
        _ body: (inout PlaceSettings, SettingsInForce) throws(RegistryError) -> T
    ) throws(RegistryError) -> T {
        try changeSettings(place, by: actor) { settings, inForce, _ in try body(&settings, inForce) }
    }
}
