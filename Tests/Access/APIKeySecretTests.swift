// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Testing

@testable import Access

@Suite("A key's secret is random, found in headers and hidden in logs")
struct APIKeySecretTests {
    @Test("Two are never equal and have 256 bits")
    func random() {
        let secret = APIKeySecret.random()
        #expect(secret != .random())
        #expect(secret.text.hasPrefix("sluice_") && secret.text.utf8.count == 7 + 43)
        #expect(secret.text.dropFirst(7).allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_".contains($0)) })
    }

    @Test(
        "It is read from the usual headers",
        arguments: [
            ("Bearer abc", nil, "abc"), ("bearer   abc ", nil, "abc"), ("BASIC dXNlcjphOmI=", nil, "a:b"),
            (nil, " abc ", "abc"), ("Bearer abc", "other", "abc"),
        ] as [(String?, String?, String)])
    func headers(authorization: String?, apiKey: String?, expected: String) {
        #expect(APIKeySecret(authorization: authorization, apiKeyHeader: apiKey)?.text == expected)
    }

    @Test(
        "What is none is none", arguments: [nil, "", "Bearer", "Bearer ", "Digest x", "Basic !", "Basic bm9jb2xvbg=="])
    func noHeader(authorization: String?) {
        #expect(APIKeySecret(authorization: authorization, apiKeyHeader: nil) == nil)
    }

    @Test("Its digest is SHA-256, and printing it shows only the beginning")
    func digest() {
        let secret = APIKeySecret(text: "abc")
        let hex = secret.digest.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
        #expect(hex == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
        let printed = "\(APIKeySecret(text: "sluice_secretsecret"))"
        #expect(printed == "sluice_secr…")
    }
}
