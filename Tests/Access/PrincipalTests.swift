// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Testing

@testable import Access

@Suite("A principal may do what its role says, to the subjects that it is bound to")
struct PrincipalTests {
    private typealias Action = Principal.Action

    @Test(
        "Each role has its actions and no other",
        arguments: [
            (.reader, [.read]), (.writer, [.read, .write]), (.admin, [.read, .write, .admin]), (.ingest, []),
        ] as [(AccessRole, Set<Principal.Action>)])
    func roles(role: AccessRole, allowed: Set<Principal.Action>) {
        let free = Principal(name: "free", role: role)
        let bound = Principal(name: "bound", role: role, subjectPrefixes: ["team-a.", "orders"])
        for action in Action.allCases {
            let isAllowed = allowed.contains(action)
            #expect(free.may(action, "anything") == isAllowed)
            #expect(free.may(action) == isAllowed)
            #expect(bound.may(action, "team-a.x") == isAllowed)
            #expect(bound.may(action, "orders") == isAllowed)
            for subject in ["team-a", "team-b.x", "", "Orders", ":.ctx:orders"] {
                #expect(!bound.may(action, subject))
            }
            // The registry as a whole: bound keys read what holds for all, and change nothing of it.
            #expect(bound.may(action) == (isAllowed && action == .read))
        }
    }

    @Test("A context's prefix covers the context and all in it")
    func context() {
        let admin = Principal(name: "a", role: .admin, subjectPrefixes: [":.a:"])
        #expect(admin.may(.admin, ":.a:") && admin.may(.write, ":.a:orders"))
        #expect(!admin.may(.read, ":.ab:orders") && !admin.may(.read, "orders"))
    }

    @Test("Prefixes compare by bytes, as PostgreSQL does: equivalent characters are not the same")
    func bytes() {
        let principal = Principal(name: "é", role: .reader, subjectPrefixes: ["caf\u{E9}"])
        #expect(principal.may(.read, "caf\u{E9}.x"))
        #expect(!principal.may(.read, "cafe\u{301}.x"))
    }

    @Test(
        "The prefixes of a list are narrowed, without overlap and in order",
        arguments: [
            (["b", "a"], "", ["a", "b"]), (["a", "ab", "a.b"], "", ["a"]), (["ab", "b"], "a", ["ab"]),
            (["a"], "ab", ["ab"]), (["a"], "b", []), (["a", "ab"], "abc", ["abc"]), ([], "", []),
        ] as [([String], String, [String])])
    func readable(own: [String], within prefix: String, expected: [String]) {
        #expect(Principal(name: "p", role: .reader, subjectPrefixes: own).readable(within: prefix) == expected)
    }

    @Test("Prefixes to read add to what is seen, and to nothing else")
    func readPrefixes() {
        let principal = Principal(name: "p", role: .admin, subjectPrefixes: ["own."], readPrefixes: ["shared."])
        for action in Principal.Action.allCases {
            #expect(principal.may(action, "own.a"))
            #expect(principal.may(action, "shared.a") == (action == .read))
            #expect(!principal.may(action, "other.a"))
        }
        #expect(principal.readable() == ["own.", "shared."])
        #expect(principal.readable(within: "sh") == ["shared."])
        let ingest = Principal(name: "p", role: .ingest, subjectPrefixes: ["own."], readPrefixes: ["shared."])
        #expect(!ingest.may(.read, "shared.a"))
    }

    @Test("Who is not bound reads all with the prefix, who may not read reads nothing")
    func readableByRole() {
        #expect(Principal(name: "p", role: .reader).readable(within: "x") == ["x"])
        #expect(Principal(name: "p", role: .ingest).readable().isEmpty)
    }
}

@Suite("The access policy tells who a request is from")
struct AccessPolicyTests {
    private static let key = APIKey(
        id: "1", name: "team-a", role: .writer, subjectPrefixes: ["team-a."], hint: "k…", createdAtMicros: 0)

    private func policy(_ mode: AccessPolicy.Mode, isDown: Bool = false) -> AccessPolicy {
        struct Down: Error {}
        let good = APIKeySecret(text: "good").digest
        return AccessPolicy(
            mode: mode,
            verifier: APIKeyVerifier(
                configuration: .init(),
                find: { digest in
                    if isDown { throw Down() }
                    return digest == good ? Self.key : nil
                }, now: { 0 }))
    }

    private func decide(_ policy: AccessPolicy, _ authorization: String?) -> AccessPolicy.Decision {
        policy.decide(authorization: authorization, apiKeyHeader: nil)
    }

    @Test("Off: keys are not looked at")
    func off() {
        for authorization in [nil, "Bearer bad", "Bearer good"] {
            #expect(decide(policy(.off), authorization) == .granted(.anonymous(.admin)))
        }
    }

    @Test("Optional-read: without a key one reads, with one it must be good")
    func optionalRead() {
        let policy = policy(.optionalRead)
        #expect(decide(policy, nil) == .granted(.anonymous(.reader)))
        #expect(decide(policy, "Bearer good") == .granted(Principal(Self.key)))
        for bad in ["Bearer bad", "Bearer", "Digest x", ""] { #expect(decide(policy, bad) == .unknown) }
    }

    @Test("Required: without a key nothing")
    func required() {
        let policy = policy(.required)
        #expect(decide(policy, nil) == .missing)
        #expect(decide(policy, "Basic YW55Ym9keTpnb29k") == .granted(Principal(Self.key)))
        #expect(decide(policy, "Bearer bad") == .unknown)
        #expect(policy.decide(authorization: nil, apiKeyHeader: "good") == .granted(Principal(Self.key)))
    }

    @Test("While keys can't be looked up, an unknown one is unavailable, and anonymous reading goes on")
    func down() {
        #expect(decide(policy(.required, isDown: true), "Bearer good") == .unavailable)
        #expect(decide(policy(.optionalRead, isDown: true), nil) == .granted(.anonymous(.reader)))
    }

    @Test("From memory it decides only what it has seen")
    func memory() {
        let policy = policy(.required)
        #expect(policy.decideFromMemory(authorization: "Bearer good", apiKeyHeader: nil) == nil)
        #expect(policy.decideFromMemory(authorization: nil, apiKeyHeader: nil) == .missing)
        _ = decide(policy, "Bearer good")
        #expect(
            policy.decideFromMemory(authorization: "Bearer good", apiKeyHeader: nil) == .granted(Principal(Self.key)))
    }
}
