// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// One word of a command.
public enum RedisArgument: Sendable, Hashable, ExpressibleByStringLiteral, ExpressibleByIntegerLiteral {
    case text(String)
    case bytes([UInt8])
    case integer(Int64)

    public init(stringLiteral value: String) { self = .text(value) }
    public init(integerLiteral value: Int64) { self = .integer(value) }
}

/// Commands that go to Redis together, already in its wire format (RESP2, arrays of bulk strings).
///
/// They are sent in one write and answered in their order; other clients' commands may run in between.
public struct RedisPipeline: Sendable {
    private(set) var wire: [UInt8] = []
    public private(set) var count = 0

    public init() {}

    public var isEmpty: Bool { count == 0 }

    public mutating func add(_ words: RedisArgument...) { add(words) }

    public mutating func add(_ words: [RedisArgument]) {
        guard !words.isEmpty else { return }
        appendHeader(UInt8(ascii: "*"), words.count)
        for word in words {
            switch word {
            case .bytes(let bytes): appendBulk(bytes)
            case .text(let text): appendBulk(text.utf8)
            case .integer(let value): appendBulk(String(value).utf8)
            }
        }
        count += 1
    }

    /// Forgets the commands and keeps the memory.
    public mutating func removeAll() {
        wire.removeAll(keepingCapacity: true)
        count = 0
    }

    private mutating func appendBulk(_ bytes: some Collection<UInt8>) {
        appendHeader(UInt8(ascii: "$"), bytes.count)
        wire.append(contentsOf: bytes)
        wire.append(UInt8(ascii: "\r"))
        wire.append(UInt8(ascii: "\n"))
    }

    private mutating func appendHeader(_ kind: UInt8, _ number: Int) {
        wire.append(kind)
        if number < 10 {
            wire.append(UInt8(ascii: "0") + UInt8(number))
        } else {
            wire.append(contentsOf: String(number).utf8)
        }
        wire.append(UInt8(ascii: "\r"))
        wire.append(UInt8(ascii: "\n"))
    }
}
