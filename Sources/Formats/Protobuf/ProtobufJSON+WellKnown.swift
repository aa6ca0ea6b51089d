// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

// The forms that well-known types have in JSON ("ProtoJSON Format").
extension ProtobufJSON {
    private static let prefix = ".google.protobuf."
    private static let maxAnyDepth = 10

    /// Nil if the message is of no such type, or has a value that the form can't show.
    func wellKnown(_ record: ProtobufRecord) -> JSONValue? {
        guard record.typeName.hasPrefix(Self.prefix) else { return nil }
        switch record.typeName.dropFirst(Self.prefix.count) {
        case "Timestamp": return timestamp(record)
        case "Duration": return duration(record)
        case "FieldMask": return fieldMask(record)
        case "Struct": return structure(record)
        case "Value": return value(record)
        case "ListValue": return .array(record.list(1).map(nested))
        case "Any": return any(record)
        case "DoubleValue", "FloatValue", "Int64Value", "UInt64Value", "Int32Value", "UInt32Value", "BoolValue",
            "StringValue", "BytesValue":
            return wrapped(record)
        default: return nil
        }
    }

    private func wrapped(_ record: ProtobufRecord) -> JSONValue? {
        guard let field = schema.message(named: record.typeName)?.fields.first else { return nil }
        return json(record.single(1) ?? field.zero(in: schema), field)
    }

    // MARK: Times

    private func secondsAndNanos(_ record: ProtobufRecord) -> (seconds: Int64, nanos: Int64) {
        var parts: (Int64, Int64) = (0, 0)
        if case .int64(let value)? = record.single(1) { parts.0 = value }
        if case .int32(let value)? = record.single(2) { parts.1 = Int64(value) }
        return parts
    }

    private func timestamp(_ record: ProtobufRecord) -> JSONValue? {
        let (seconds, nanos) = secondsAndNanos(record)
        // The years 1 to 9999.
        guard (-62_135_596_800...253_402_300_799).contains(seconds), (0..<1_000_000_000).contains(nanos) else {
            return nil
        }
        let days = seconds >= 0 ? seconds / 86_400 : -((86_399 - seconds) / 86_400)
        guard let date = CivilTime.date(days: days) else { return nil }
        let rest = seconds - days * 86_400
        let time = [rest / 3600, rest / 60 % 60, rest % 60].map(Self.twoDigits).joined(separator: ":")
        return .string("\(date)T\(time)\(Self.fraction(nanos))Z")
    }

    private func duration(_ record: ProtobufRecord) -> JSONValue? {
        let (seconds, nanos) = secondsAndNanos(record)
        guard (-315_576_000_000...315_576_000_000).contains(seconds), abs(nanos) < 1_000_000_000,
            seconds == 0 || nanos == 0 || (seconds < 0) == (nanos < 0)
        else { return nil }
        let sign = seconds < 0 || nanos < 0 ? "-" : ""
        return .string("\(sign)\(abs(seconds))\(Self.fraction(abs(nanos)))s")
    }

    private static func twoDigits(_ number: Int64) -> String { (number < 10 ? "0" : "") + String(number) }

    /// No, three, six or nine digits.
    private static func fraction(_ nanos: Int64) -> String {
        guard nanos != 0 else { return "" }
        let digits = String(repeating: "0", count: 9 - String(nanos).count) + String(nanos)
        if nanos % 1_000_000 == 0 { return "." + digits.prefix(3) }
        return "." + (nanos % 1000 == 0 ? digits.prefix(6) : digits[...])
    }

    private func fieldMask(_ record: ProtobufRecord) -> JSONValue? {
        var paths: [String] = []
        for case .string(let path) in record.list(1) {
            guard let camel = Self.camelCase(path) else { return nil }
            paths.append(camel)
        }
        return .string(paths.joined(separator: ","))
    }

    /// Nil if the path could not be told from the result.
    private static func camelCase(_ path: String) -> String? {
        var camel = ""
        var capitalizes = false
        for character in path.unicodeScalars {
            if capitalizes {
                guard ("a"..."z").contains(character) else { return nil }
                camel += String(character).uppercased()
                capitalizes = false
            } else if character == "_" {
                capitalizes = true
            } else {
                guard !("A"..."Z").contains(character) else { return nil }
                camel.unicodeScalars.append(character)
            }
        }
        return capitalizes ? nil : camel
    }

    // MARK: JSON in Protobuf

    private func nested(_ value: ProtobufValue) -> JSONValue {
        guard case .message(let message) = value else { return .null }
        return json(message)
    }

    private func structure(_ record: ProtobufRecord) -> JSONValue {
        guard case .map(let entries)? = record.fields[1] else { return .object([]) }
        return .object(
            entries.sorted { $0.key.isOrdered(before: $1.key) }.map { key, value in
                guard case .string(let name) = key else { return .init(name: "", value: nested(value)) }
                return .init(name: name, value: nested(value))
            })
    }

    /// A value of no kind is none, and JSON has no number for not-a-number and infinity.
    private func value(_ record: ProtobufRecord) -> JSONValue? {
        for case (let number, .single(let value)) in record.fields {
            switch (number, value) {
            case (1, _): return .null
            case (2, .double(let number)): return number.isFinite ? Self.number(number) : nil
            case (3, .string(let text)): return .string(text)
            case (4, .bool(let flag)): return .bool(flag)
            default: return nested(value)
            }
        }
        return nil
    }

    /// The message inside with its type's URL; nil if the schema does not have the type.
    private func any(_ record: ProtobufRecord) -> JSONValue? {
        guard anyDepth < Self.maxAnyDepth, case .string(let url)? = record.single(1) else {
            return record.fields.isEmpty ? .object([]) : nil
        }
        var bytes: [UInt8] = []
        if case .bytes(let content)? = record.single(2) { bytes = content }
        let name = "." + (url.split(separator: "/", omittingEmptySubsequences: false).last ?? "")
        guard let message = try? ProtobufRecord.decode(bytes, as: name, in: schema) else { return nil }
        let inner = ProtobufJSON(schema: schema, anyDepth: anyDepth + 1)
        let type = JSONValue.Member(name: "@type", value: .string(url))
        if let special = inner.wellKnown(message) { return .object([type, .init(name: "value", value: special)]) }
        return .object([type] + inner.members(message))
    }
}
