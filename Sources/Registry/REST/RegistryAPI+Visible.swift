// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Access

// Lists and ids show a key that is bound to prefixes only what it may read.
extension RegistryAPI {
    /// A page of what the caller may read among the subjects of a scope. `fetch` answers a page of a narrower scope, in the
    /// order of contexts and names.
    func readable<Element>(
        _ call: RegistryCall, _ scope: SubjectScope, _ page: Page,
        fetch: (SubjectScope, Page) throws(RegistryError) -> [Element]
    ) throws(RegistryError) -> [Element] {
        guard let prefixes = call.principal.readablePrefixes else { return try fetch(scope, page) }
        guard call.principal.may(.read) else { return [] }
        // No scope contains another, and they come in order: their lists, one after the other, are the whole in order.
        let wanted = page.limit.map { page.offset.addingReportingOverflow($0) }
        var found: [Element] = []
        for narrowed in scope.narrowed(to: prefixes) {
            var limit: Int?
            if let wanted, !wanted.overflow {
                limit = wanted.partialValue - found.count
                if limit == 0 { break }
            }
            found += try fetch(narrowed, Page(offset: 0, limit: limit))
        }
        return Array(found.dropFirst(page.offset))
    }

    /// A page of what the caller may read in a list. `fetch` answers a page of all.
    func readable<Element>(
        _ call: RegistryCall, _ page: Page, fetch: (Page) throws(RegistryError) -> [Element],
        subject: (Element) -> SubjectName
    ) throws(RegistryError) -> [Element] {
        guard call.principal.readablePrefixes != nil else { return try fetch(page) }
        let all = try fetch(.all).filter { call.principal.may(.read, subject($0).text) }.dropFirst(page.offset)
        return page.limit.map { Array(all.prefix($0)) } ?? Array(all)
    }

    /// The aliases of the scope by what they lead to; both ends are what the caller may read.
    func readableAliases(
        _ call: RegistryCall, _ scope: SubjectScope
    ) throws(RegistryError) -> [SubjectName: [SubjectName]] {
        var readable: [SubjectName: [SubjectName]] = [:]
        for (target, subjects) in try registrar.aliases(scope) where call.principal.may(.read, target.text) {
            let own = subjects.filter { call.principal.may(.read, $0.text) }
            if !own.isEmpty { readable[target] = own }
        }
        return readable
    }

    /// The schema that a request brings, with references to nothing that the caller may not read.
    func schemaRequest(_ call: RegistryCall) throws(RegistryError) -> SchemaRequest {
        let request = try SchemaRequest(call.body(), maxBytes: configuration.maxSchemaBytes)
        try access.check(call, referencesOf: request, under: call.subject)
        return request
    }

    /// Refuses what was found under another subject than the one that was asked for, by an alias or in another context, if
    /// the caller may not read that one.
    func checkReadable(_ found: SubjectName, _ call: RegistryCall) throws(RegistryError) {
        if found != call.subject { try access.check(call, .read, found) }
    }

    /// Refuses an id that stands under no subject that the caller may read, as if there were none.
    func checkReadable(_ schema: SchemaKey, _ call: RegistryCall) throws(RegistryError) {
        guard call.principal.readablePrefixes != nil else { return }
        let context = SubjectName(context: schema.context, name: "")
        let isReadable = try registrar.subjects(ofSchema: schema.id, in: context, .any, .all)
            .contains { call.principal.may(.read, $0.text) }
        guard isReadable else { throw .schemaNotFound(id: schema.id) }
    }
}

extension SubjectScope {
    /// The parts of this scope that begin with one of the prefixes: none contains another, in the order of lists.
    fileprivate func narrowed(to prefixes: [String]) -> [SubjectScope] {
        if isOne {
            let name = SubjectName(context: context ?? SubjectName.defaultContext, name: prefix).text
            return prefixes.contains { name.utf8.starts(with: $0.utf8) } ? [self] : []
        }
        let parts = prefixes.compactMap { text -> SubjectScope? in
            guard !text.isEmpty else { return self }
            let other = SubjectScope(text)
            guard context == nil || other.context == context else { return nil }
            if other.prefix.utf8.starts(with: prefix.utf8) { return other }
            return prefix.utf8.starts(with: other.prefix.utf8)
                ? SubjectScope(context: other.context, prefix: prefix) : nil
        }
        let ordered = parts.sorted { left, right in
            let (one, two) = (left.context ?? "", right.context ?? "")
            return one == two
                ? left.prefix.utf8.lexicographicallyPrecedes(right.prefix.utf8)
                : one.utf8.lexicographicallyPrecedes(two.utf8)
        }
        return ordered.reduce(into: []) { kept, next in
            if let last = kept.last, last.context == nil || last.context == next.context,
                next.prefix.utf8.starts(with: last.prefix.utf8)
            {
                return
            }
            kept.append(next)
        }
    }
}
