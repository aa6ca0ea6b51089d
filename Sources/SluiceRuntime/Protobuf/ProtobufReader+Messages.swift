// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

// MARK: Messages and groups

extension ProtobufReader {
    /// A message's field: a value that is there already is merged with what is read.
    @inlinable
    public mutating func message<Message: ProtobufCodable>(
        into message: inout Message?, at field: StaticString = ""
    ) throws(CodecError) {
        // Taken out, so that nothing is held twice while it changes.
        var value = message.take() ?? Message()
        try self.message(into: &value, at: field)
        message = consume value
    }

    /// A message's field that is merged with the value.
    @inlinable
    public mutating func message<Message: ProtobufCodable>(
        into message: inout Message, at field: StaticString = ""
    ) throws(CodecError) {
        let length = try length(at: field)
        let outer = try enter(end: position &+ length, endGroup: 0, at: field)
        do throws(CodecError) {
            try message.merge(from: &self)
        } catch {
            throw error.within(field.description)
        }
        leave(to: outer)
    }

    /// A group's field: a value that is there already is merged with what is read.
    @inlinable
    public mutating func group<Group: ProtobufCodable>(
        into group: inout Group?, at field: StaticString = ""
    ) throws(CodecError) {
        var value = group.take() ?? Group()
        try self.group(into: &value, at: field)
        group = consume value
    }

    /// A group, whose start tag has been read.
    @inlinable
    public mutating func group<Group: ProtobufCodable>(
        into group: inout Group, at field: StaticString = ""
    ) throws(CodecError) {
        let outer = try enter(end: end, endGroup: lastTag &+ 1, at: field)
        do throws(CodecError) {
            try group.merge(from: &self)
        } catch {
            throw error.within(field.description)
        }
        leave(to: outer)
    }

    /// The entry of a map: tags 1 and 2 are handed to `field`, all else is skipped.
    @inlinable
    mutating func entry(
        at name: StaticString, _ field: (UInt32, inout ProtobufReader) throws(CodecError) -> Bool
    ) throws(CodecError) {
        let length = try length(at: name)
        let outer = try enter(end: position &+ length, endGroup: 0, at: name)
        do throws(CodecError) {
            while let tag = try nextTag() {
                if try !field(tag, &self) { try skip(tag) }
            }
        } catch {
            throw error.within(name.description)
        }
        leave(to: outer)
    }

    /// What is restored at the end of a message within another.
    @usableFromInline
    struct Outer {
        @usableFromInline let end: Int
        @usableFromInline let endGroup: UInt32
        @usableFromInline let tagStart: Int

        @inlinable
        init(end: Int, endGroup: UInt32, tagStart: Int) {
            self.end = end
            self.endGroup = endGroup
            self.tagStart = tagStart
        }
    }

    @inlinable
    mutating func enter(end: Int, endGroup: UInt32, at field: StaticString) throws(CodecError) -> Outer {
        guard depth < Self.maximumDepth else { throw failure(.tooDeep, at: field) }
        depth &+= 1
        let outer = Outer(end: self.end, endGroup: self.endGroup, tagStart: tagStart)
        self.end = end
        self.endGroup = endGroup
        return outer
    }

    @inlinable
    mutating func leave(to outer: Outer) {
        depth &-= 1
        end = outer.end
        endGroup = outer.endGroup
        tagStart = outer.tagStart
    }
}

// MARK: Unknown fields

extension ProtobufReader {
    /// Reads past a field that the message does not know, and keeps its bytes.
    public mutating func keep(_ tag: UInt32, in unknown: inout ProtobufUnknownFields) throws(CodecError) {
        let start = tagStart
        try skip(tag)
        unknown.append(raw(start..<position))
    }

    /// Reads past a field whose tag has been read.
    public mutating func skip(_ tag: UInt32) throws(CodecError) {
        guard tag >= 8 else { throw failure(.invalidTag(tag), at: "") }
        switch tag & 7 {
        case 0: _ = try varint()
        case 1: _ = try fixed64()
        case 2: position &+= try length()
        case 3:
            let outer = try enter(end: end, endGroup: tag &+ 1, at: "")
            while let inner = try nextTag() { try skip(inner) }
            leave(to: outer)
        case 5: _ = try fixed32()
        default: throw failure(.invalidTag(tag), at: "")
        }
    }
}
