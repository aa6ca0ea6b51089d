// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Access
import Formats

/// Reads the models of pages. Whatever the principal may not read is left out.
struct CatalogueReader: Sendable {
    let registrar: Registrar

    // MARK: Subjects

    func subjects(_ query: SubjectQuery, _ principal: Principal) throws(RegistryError) -> SubjectListModel {
        let prefixes = principal.readable()
        let isBackward = query.before != nil
        // One more than is shown tells whether the list goes on.
        let found = try registrar.store.read { session in
            var found: [RegistrySession.SubjectSummary] = []
            var rest: SubjectQuery? = query
            // A run of deleted subjects may be longer than one statement passes over.
            while let place = rest {
                let missing = CataloguePaging.rows + 1 - found.count
                let more = try session.subjectSummaries(place, prefixes: prefixes, limit: missing)
                found = isBackward ? more + found : found + more
                rest = more.count < missing ? try session.placeAfterPassing(place, prefixes: prefixes) : nil
            }
            return found
        }
        let hasMore = found.count > CataloguePaging.rows
        let shown = isBackward ? Array(found.suffix(CataloguePaging.rows)) : Array(found.prefix(CataloguePaging.rows))
        let contexts = try registrar.mirror.contextsBesideDefault()
        return SubjectListModel(
            query: query, contexts: contexts.isEmpty ? [] : [SubjectName.defaultContext] + contexts.prefix(200),
            rows: shown.map(Self.row),
            previous: isBackward
                ? (hasMore ? shown.first?.subject : nil) : query.after.flatMap { _ in shown.first?.subject },
            next: isBackward || hasMore ? shown.last?.subject : nil)
    }

    private static func row(_ summary: RegistrySession.SubjectSummary) -> SubjectListModel.Row {
        var change: ChangeModel?
        if let at = summary.changedAt, let actor = summary.changedBy, let action = summary.action {
            change = ChangeModel(at: at, actor: actor, what: RegistryChange.Action(rawValue: action)?.word ?? action)
        }
        return SubjectListModel.Row(
            subject: summary.subject, version: summary.version, type: summary.type,
            level: summary.ownLevel ?? summary.contextLevel ?? summary.registryLevel
                ?? CompatibilityLevel.backward.rawValue,
            hasOwnLevel: summary.ownLevel != nil, change: change, isDeleted: summary.isDeleted)
    }

    // MARK: Contexts

    func contexts(offset: Int, _ principal: Principal) throws(RegistryError) -> ContextListModel {
        let names = try registrar.contexts(Page(offset: offset, limit: CataloguePaging.rows + 1))
        let shown = Array(names.prefix(CataloguePaging.rows))
        let settings = try registrar.store.read { try $0.contextSettings(shown) }
        let rows = shown.map { name -> ContextListModel.Row in
            let found = settings[name] ?? SettingsInForce()
            let own = name == SubjectName.defaultContext ? found.registry : found.context
            return ContextListModel.Row(
                name: name, level: (found.config.compatibility ?? .backward).rawValue,
                hasOwnLevel: own.config.compatibility != nil, mode: found.mode.rawValue, hasOwnMode: own.mode != nil)
        }
        return ContextListModel(
            rows: rows, next: names.count > shown.count ? offset + shown.count : nil,
            previous: offset > 0 ? max(0, offset - CataloguePaging.rows) : nil)
    }

    // MARK: Schemas

    func schema(id: Int, in context: String, _ principal: Principal) throws(RegistryError) -> SchemaIDModel {
        let scope = SubjectName(context: context, name: "")
        guard let stored = try registrar.mirror.schema(SchemaKey(context: context, id: id))?.stored else {
            throw .schemaNotFound(id: id)
        }
        let found = try registrar.versions(
            ofSchema: id, in: scope, .any, Page(offset: 0, limit: CataloguePaging.rows + 1))
        let readable = found.filter { principal.may(.read, $0.subject.text) }
        // Who is bound to prefixes may not even learn that the id is there.
        guard principal.readablePrefixes == nil || !readable.isEmpty else { throw .schemaNotFound(id: id) }
        return SchemaIDModel(
            context: context, id: id, guid: stored.guid, type: stored.content.type.rawValue,
            places: readable.prefix(CataloguePaging.rows).map { .init(subject: $0.subject, version: $0.version) },
            hasMore: found.count > CataloguePaging.rows, text: SchemaLines(stored.content))
    }
}

extension SchemaLines {
    /// Avro laid out for reading, other texts as they are.
    init(_ content: SchemaContent) {
        if content.type == .avro, let json = try? JSONValue.parse(content.text) {
            self.init(json: json)
        } else {
            self.init(text: content.text)
        }
    }
}

extension RegistryChange.Action {
    /// What was done, in the past.
    var word: String {
        switch self {
        case .register: "registered"
        case .delete: "deleted"
        case .remove: "deleted for good"
        case .undelete: "brought back"
        case .config: "configured"
        case .mode: "changed the mode"
        case .createContext: "made the context"
        case .deleteContext: "removed the context"
        }
    }
}
