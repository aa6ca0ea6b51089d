// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// Fields of a message that its type does not know, as they were written, one after the other.
///
/// They are written again with the message, so a service that knows an older schema loses nothing. Fields that extend the
/// message are here, too: `ProtobufExtension` reads them.
public struct ProtobufUnknownFields: Sendable, Hashable {
    /// Tags and values.
    public private(set) var bytes: [UInt8] = []

    @inlinable
    public init() {}

    /// Nil unless the bytes are whole fields.
    public init?(bytes: [UInt8]) {
        let isWhole = bytes.withUnsafeBytes { raw in
            var reader = ProtobufReader(raw)
            do {
                while let tag = try reader.nextTag() { try reader.skip(tag) }
                return true
            } catch {
                return false
            }
        }
        guard isWhole else { return nil }
        self.bytes = bytes
    }

    @inlinable
    public var isEmpty: Bool { bytes.isEmpty }

    /// The numbers of the fields, in the order in which they were written.
    public var numbers: [Int] {
        var numbers: [Int] = []
        visit { tag, _ in numbers.append(Int(tag >> 3)) }
        return numbers
    }

    /// Appends whole fields.
    @usableFromInline
    mutating func append(_ raw: UnsafeRawBufferPointer) { bytes.append(contentsOf: raw) }

    /// Appends a field with a varint.
    @usableFromInline
    mutating func append(number: Int, varint: UInt64) {
        var writer = ProtobufWriter(capacity: 16)
        writer.varint(varint)
        writer.tag(UInt32(truncatingIfNeeded: number) << 3)
        bytes += writer.bytes
    }

    mutating func append(contentsOf other: ProtobufUnknownFields) { bytes += other.bytes }

    /// Removes all fields of a number, and appends others.
    mutating func replace(_ number: Int, with others: [UInt8]) {
        var kept: [UInt8] = []
        visit { tag, field in
            if Int(tag >> 3) != number { kept += field }
        }
        bytes = kept + others
    }

    /// Calls `body` with each field's tag and bytes, its tag included.
    func visit(_ body: (UInt32, UnsafeRawBufferPointer) -> Void) {
        bytes.withUnsafeBytes { raw in
            var reader = ProtobufReader(raw)
            // The bytes are whole fields, so nothing is left out by an error.
            while let tag = (try? reader.nextTag()) ?? nil {
                guard (try? reader.skip(tag)) != nil else { return }
                body(tag, UnsafeRawBufferPointer(rebasing: raw[reader.tagStart..<reader.position]))
            }
        }
    }
}
