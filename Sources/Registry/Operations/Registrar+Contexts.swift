// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

// Contexts: name spaces with ids of their own. One is made by the first registration in it.
extension Registrar {
    /// The names of contexts that begin with a prefix, the default one first.
    func contexts(prefix: String = "", _ page: Page = .all) throws(RegistryError) -> [String] {
        let names = try store.read { try $0.contexts() }.filter { $0.hasPrefix(prefix) }
        return Array(names.dropFirst(page.offset).prefix(page.limit ?? .max))
    }

    /// Deletes a context that has no subjects, not even softly deleted ones; its settings go with it.
    ///
    /// - Throws: 42205 for the default context; 404 if there is no such context; 42211 if it is not empty.
    func deleteContext(_ name: String, by actor: Actor) throws(RegistryError) {
        guard name != SubjectName.defaultContext else {
            throw .operationNotPermitted("The default context can't be deleted.")
        }
        let place = SubjectName(context: name, name: "")
        try place.checkPlace()
        try change([place]) { session in
            switch try session.deleteContext(name, by: actor) {
            case nil: throw RegistryError.notFound
            case false?: throw RegistryError.contextNotEmpty(name)
            case true?: return
            }
        }
        mirror.invalidateContexts()
    }
}
