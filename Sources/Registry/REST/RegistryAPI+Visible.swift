// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Access

// Lists and ids show a key that is bound to prefixes only what it may read.
extension RegistryAPI {
    /// A page of what the caller may read among the subjects with a prefix. `fetch` answers a page of the subjects with a
    /// narrower prefix, in the order of their names.
    func readable<Element>(
        _ call: RegistryCall, prefix: String, _ page: Page,
        fetch: (_ prefix: String, Page) throws(RegistryError) -> [Element]
    ) throws(RegistryError) -> [Element] {
        let prefixes = call.principal.readable(within: prefix)
        if prefixes == [prefix] { return try fetch(prefix, page) }
        // No prefix contains another, and they come in order: their lists, one after the other, are the whole in order.
        let wanted = page.limit.map { page.offset.addingReportingOverflow($0) }
        var found: [Element] = []
        for prefix in prefixes {
            var limit: Int?
            if let wanted, !wanted.overflow {
                limit = wanted.partialValue - found.count
                if limit == 0 { break }
            }
            found += try fetch(prefix, Page(offset: 0, limit: limit))
        }
        return Array(found.dropFirst(page.offset))
    }

    /// A page of the versions that the caller may read. `fetch` answers a page of all.
    func readable(
        _ call: RegistryCall, _ page: Page, fetch: (Page) throws(RegistryError) -> [StoredVersion]
    ) throws(RegistryError) -> [StoredVersion] {
        guard call.principal.subjectPrefixes != nil else { return try fetch(page) }
        let readable = try fetch(.all).filter { call.principal.may(.read, $0.subject.text) }.dropFirst(page.offset)
        return page.limit.map { Array(readable.prefix($0)) } ?? Array(readable)
    }

    /// Refuses an id that stands under no subject that the caller may read, as if there were none.
    func checkReadable(id: Int, _ call: RegistryCall) throws(RegistryError) {
        guard call.principal.subjectPrefixes != nil else { return }
        let isReadable = try store.read { session in
            try session.versions(ofSchema: id, .any, subject: nil, .all)
                .contains { call.principal.may(.read, $0.subject.text) }
        }
        guard isReadable else { throw .schemaNotFound(id: id) }
    }
}
