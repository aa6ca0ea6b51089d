// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import ClientPostgreSQL
import TestKit
import Testing

@testable import Access

@Suite("API keys are made, listed, found and revoked in PostgreSQL")
struct APIKeyStoreTests {
    private let store: APIKeyStore

    init() throws {
        let url = try PostgresCluster.shared().makeDatabase()
        try Migrator(folder: ProjectRoot.path + "/migrations").migrate(on: try PostgresConnection(url: url))
        store = APIKeyStore(pool: PostgresPool(url: url, size: 2))
    }

    @Test("A key is found by its secret until it is revoked")
    func lifeCycle() throws {
        let (key, secret) = try store.create(name: "shop", role: .ingest, eventTypes: ["purchase", "page_view"])
        #expect(try store.find(digest: secret.digest) == key)
        #expect(key.permitsSending("purchase") && !key.permitsSending("login") && !key.permits(.readSchemas))
        #expect(try store.revoke("shop").revokedAtMicros != nil)
        #expect(try store.find(digest: secret.digest) == nil)
        #expect(try store.list().map(\.id) == [key.id])
    }

    @Test("A name is taken until its key is revoked")
    func names() throws {
        let first = try store.create(name: "web", role: .reader).key
        let taken = try #require(throws: AccessError.self) { try store.create(name: "web", role: .admin) }
        #expect(taken.isNameTaken && taken.description.contains("\"web\""))
        #expect(try store.revoke(first.id).name == "web")
        #expect(try store.create(name: "web", role: .admin).key.eventTypes == nil)
        #expect(try store.list().count == 2)
        #expect(throws: AccessError.emptyName) { try store.create(name: "", role: .admin) }
    }

    @Test("A key keeps the subjects that it is bound to; an empty prefix or list is refused")
    func subjectPrefixes() throws {
        let (key, secret) = try store.create(name: "team", role: .writer, subjectPrefixes: ["orders", "a,b\"{}."])
        #expect(key.subjectPrefixes == ["a,b\"{}.", "orders"])
        #expect(try store.find(digest: secret.digest) == key)
        for bad in [[], ["orders", ""]] as [Set<String>] {
            #expect(throws: AccessError.emptyPrefix) {
                try store.create(name: "bad", role: .writer, subjectPrefixes: bad)
            }
        }
    }

    @Test("A key keeps what it may read beside those subjects; without those, it makes no sense")
    func readPrefixes() throws {
        let (key, secret) = try store.create(
            name: "team", role: .writer, subjectPrefixes: ["team."], readPrefixes: ["shared.", "common."])
        #expect(key.readPrefixes == ["common.", "shared."])
        #expect(try store.find(digest: secret.digest) == key)
        #expect(throws: AccessError.emptyPrefix) {
            try store.create(name: "bad", role: .writer, subjectPrefixes: ["team."], readPrefixes: [""])
        }
        #expect(throws: AccessError.readPrefixesAlone) {
            try store.create(name: "bad", role: .writer, readPrefixes: ["shared."])
        }
    }

    @Test("Revoking what is not there is an error that names it")
    func unknown() throws {
        let error = try #require(throws: AccessError.self) { try store.revoke("nobody") }
        #expect(error.isNoSuchKey && error.description.contains("nobody"))
    }

    @Test("A verifier knows live keys, refuses others, and with PostgreSQL down keeps to what it knows")
    func verifier() throws {
        let cluster = try PostgresCluster()
        let url = try cluster.makeDatabase()
        try Migrator(folder: ProjectRoot.path + "/migrations").migrate(on: try PostgresConnection(url: url))
        let store = APIKeyStore(pool: PostgresPool(url: url, size: 2))
        let (key, secret) = try store.create(name: "shop", role: .ingest)
        var configuration = APIKeyVerifier.Configuration()
        configuration.freshSeconds = 0
        let verifier = APIKeyVerifier(store: store, configuration: configuration)
        #expect(verifier.verify(secret) == .known(key))
        #expect(verifier.verify(APIKeySecret(text: "sluice_guess")) == .unknown)
        cluster.stop()
        #expect(verifier.verify(secret) == .known(key))
        #expect(verifier.verify(APIKeySecret(text: "sluice_other")) == .unavailable)
    }
}
