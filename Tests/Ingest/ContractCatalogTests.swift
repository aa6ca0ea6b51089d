// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats
import SluiceRuntime
import SluiceSchemas
import Synchronization
import Testing

@testable import Contracts
@testable import Ingest

@Suite("The catalog of contracts keeps what it knows, and asks again when it is due")
struct ContractCatalogTests {
    /// A registry and a clock that the test moves.
    private final class Source: ContractSource {
        struct State {
            var latest: RegisteredContract?
            var old: [Int32: RegisteredContract] = [:]
            var isDown = false
            var asked = 0
            var time = 0.0
        }

        let state = Mutex(State())

        func latest(eventType: String) throws(ContractSourceError) -> RegisteredContract? {
            let (isDown, found) = state.withLock { state in
                state.asked += 1
                return (state.isDown, eventType == "purchase" ? state.latest : nil)
            }
            if isDown { throw ContractSourceError(description: "down") }
            return found
        }

        func version(_ version: Int32, eventType: String) throws(ContractSourceError) -> RegisteredContract? {
            let (isDown, found) = state.withLock { ($0.isDown, $0.old[version]) }
            if isDown { throw ContractSourceError(description: "down") }
            return found
        }

        func eventTypes() throws(ContractSourceError) -> [String] { ["purchase", "page_view"] }
    }

    private let source = Source()
    private let catalog: ContractCatalog

    init() {
        let text = Purchase.avroSchema
        source.state.withLock { $0.latest = RegisteredContract(version: 3, schemaID: 30, type: .avro, text: text) }
        let source = source
        catalog = ContractCatalog(source: source, freshSeconds: 1) { source.state.withLock { $0.time } }
    }

    private func planVersion(_ resolution: ContractCatalog.Resolution) -> Int32? {
        if case .plan(let plan) = resolution { plan.version } else { nil }
    }

    private func code(_ resolution: ContractCatalog.Resolution) -> ErrorCode? {
        if case .refused(let violation) = resolution { violation.code } else { nil }
    }

    @Test("While it is fresh it is not asked for again; when it is due, a new version comes into force")
    func freshness() {
        #expect(planVersion(catalog.resolve("purchase", version: nil)) == 3)
        source.state.withLock { state in
            state.latest?.version = 4
            state.latest?.schemaID = 40
            state.time = 0.9
        }
        #expect(planVersion(catalog.resolve("purchase", version: nil)) == 3)
        #expect(source.state.withLock { $0.asked } == 1)
        source.state.withLock { $0.time = 1 }
        #expect(planVersion(catalog.resolve("purchase", version: nil)) == 4)
        #expect(source.state.withLock { $0.asked } == 2)
    }

    @Test("With the registry down, what is known stays in force and what is not is unavailable")
    func outage() {
        _ = catalog.resolve("purchase", version: nil)
        source.state.withLock { state in
            state.isDown = true
            state.time = 100
        }
        #expect(planVersion(catalog.resolve("purchase", version: nil)) == 3)
        guard case .unavailable = catalog.resolve("page_view", version: nil) else {
            Issue.record("an unknown type was decided on without the registry")
            return
        }
    }

    @Test("A version that is asked for binds; one that does not exist is refused")
    func versions() {
        source.state.withLock { state in
            state.old[2] = state.latest
            state.old[2]?.version = 2
        }
        #expect(planVersion(catalog.resolve("purchase", version: 2)) == 2)
        #expect(planVersion(catalog.resolve("purchase", version: 3)) == 3)
        #expect(code(catalog.resolve("purchase", version: 9)) == .unknownSchemaVersion)
        #expect(code(catalog.resolve("purchase", version: -1)) == .unknownSchemaVersion)
        #expect(code(catalog.resolve("purchase", version: .max)) == .unknownSchemaVersion)
    }

    @Test(
        "Names that can be no event type are refused without asking", arguments: ["", "A", "a-b", "9a", "a/../b", "ä"])
    func names(name: String) {
        #expect(code(catalog.resolve(name, version: nil)) == .unknownEventType)
        #expect(source.state.withLock { $0.asked } == 0)
    }

    @Test("A schema that can't be used says why")
    func unusable() {
        source.state.withLock { $0.latest?.text = #""string""# }
        guard case .refused(let violation) = catalog.resolve("purchase", version: nil) else {
            Issue.record("a schema without an envelope was used")
            return
        }
        #expect(violation.code == .unknownEventType && violation.hint?.contains("version 3") == true)
    }
}
