// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import SluiceRuntime
import Testing

@Suite("UUIDs are read, written and made from names as RFC 9562 says")
struct UUID128Tests {
    @Test("Text, bytes and words agree")
    func forms() throws {
        let text = "6ba7b810-9dad-11d1-80b4-00c04fd430c8"
        let value = try #require(UUID128(text))
        #expect(value.description == text)
        #expect(UUID128(text.uppercased()) == value)
        #expect(value.high == 0x6BA7_B810_9DAD_11D1)
        #expect(value.bytes.prefix(4) == [0x6B, 0xA7, 0xB8, 0x10])
        #expect(UUID128(bytes: value.bytes) == value)
        #expect(UUID128(bytes: value.bytes.dropLast()) == nil)
    }

    @Test(
        "Other texts are refused",
        arguments: [
            "", "6ba7b8109dad11d180b400c04fd430c8", "6ba7b810-9dad-11d1-80b4-00c04fd430c",
            "6ba7b810-9dad-11d1-80b4-00c04fd430cg",
            "{6ba7b810-9dad-11d1-80b4-00c04fd430c8}", "6ba7b810-9dad-11d1-80b4+00c04fd430c8",
            "6ba7b81é-9dad-11d1-80b4-00c04fd430c",
        ])
    func refused(text: String) {
        #expect(UUID128(text) == nil)
    }

    @Test("Version 5 agrees with Python's uuid5")
    func nameBased() throws {
        let dns = try #require(UUID128("6ba7b810-9dad-11d1-80b4-00c04fd430c8"))
        #expect(
            UUID128.v5(namespace: dns, name: Array("python.org".utf8)).description
                == "886313e1-3b8a-5372-9b90-0c9aee199e5d")
        // Names whose padding ends in one, and in two, blocks.
        #expect(
            UUID128.v5(namespace: dns, name: Array(repeating: 0x61, count: 39)).description
                == "5824f981-4282-59d4-9716-acb6d741350e")
        #expect(
            UUID128.v5(namespace: dns, name: Array(repeating: 0x61, count: 40)).description
                == "39f39c20-db47-5131-8879-62f8f67f9014")
        #expect(
            UUID128.v5(namespace: dns, name: Array(repeating: 0x61, count: 1000)).description
                == "062a6b1a-ddc3-5fcc-b238-790846e533d6")
    }
}
