// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Testing

@testable import Registry

@Suite("Paths of the registry")
struct RegistryRouteTests {
    @Test(
        "the default context may stand in front, as a path and as a part of the subject",
        arguments: [
            (["contexts", ".", "subjects"], .subjects), (["contexts", ":.:", "schemas", "ids", "7"], .schema(id: 7)),
            (["contexts", "."], .context(".")), (["subjects", ":.:s", "versions"], .versions(SubjectName("s"))),
            (["config", ":.:s"], .config(SubjectName("s"))), (["subjects", "a/b"], .subject(SubjectName("a/b"))),
            (["compatibility", "subjects", "s", "versions", "1"], .compatibilityWith(SubjectName("s"), "1")),
        ] as [([String], RegistryRoute)])
    func known(segments: [String], expected: RegistryRoute) {
        #expect(RegistryRoute(segments) == expected)
    }

    @Test(
        "other paths are none",
        arguments: [
            ["contexts", ".x", "subjects"], ["schemas", "ids", "x"], ["schemas", "ids", "99999999999"],
            ["schemas", "x"],
            ["subjects", "s", "x"], ["subjects", "s", "versions", "1", "x"], ["compatibility", "s", "versions"],
            ["compatibility", "subjects", "s", "versions", "1", "x"], ["v1", "metadata"], ["x"],
        ])
    func unknown(segments: [String]) {
        #expect(RegistryRoute(segments) == nil)
    }
}
