// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Testing

@testable import Registry

@Suite("Schemas by id in memory")
struct SchemaCacheTests {
    /// Stands for the store, and counts what it is asked for.
    private final class Source {
        var asked: [Int] = []
        var known: Set<Int> = Set(0..<1000)
        var failure: RegistryError?

        func fetch(_ id: Int) throws(RegistryError) -> StoredSchema? {
            asked.append(id)
            if let failure { throw failure }
            guard known.contains(id) else { return nil }
            return StoredSchema(
                id: id, guid: "", content: SchemaContent(type: .avro, text: "\(id)", references: []), createdAt: 0)
        }
    }

    private func get(_ id: Int, _ cache: SchemaCache, _ source: Source) throws(RegistryError) -> String? {
        try cache.schema(id: id) { id throws(RegistryError) in try source.fetch(id) }?.content.text
    }

    @Test("what was read is served without asking again, until it is forgotten")
    func hits() throws {
        let (cache, source) = (SchemaCache(capacity: 10), Source())
        for _ in 0..<3 { #expect(try get(1, cache, source) == "1") }
        #expect(source.asked == [1])
        cache.remove([1])
        _ = try get(1, cache, source)
        #expect(source.asked == [1, 1])
    }

    @Test("no more than the capacity is kept, and what is asked for often stays")
    func bound() throws {
        let (cache, source) = (SchemaCache(capacity: 10), Source())
        for id in 1...500 {
            _ = try get(0, cache, source)
            _ = try get(id, cache, source)
        }
        #expect(source.asked.count { $0 == 0 } == 1)
        let before = source.asked.count
        for id in 1...500 { _ = try get(id, cache, source) }
        #expect(source.asked.count - before >= 490)
    }

    @Test("an old entry is asked for again: deleted meanwhile, it is gone; the store down, it is served")
    func lifetime() throws {
        let (cache, source) = (SchemaCache(capacity: 10, lifetimeSeconds: 0), Source())
        #expect(try get(1, cache, source) == "1")
        source.failure = .storeFailed("down")
        #expect(try get(1, cache, source) == "1")
        #expect(throws: RegistryError.self) { try get(2, cache, source) }
        source.failure = nil
        source.known.remove(1)
        #expect(try get(1, cache, source) == nil)
        source.failure = .storeFailed("down")
        #expect(throws: RegistryError.self) { try get(1, cache, source) }
    }
}
