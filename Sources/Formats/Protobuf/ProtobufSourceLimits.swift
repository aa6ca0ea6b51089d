// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// Finds source text that would cost libprotobuf 3.21 its stack, or minutes, or gigabytes: nothing that people write.
///
/// It limits messages inside each other to 32 itself, but then skips the rest by calling itself for each bracket; it
/// compares every two ranges of a message, looks a name up once for each of its parts, and keeps the full name of each
/// field. A text of one megabyte took more than a minute in each way but the first.
struct ProtobufSourceLimits {
    /// Brackets in brackets of any kind.
    static let nesting = 32
    /// Bytes of one name.
    static let nameBytes = 512
    /// Parts of one name with dots.
    static let nameParts = 100
    /// Bytes of the names of messages around a field.
    static let scopeBytes = 1024
    /// Reserved numbers and names, and ranges of extensions, in a file.
    static let ranges = 4000
    /// Options of a file, and of one field.
    static let options = 20_000

    private enum Statement { case other, ranges }

    private var word: [UInt8] = []
    private var wordBytes = 0
    private var lastWordBytes = 0
    private var scopes: [Int] = []
    private var scopeTotal = 0
    private var dots = 0
    private var statement = Statement.other
    private var isFirstWord = true
    private var rangeCount = 0
    private var optionCount = 0
    private var settingCount = 0

    static func problem(in text: [UInt8], file: String) -> ProtobufSchemaError.Problem? {
        var scan = ProtobufSourceScan(text: text)
        var limits = ProtobufSourceLimits()
        while let byte = scan.next() {
            if let message = limits.take(byte) {
                return .init(file: file, line: scan.line, column: scan.column, message: message)
            }
        }
        return nil
    }

    /// What is wrong, if the byte is one too many.
    private mutating func take(_ byte: UInt8) -> String? {
        if byte.isPartOfWord {
            wordBytes += 1
            if word.count < 16 { word.append(byte) }
            return wordBytes > Self.nameBytes ? "a name of more than \(Self.nameBytes) bytes" : nil
        }
        if wordBytes > 0 { endWord() }
        switch byte {
        case UInt8(ascii: "."):
            dots += 1
            if dots >= Self.nameParts { return "a name of more than \(Self.nameParts) parts" }
        case UInt8(ascii: ","):
            dots = 0
            settingCount += 1
            if statement == .ranges { rangeCount += 1 }
        case UInt8(ascii: "="), UInt8(ascii: ":"): dots = 0
        case UInt8(ascii: ";"): endStatement()
        case UInt8(ascii: "{"), UInt8(ascii: "["), UInt8(ascii: "("), UInt8(ascii: "<"): return open(byte)
        case UInt8(ascii: "}"), UInt8(ascii: "]"), UInt8(ascii: ")"), UInt8(ascii: ">"):
            if let last = scopes.popLast() { scopeTotal -= last }
            if byte == UInt8(ascii: "}") { endStatement() }
        default: break
        }
        if rangeCount > Self.ranges { return "more than \(Self.ranges) reserved numbers, names and extension ranges" }
        if optionCount > Self.options || settingCount > Self.options { return "more than \(Self.options) options" }
        return nil
    }

    private mutating func open(_ byte: UInt8) -> String? {
        let name = byte == UInt8(ascii: "{") ? lastWordBytes : 0
        scopes.append(name)
        scopeTotal += name
        if byte == UInt8(ascii: "{") { endStatement() }
        if scopes.count > Self.nesting { return "nested deeper than \(Self.nesting) levels" }
        return scopeTotal > Self.scopeBytes
            ? "names of more than \(Self.scopeBytes) bytes around a part of the file" : nil
    }

    private mutating func endWord() {
        if isFirstWord {
            if word == Array("reserved".utf8) || word == Array("extensions".utf8) {
                statement = .ranges
                rangeCount += 1
            }
            if word == Array("option".utf8) { optionCount += 1 }
        }
        isFirstWord = false
        lastWordBytes = wordBytes
        wordBytes = 0
        word.removeAll(keepingCapacity: true)
    }

    private mutating func endStatement() {
        dots = 0
        settingCount = 0
        lastWordBytes = 0
        statement = .other
        isFirstWord = true
    }
}

extension UInt8 {
    fileprivate var isPartOfWord: Bool {
        switch self {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
            true
        default: false
        }
    }
}

extension ProtobufSourceLimits {
    /// The same for a descriptor, which has been read.
    static func problem(in file: ProtobufFile, name: String) -> ProtobufSchemaError.Problem? {
        func problem(_ message: String) -> ProtobufSchemaError.Problem {
            .init(file: name, line: nil, column: nil, message: message)
        }
        var ranges = 0
        var names = [file.package]
        var options = [file.options] + file.extensions.map(\.options)
        var pending = file.messages
        var enumerations = file.enumerations
        names += file.extensions.flatMap { [$0.typeName, $0.extendee] }
        while let message = pending.popLast() {
            ranges += message.reservedNumbers.count + message.reservedNames.count + message.extensionRanges.count
            let fields = message.fields + message.extensions
            names += fields.flatMap { [$0.typeName, $0.extendee] }
            options += fields.map(\.options) + message.oneofs.map(\.options) + [message.options]
            options += message.extensionRanges.map(\.options)
            enumerations += message.enumerations
            pending += message.messages
        }
        for enumeration in enumerations {
            ranges += enumeration.reservedNumbers.count + enumeration.reservedNames.count
            options += enumeration.values.map(\.options) + [enumeration.options]
        }
        for service in file.services {
            names += service.methods.flatMap { [$0.inputType, $0.outputType] }
            options += service.methods.map(\.options) + [service.options]
        }
        if ranges > Self.ranges {
            return problem("more than \(Self.ranges) reserved numbers, names and extension ranges")
        }
        for name in names where name.utf8.count(where: { $0 == UInt8(ascii: ".") }) > nameParts {
            return problem("a name of more than \(nameParts) parts")
        }
        // Compilers resolve options before they write a descriptor.
        for option in options where option.has(999) {
            return problem("options that were not interpreted (uninterpreted_option)")
        }
        return nil
    }
}
