// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

internal import CHiredis

/// One answer of Redis (RESP2).
public enum RedisReply: Sendable, Hashable {
    case null
    /// Such as `OK`.
    case status(String)
    /// What Redis refused a command with; in a pipeline the other commands were done.
    case error(String)
    case integer(Int64)
    case bytes([UInt8])
    case array([RedisReply])

    public var isNull: Bool { self == .null }

    /// The integer, or nil if it is no integer (nor a string of digits, as hash fields are).
    public var integer: Int64? {
        switch self {
        case .integer(let value): value
        case .bytes(let bytes): Int64(String(decoding: bytes, as: UTF8.self))
        default: nil
        }
    }

    public var bytes: [UInt8]? { if case .bytes(let bytes) = self { bytes } else { nil } }

    /// A string or status as UTF-8; nil for all else.
    public var text: String? {
        switch self {
        case .bytes(let bytes): String(validating: bytes, as: UTF8.self)
        case .status(let text): text
        default: nil
        }
    }

    public var array: [RedisReply]? { if case .array(let items) = self { items } else { nil } }

    /// Itself; throws `refused` if it is an error.
    public func checked() throws(RedisError) -> RedisReply {
        if case .error(let message) = self { throw RedisError(.refused, "Redis refused a command: \(message)") }
        return self
    }
}

extension RedisReply {
    /// Copies a reply of hiredis, which stays the caller's.
    init(_ reply: UnsafePointer<redisReply>) {
        let value = reply.pointee
        func bytes() -> UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: value.str, count: value.len) }
        switch value.type {
        case REDIS_REPLY_STRING: self = .bytes(Array(bytes()))
        case REDIS_REPLY_INTEGER: self = .integer(value.integer)
        case REDIS_REPLY_STATUS: self = .status(String(decoding: bytes(), as: UTF8.self))
        case REDIS_REPLY_ERROR: self = .error(String(decoding: bytes(), as: UTF8.self))
        case REDIS_REPLY_ARRAY:
            self = .array((0..<value.elements).map { index in value.element[index].map { RedisReply($0) } ?? .null })
        default: self = .null
        }
    }
}
