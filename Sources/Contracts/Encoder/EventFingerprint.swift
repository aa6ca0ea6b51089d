// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

public import Formats

/// 64 bits over what a client says in an event, to tell a retry from another event of the same id.
///
/// Made of the JSON and not of the encoded record, so that it is the same whatever the schema version. It doesn't depend
/// on the order of members, white space, escapes, or how a number is written (`1`, `1.0` and `1e0` are one). Members that
/// are null count as missing. Of the envelope, `event_id` (the key itself), `sent_at` (a retry has another) and
/// `schema_version` are left out. The values are stored for days: they never change between releases.
///
/// It is no defence against somebody who makes collisions; to do so they would have to know the event_id anyway.
public enum EventFingerprint {
    /// - Parameter index: of the event in the tape.
    public static func of(_ tape: JSONTape, at index: Int) -> UInt64 {
        FingerprintReader(tape: tape).event(index)
    }
}

private struct FingerprintReader {
    let tape: JSONTape

    func event(_ index: Int) -> UInt64 {
        guard tape.kind(at: index) == .object else { return value(index) }
        return object(index, isEnvelope: true, isRoot: true)
    }

    private func value(_ index: Int) -> UInt64 {
        switch tape.kind(at: index) {
        case .object: return object(index, isEnvelope: false, isRoot: false)
        case .array:
            var hash: UInt64 = 0x5B
            var element = index &+ 1
            let end = tape.end(of: index)
            while element < end {
                hash = mix(hash, value(element))
                element = tape.next(after: element)
            }
            return hash
        case .string: return text(index)
        case .integer: return mix(tape.numberBits(at: index), 0x6C)
        case .unsigned: return mix(tape.numberBits(at: index), 0x75)
        case .double:
            let number = Double(bitPattern: tape.numberBits(at: index))
            if let whole = Int64(exactly: number) { return mix(UInt64(bitPattern: whole), 0x6C) }
            if let whole = UInt64(exactly: number) { return mix(whole, 0x75) }
            return mix(number.bitPattern, 0x64)
        case .true: return mix(1, 0x74)
        case .false: return mix(1, 0x66)
        default: return mix(1, 0x6E)
        }
    }

    /// The sum over the members doesn't depend on their order.
    private func object(_ index: Int, isEnvelope: Bool, isRoot: Bool) -> UInt64 {
        var sum: UInt64 = 0
        var member = index &+ 1
        let end = tape.end(of: index)
        while member < end {
            let content = member &+ 1
            defer { member = tape.next(after: content) }
            if tape.kind(at: content) == .null || (isEnvelope && isLeftOut(member)) { continue }
            let isNested = isRoot && tape.kind(at: content) == .object && name(member, is: "envelope")
            let hash = isNested ? object(content, isEnvelope: true, isRoot: false) : value(content)
            sum &+= mix(text(member), hash)
        }
        return mix(sum, 0x7B)
    }

    private func isLeftOut(_ member: Int) -> Bool {
        name(member, is: "event_id") || name(member, is: "sent_at") || name(member, is: "schema_version")
    }

    @inline(__always)
    private func name(_ member: Int, is wanted: StaticString) -> Bool {
        let found = tape.string(at: member)
        guard found.count == wanted.utf8CodeUnitCount else { return false }
        return found.elementsEqual(UnsafeBufferPointer(start: wanted.utf8Start, count: wanted.utf8CodeUnitCount))
    }

    @inline(__always)
    private func text(_ index: Int) -> UInt64 {
        let text = tape.string(at: index)
        guard let base = text.baseAddress else { return 0 }
        return hashBytes(base, text.count)
    }
}
