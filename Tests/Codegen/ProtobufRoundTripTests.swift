// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import CodegenGolden
import Formats
import Foundation
import SluiceRuntime
import TestKit
import Testing

/// Google's implementation for Python, with one of the golden schemas.
struct ProtobufOracle {
    private let descriptor: String
    private let message: String
    let folder: String

    init(_ schema: String, _ message: String) throws {
        folder = try TemporaryFolder.make("protobuf")
        let text = try String(
            contentsOfFile: ProjectRoot.path + "/codegen/Golden/schemas/\(schema).proto", encoding: .utf8)
        descriptor = folder + "/descriptor"
        try Data(try ProtobufSchema.parse(text).descriptor).write(to: URL(fileURLWithPath: descriptor))
        self.message = message
    }

    /// Random messages, and whether each has no other encoding.
    func make(_ count: Int, seed: Int) throws -> [(bytes: [UInt8], isUnique: Bool)] {
        let made = try run("make", [String(count), String(seed)])
        try Data(made.utf8).write(to: URL(fileURLWithPath: folder + "/made"))
        return try made.split(separator: "\n").map { line in
            (try #require(Hexadecimal.bytes(line.dropFirst())), line.first == "=")
        }
    }

    /// Throws unless the messages are those that were made.
    func compare(_ messages: [[UInt8]]) throws {
        _ = try run("same", [folder + "/made", try file(messages.map(Hexadecimal.text))])
    }

    /// The JSON of the messages that were made.
    func json() throws -> [String] {
        try run("json", [folder + "/made"]).split(separator: "\n").map { String($0) }
    }

    /// Throws unless the JSON texts mean the messages that were made.
    func read(_ json: [String]) throws { _ = try run("read", [folder + "/made", try file(json)]) }

    private func file(_ lines: [String]) throws -> String {
        let path = folder + "/answer"
        try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: URL(fileURLWithPath: path))
        return path
    }

    private func run(_ command: String, _ arguments: [String]) throws -> String {
        try PythonOracle.run(file: "Tests/Codegen/Oracles/protobuf.py", [command, descriptor, message] + arguments)
    }
}

enum Hexadecimal {
    static func text(_ bytes: [UInt8]) -> String {
        bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    }

    static func bytes(_ text: Substring) -> [UInt8]? {
        let digits = text.compactMap(\.hexDigitValue)
        guard digits.count == text.utf8.count, digits.count.isMultiple(of: 2) else { return nil }
        return stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
    }
}

@Suite("Generated messages and Google's implementation read each other's bytes")
struct ProtobufRoundTripTests {
    private func roundTrip<Message: ProtobufCodable>(
        _ type: Message.Type, _ schema: String, count: Int, seed: Int
    ) throws {
        let oracle = try ProtobufOracle(schema, Message.protobufName)
        let made = try oracle.make(count, seed: seed)
        #expect(made.count == count)
        var again: [[UInt8]] = []
        for (bytes, isUnique) in made {
            let message = try Message(protobuf: bytes)
            #expect(message.unknownFields.isEmpty)
            let encoded = message.protobufBytes()
            if isUnique { #expect(encoded == bytes, "seed \(seed)") }
            #expect(try Message(protobuf: encoded) == message)
            again.append(encoded)
        }
        try oracle.compare(again)
    }

    @Test("Every construct of proto3", arguments: [1, 2])
    func proto3(seed: Int) throws { try roundTrip(Shapes.self, "shapes", count: 150, seed: seed) }

    @Test("Every construct of proto2", arguments: [3, 4])
    func proto2(seed: Int) throws { try roundTrip(Legacy.self, "legacy", count: 150, seed: seed) }

    @Test("A message that contains itself")
    func recursion() throws { try roundTrip(ShapesTree.self, "shapes", count: 50, seed: 5) }

    @Test("Bytes that end anywhere, or are changed anywhere, are refused or read, and never trap")
    func damagedBytes() throws {
        func damage<Message: ProtobufCodable>(_ type: Message.Type, _ whole: [UInt8]) {
            for end in whole.indices { _ = try? Message(protobuf: Array(whole[..<end])) }
            for index in whole.indices {
                for bit in [0x01, 0x04, 0x40, 0x80] as [UInt8] {
                    var damaged = whole
                    damaged[index] ^= bit
                    guard let message = try? Message(protobuf: damaged) else { continue }
                    // What was accepted can be written, and is accepted again.
                    #expect((try? Message(protobuf: message.protobufBytes())) != nil)
                }
            }
        }
        for (bytes, _) in try ProtobufOracle("shapes", "golden.shapes.Shapes").make(3, seed: 6) {
            damage(Shapes.self, bytes)
        }
        for (bytes, _) in try ProtobufOracle("legacy", "golden.legacy.Legacy").make(3, seed: 7) {
            damage(Legacy.self, bytes)
        }
    }
}

@Suite("Generated messages keep Protobuf's rules")
struct ProtobufSemanticsTests {
    private func error<Message: ProtobufCodable>(_ type: Message.Type, _ bytes: [UInt8]) -> CodecError? {
        do {
            _ = try Message(protobuf: bytes)
            return nil
        } catch {
            return error
        }
    }

    @Test("Messages that occur twice are merged, and the last of a oneof's fields stays")
    func merging() throws {
        let line = Shapes(line: Line(length: 1)).protobufBytes() + Shapes(line: Line(label: "a")).protobufBytes()
        #expect(try Shapes(protobuf: line).line == Line(length: 1, label: "a"))
        let two =
            Shapes(choice: .chosenLine(Line(length: 1))).protobufBytes()
            + Shapes(choice: .chosenLine(Line(label: "a"))).protobufBytes()
        #expect(try Shapes(protobuf: two).choice == .chosenLine(Line(length: 1, label: "a")))
        let last = two + Shapes(choice: .chosenNumber(0)).protobufBytes()
        #expect(try Shapes(protobuf: last).choice == .chosenNumber(0))
        #expect(try Shapes(protobuf: last + two).chosenLine == Line(length: 1, label: "a"))
        var merged = Shapes(anInt32: 1, strings: ["a"])
        try merged.merge(protobuf: Shapes(anInt32: 2, strings: ["b"]).protobufBytes())
        #expect(merged == Shapes(anInt32: 2, strings: ["a", "b"]))
    }

    @Test("A negative zero is written, and so is a zero whose absence could be told")
    func zeros() throws {
        #expect(Shapes().protobufBytes() == [])
        #expect(Shapes(aDouble: -0.0).protobufBytes() == [9, 0, 0, 0, 0, 0, 0, 0, 0x80])
        #expect(Shapes(aFloat: -0.0).protobufBytes() == [21, 0, 0, 0, 0x80])
        #expect(Shapes(maybeInt32: 0).protobufBytes() == [0x80, 1, 0])
        #expect(Shapes(choice: .chosenText("")).protobufBytes() == [0x9A, 3, 0])
    }

    @Test("Numbers are read packed and not packed, whatever the schema says")
    func packing() throws {
        #expect(try Shapes(protobuf: [0xBA, 1, 2, 1, 2, 0xB8, 1, 3]).int32s == [1, 2, 3])
        #expect(try Shapes(protobuf: [0x82, 2, 2, 1, 2, 0x80, 2, 3]).unpacked == [1, 2, 3])
        #expect(try Shapes(protobuf: [0xBA, 1, 2, 1, 2, 0xBA, 1, 0, 0xBA, 1, 1, 5]).int32s == [1, 2, 5])
        #expect(error(Shapes.self, [0xBA, 1, 2, 1, 0x80, 1])?.path == "int32s[1]")
        #expect(error(Shapes.self, [0xCA, 1, 5, 1, 0, 0, 0, 9])?.path == "fixed32s[1]")
        #expect(Shapes(unpacked: [1, 2]).protobufBytes() == [0x80, 2, 1, 0x80, 2, 2])
        #expect(Shapes(int32s: [1, 2]).protobufBytes() == [0xBA, 1, 2, 1, 2])
    }

    @Test("An open enum keeps numbers without a name; those of a closed one become unknown fields")
    func unknownNumbers() throws {
        let shapes = try Shapes(protobuf: [0xE0, 3, 77])
        #expect(shapes.color == .unrecognized(77))
        #expect(shapes.protobufBytes() == [0xE0, 3, 77])
        // A level of 9, then 1 and 9 packed, then 9 and 2 not packed, and a map's entry with 9.
        let known = Legacy(id: "", level: .low, part: Part(number: 0)).protobufBytes()
        let unknown: [UInt8] = [0x60, 9, 0x8A, 1, 2, 1, 9, 0x80, 1, 9, 0x80, 1, 2, 0x92, 1, 5, 0x0A, 1, 0x61, 0x10, 9]
        let legacy = try Legacy(protobuf: known + unknown)
        #expect(legacy.defaultLevel == nil)
        #expect(legacy.packedLevels == [.low])
        #expect(legacy.levels == [.high])
        #expect(legacy.namedFlags == [:])
        #expect(legacy.unknownFields.numbers == [12, 17, 16, 18])
        #expect(try Legacy(protobuf: legacy.protobufBytes()) == legacy)
    }

    @Test("Fields that are not known are kept, of every wire type, groups too")
    func unknownFields() throws {
        let fields: [UInt8] =
            [0x98, 6, 1] + [0x99, 6, 1, 2, 3, 4, 5, 6, 7, 8] + [0x9A, 6, 2, 9, 9] + [0x9D, 6, 1, 2, 3, 4]
            + [0x9B, 6, 8, 1, 0x0B, 0x0C, 0x9C, 6]
        let message = try Line(protobuf: [18, 1, 0x61] + fields)
        #expect(message.label == "a")
        #expect(message.unknownFields.bytes == fields)
        #expect(message.protobufBytes() == [18, 1, 0x61] + fields)
    }

    @Test("Required fields are asked for when all has been merged, with their path")
    func required() throws {
        #expect(error(Legacy.self, [])?.path == "id")
        #expect(error(Part.self, [0x12, 0])?.reason == .missingRequiredField)
        let legacy = Legacy(id: "a", level: .low, part: Part(number: 1)).protobufBytes()
        #expect(error(Legacy.self, legacy + [0x9A, 1, 4, 8, 5, 0x12, 0])?.path == "parts[\"5\"].number")
        // The part comes in two pieces, and only together they have what is required.
        let pieces: [UInt8] = [0x0A, 0, 0x10, 1, 0x1A, 3, 0x12, 1, 0x61, 0x1A, 2, 8, 4]
        #expect(try Legacy(protobuf: pieces).part == Part(number: 4, name: "a"))
    }

    @Test("Defaults of proto2 are told where a field is not set")
    func defaults() {
        let legacy = Legacy(id: "", level: .high, part: Part(number: 0))
        #expect(legacy.countOrDefault == -7)
        #expect(legacy.largeOrDefault == .max)
        #expect(legacy.limitOrDefault == -.infinity)
        #expect(legacy.undefinedOrDefault.isNaN)
        #expect(legacy.greetingOrDefault == "say \"hi\"\n")
        #expect(legacy.magicOrDefault == [0, 255, 34, 120])
        #expect(legacy.defaultLevelOrDefault == .high)
    }

    @Test("Extensions are read from and written to the fields that are not known")
    func extensions() throws {
        var legacy = Legacy(id: "", level: .high, part: Part(number: 0))
        #expect(try legacy.value(of: LegacyExtensions.offset) == nil)
        legacy.set(-3, of: LegacyExtensions.offset)
        legacy.set([1, 2], of: LegacyExtensions.marks)
        legacy.set(Part(number: 5), of: LegacyExtensions.spare)
        legacy.set(["a", "b"], of: LegacyExtensions.notes)
        let read = try Legacy(protobuf: legacy.protobufBytes())
        #expect(try read.value(of: LegacyExtensions.offset) == -3)
        #expect(try read.values(of: LegacyExtensions.marks) == [1, 2])
        #expect(try read.value(of: LegacyExtensions.spare) == Part(number: 5))
        #expect(try read.values(of: LegacyExtensions.notes) == ["a", "b"])
        legacy.set(nil, of: LegacyExtensions.spare)
        #expect(legacy.unknownFields.numbers == [100, 101, 103, 103])
        #expect(LegacyExtensions.spare.name == "golden.legacy.spare")
    }

    @Test("Errors tell the field's path and the byte")
    func places() throws {
        let bytes: [UInt8] = [0xFA, 1, 2, 0x12, 0, 0xFA, 1, 3, 0x12, 1, 0xFF]
        let error = try #require(self.error(Shapes.self, bytes))
        #expect(error == CodecError(path: "lines[1].label", offset: 11, reason: .invalidUTF8))
    }

    @Test("Services are described with the messages' types")
    func services() {
        let method = Drawing.drawAll
        #expect(method.path == "/golden.drawing.Drawing/DrawAll")
        #expect(method.streamsInput && !method.streamsOutput)
        #expect(Drawing.watch.streamsOutput)
        #expect(type(of: method) == MethodDescription<DrawRequest, DrawReply>.self)
    }

    @Test("Several names may mean one number of an enum")
    func aliases() {
        #expect(Shapes.Mood.glad == .happy)
        #expect(Shapes.Mood(name: "MOOD_GLAD") == .happy)
        #expect(Shapes.Mood.happy.name == "MOOD_HAPPY")
        #expect(Shapes.Mood(number: -1) == .httpError)
    }
}
