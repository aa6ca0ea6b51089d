// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats
import TestKit
import Testing

@testable import Registry

@Suite("The description of the interface")
struct OpenAPITests {
    @Test("docs/openapi/registry.json is what the registry serves")
    func checkedIn() throws {
        let served = try TestRegistry().get("/openapi.json")
        #expect(served.status == 200 && served.contentType == "application/json")
        try CheckedIn.compare("docs/openapi/registry.json", with: served.text)
    }

    @Test("docs/registry-errors.md is the catalogue of codes")
    func errors() throws {
        try CheckedIn.compare("docs/registry-errors.md", with: RegistryErrorCode.documentation())
    }

    @Test("every operation is described, and every description is of an operation")
    func operations() throws {
        guard case .object(let paths)? = OpenAPIDocument.document["paths"] else {
            Issue.record("no paths")
            return
        }
        var described: [String] = []
        for path in paths {
            guard case .object(let operations) = path.value else { continue }
            described += operations.map { "\($0.name.uppercased()) \(path.name)" }
        }
        #expect(described.sorted() == RegistryEndpoint.all.map { "\($0.method) \($0.path)" }.sorted())
        let router = RegistryRouter(RegistryEndpoint.all)
        for path in paths {
            #expect(router.match(path.name.split(separator: "/").map(String.init)) != nil, "\(path.name)")
        }
    }

    @Test("whatever is referred to is there")
    func references() {
        let names = RegistryShape.all.map { "#/components/schemas/\($0.name)" }
        #expect(Set(names).count == names.count)
        let shapes = Set(names + ["#/components/responses/Error"])
        var missing: [String] = []
        func visit(_ value: JSONValue) {
            switch value {
            case .array(let elements): elements.forEach(visit)
            case .object(let members):
                for member in members {
                    if member.name == "$ref", case .string(let target) = member.value, !shapes.contains(target) {
                        missing.append(target)
                    }
                    visit(member.value)
                }
            default: break
            }
        }
        visit(OpenAPIDocument.document)
        #expect(missing == [])
    }

    @Test("schemathesis finds no answer that the description does not allow")
    func schemathesis() throws {
        let registry = try TestRegistry()
        for subject in ["a", "b"] {
            try registry.register(subject, Sample.record())
            try registry.register(subject, Sample.wider())
        }
        _ = try PythonOracle.run(file: "Tests/Registry/Oracles/openapi_fuzz.py", [registry.url])
    }
}
