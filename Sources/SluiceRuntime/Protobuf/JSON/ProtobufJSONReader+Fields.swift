// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

// MARK: Fields, by the coding of their values

extension ProtobufJSONReader {
    /// A value; nil for a `null`, and for an enum's name that is not known, if such are passed over.
    public mutating func value<Coding: ProtobufCoding>(_ coding: Coding.Type) throws(CodecError) -> Coding.Value? {
        if !Coding.acceptsNull, try takeNull() { return nil }
        return try Coding.read(from: &self)
    }

    /// A field without presence, or one that is required. As on the wire, a member that occurs again replaces the earlier
    /// one, and messages are merged.
    public mutating func value<Coding: ProtobufCoding>(
        _ coding: Coding.Type, into value: inout Coding.Value
    ) throws(CodecError) {
        if !Coding.acceptsNull, try takeNull() { return }
        if let read = try Coding.read(merging: value, from: &self) { value = read }
    }

    /// A field with presence.
    public mutating func value<Coding: ProtobufCoding>(
        _ coding: Coding.Type, into value: inout Coding.Value?
    ) throws(CodecError) {
        if !Coding.acceptsNull, try takeNull() { return }
        let read: Coding.Value?
        if let earlier = value {
            read = try Coding.read(merging: earlier, from: &self)
        } else {
            read = try Coding.read(from: &self)
        }
        if let read { value = read }
    }

    /// A oneof's field; an error if the oneof has a field already.
    public mutating func value<Coding: ProtobufCoding, Choice>(
        _ coding: Coding.Type, of choice: Choice?
    ) throws(CodecError) -> Coding.Value? {
        let value = try self.value(coding)
        guard value == nil || choice == nil else { throw failure("one field of the oneof") }
        return value
    }

    /// A repeated field.
    public mutating func append<Coding: ProtobufCoding>(
        _ coding: Coding.Type, to values: inout [Coding.Value]
    ) throws(CodecError) {
        if try takeNull() { return }
        try begin(0x5B)
        var isFirst = true
        var index = 0
        while try hasElement(&isFirst) {
            do throws(CodecError) {
                if let value = try Coding.read(from: &self) { values.append(value) }
            } catch {
                throw error.within("[\(index)]")
            }
            index += 1
        }
    }

    /// A map.
    public mutating func insert<Key: ProtobufKeyCoding, Value: ProtobufCoding>(
        _ key: Key.Type, _ value: Value.Type, into map: inout [Key.Value: Value.Value]
    ) throws(CodecError) {
        if try takeNull() { return }
        try begin(0x7B)
        var isFirst = true
        while let name = try nextName(&isFirst) {
            guard let entryKey = Key.key(name) else { throw failure("a key of the map's type") }
            do throws(CodecError) {
                if let entryValue = try Value.read(from: &self) {
                    guard map.updateValue(entryValue, forKey: entryKey) == nil else { throw failure("a key once") }
                }
            } catch {
                throw error.within("[\"\(name)\"]")
            }
        }
    }
}
