// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import SluiceRuntime
import Testing

@Suite("Protobuf's encoding is read with every byte checked")
struct ProtobufReaderTests {
    private func reason(_ bytes: [UInt8]) -> CodecError.Reason? {
        do {
            _ = try GoogleTimestamp(protobuf: bytes)
            return nil
        } catch {
            return error.reason
        }
    }

    @Test("Varints of ten bytes are read, longer ones are refused")
    func varints() throws {
        let ones = [UInt8](repeating: 0xFF, count: 9)
        #expect(try GoogleTimestamp(protobuf: [8] + ones + [1]).seconds == -1)
        #expect(reason([8] + ones + [0x81, 0]) == .varintTooLong)
        #expect(reason([8] + ones) == .truncated(needed: 1))
        // A 32-bit field takes the low bits of a longer number.
        #expect(try GoogleTimestamp(protobuf: [16, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01]).nanos == -1)
        #expect(GoogleTimestamp(seconds: -1).protobufBytes() == [8] + ones + [1])
    }

    @Test("Numbers of every length are read at the bytes' end and before other fields")
    func lengthsOfNumbers() throws {
        let rest = GoogleTimestamp(nanos: 1).protobufBytes()
        let padding: [UInt8] = [0x1A, 12] + [UInt8](repeating: 0xFF, count: 12)
        for shift in 0..<64 {
            for number in [UInt64(1) << UInt64(shift), UInt64.max >> UInt64(shift)] {
                let bytes = GoogleTimestamp(seconds: Int64(bitPattern: number)).protobufBytes()
                #expect(bytes.count == 2 + (63 - number.leadingZeroBitCount) / 7)
                for tail in [[], rest, padding] {
                    #expect(try GoogleTimestamp(protobuf: bytes + tail).seconds == Int64(bitPattern: number))
                }
            }
        }
        #expect(reason([8] + [UInt8](repeating: 0x80, count: 11) + padding) == .varintTooLong)
    }

    @Test("Tags have one to five bytes, a number, and a wire type")
    func tags() throws {
        let largest: [UInt8] = [0xF8, 0xFF, 0xFF, 0xFF, 0x0F, 5]
        #expect(try GoogleTimestamp(protobuf: largest).unknownFields.numbers == [536_870_911])
        #expect(try GoogleTimestamp(protobuf: largest).protobufBytes() == largest)
        #expect(reason([0xF8, 0xFF, 0xFF, 0xFF, 0x1F, 5]) == .tagTooLong)
        #expect(reason([0xF8, 0xFF, 0xFF, 0xFF, 0x8F, 0]) == .tagTooLong)
        #expect(reason([0, 0]) == .invalidTag(0))
        #expect(reason([5, 0]) == .invalidTag(5))
        #expect(reason([14, 0]) == .invalidTag(14))
        #expect(reason([15, 0]) == .invalidTag(15))
        // A longer spelling of a known tag is that tag.
        #expect(try GoogleTimestamp(protobuf: [0x88, 0, 3]).seconds == 3)
    }

    @Test("Groups end with their own number")
    func groups() throws {
        #expect(try GoogleTimestamp(protobuf: [0x1B, 0x23, 0x24, 0x1C]).unknownFields.bytes.count == 4)
        #expect(reason([0x1B, 0x24]) == .invalidTag(0x24))
        #expect(reason([0x1C]) == .invalidTag(0x1C))
        #expect(reason([0x1B, 8, 1]) == .truncated(needed: 1))
        // A message ends where its length says, also within a group.
        #expect(throws: CodecError.self) { try GoogleValue(protobuf: [0x2A, 1, 0x1B, 0x1C]) }
    }

    @Test("Lengths beyond the bytes are refused before anything is taken")
    func lengths() throws {
        #expect(throws: CodecError(path: "type_url", offset: 2, reason: .invalidLength(5))) {
            try GoogleAny(protobuf: [0x0A, 5, 0x61])
        }
        let huge: [UInt8] = [0x12, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 1]
        #expect(throws: CodecError.self) { try GoogleAny(protobuf: huge) }
        // The inner text is longer than the message around it, and not longer than the bytes.
        #expect(throws: CodecError.self) { try GoogleStruct(protobuf: [0x0A, 2, 0x0A, 3, 0x61, 0x61, 0x61]) }
    }

    @Test("Messages and groups within each other are refused at a hundred levels")
    func depth() throws {
        func nested(_ levels: Int) -> [UInt8] {
            var value = GoogleValue(kind: .boolValue(true))
            for _ in 0..<levels { value = GoogleValue(kind: .listValue(GoogleListValue(values: [value]))) }
            return value.protobufBytes()
        }
        _ = try GoogleValue(protobuf: nested(50))
        #expect(throws: CodecError.self) { try GoogleValue(protobuf: nested(51)) }
        let groups = [UInt8](repeating: 0x1B, count: 100_000)
        #expect(reason(groups) == .tooDeep)
    }

    @Test("Texts are UTF-8")
    func texts() throws {
        #expect(try GoogleStringValue(protobuf: [0x0A, 4, 0xF0, 0x9F, 0x99, 0x82]).value == "🙂")
        #expect(throws: CodecError(path: "value", offset: 4, reason: .invalidUTF8)) {
            try GoogleStringValue(protobuf: [0x0A, 2, 0xC0, 0x80])
        }
        #expect(throws: CodecError.self) { try GoogleStringValue(protobuf: [0x0A, 3, 0xED, 0xA0, 0x80]) }
    }

    @Test("Of a key that occurs twice the last value stays, and what an entry lacks is zero")
    func maps() throws {
        let entry: [UInt8] = [0x0A, 7, 0x0A, 1, 0x61, 0x12, 2, 0x20, 1]
        let other: [UInt8] = [0x0A, 7, 0x12, 2, 0x20, 0, 0x0A, 1, 0x61]
        #expect(try GoogleStruct(protobuf: entry + other).fields == ["a": GoogleValue(kind: .boolValue(false))])
        #expect(try GoogleStruct(protobuf: [0x0A, 0]).fields == ["": GoogleValue()])
    }

    @Test("What is larger than the writer's memory is written all the same")
    func growth() throws {
        let values = (0..<5000).map { GoogleValue(kind: .stringValue(String($0))) }
        let list = GoogleListValue(values: values)
        #expect(try GoogleListValue(protobuf: list.protobufBytes()) == list)
        let bytes = GoogleBytesValue(value: [UInt8](repeating: 7, count: 100_000))
        #expect(bytes.protobufBytes().count == 100_004)
        #expect(try GoogleBytesValue(protobuf: bytes.protobufBytes()) == bytes)
    }

    @Test("Unknown fields are made of whole fields only")
    func unknownFields() {
        #expect(ProtobufUnknownFields(bytes: [0x08, 1, 0x12, 1, 0])?.numbers == [1, 2])
        #expect(ProtobufUnknownFields(bytes: [0x08]) == nil)
        #expect(ProtobufUnknownFields(bytes: [0x0C]) == nil)
    }
}
