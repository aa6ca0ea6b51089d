// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// Prints a file's descriptor as source text: type names in full, no comments.
///
/// The text compiles to the same descriptor, but for the order of what has none (`ProtobufFile.ordered`).
struct ProtobufPrinter {
    /// With what the options are made of.
    let schema: ProtobufSchema
    private(set) var text = ""
    private var depth = 0
    private var syntax = ProtobufFile.Syntax.proto2

    /// - Parameter schema: the file's own, for the types that its fields and options have.
    static func print(_ file: ProtobufFile, in schema: ProtobufSchema) throws(ProtobufSchemaError) -> String {
        var printer = ProtobufPrinter(schema: ProtobufBuiltIns.withOptionTypes(schema))
        try printer.file(file)
        return printer.text
    }

    private init(schema: ProtobufSchema) { self.schema = schema }

    private mutating func file(_ file: ProtobufFile) throws(ProtobufSchemaError) {
        syntax = file.syntax
        line("syntax = \"\(file.syntax.rawValue)\";")
        if !file.package.isEmpty { line("package \(file.package);") }
        if !file.dependencies.isEmpty { blank() }
        for (index, name) in file.dependencies.enumerated() {
            let manner =
                file.publicDependencies.contains(index)
                ? "public " : file.weakDependencies.contains(index) ? "weak " : ""
            line("import \(manner)\(ProtobufLiteral.quoted(name));")
        }
        let options = try statements(file.options, "FileOptions")
        if !options.isEmpty { blank() }
        options.forEach { line($0) }
        let groups = Self.groupTypes(file.extensions)
        for message in file.messages where !groups.contains(message.fullName) {
            blank()
            try self.message(message)
        }
        for enumeration in file.enumerations {
            blank()
            try self.enumeration(enumeration)
        }
        try extensions(file.extensions, file.messages)
        for service in file.services {
            blank()
            try self.service(service)
        }
    }

    // MARK: Lines

    mutating func line(_ content: String) { text += String(repeating: "  ", count: depth) + content + "\n" }

    mutating func blank() { text += "\n" }

    mutating func block(
        _ head: String, _ content: (inout ProtobufPrinter) throws(ProtobufSchemaError) -> Void
    ) throws(ProtobufSchemaError) {
        line(head + " {")
        depth += 1
        try content(&self)
        depth -= 1
        line("}")
    }

    // MARK: Types

    private mutating func message(_ message: ProtobufMessage) throws(ProtobufSchemaError) {
        try block("message \(message.name)") { printer throws(ProtobufSchemaError) in try printer.content(message) }
    }

    private mutating func content(_ message: ProtobufMessage) throws(ProtobufSchemaError) {
        try statements(message.options, "MessageOptions").forEach { line($0) }
        reserved(
            message.reservedNumbers.map { Self.range($0.lowerBound, $0.upperBound - 1, max: 536_870_911) },
            message.reservedNames)
        for range in message.extensionRanges {
            let options = try brackets(try settings(range.options, "ExtensionRangeOptions"))
            // Of a message set the numbers have no limit but their type.
            let max = message.options.flag(1) == true ? Int(Int32.max) - 1 : 536_870_911
            line(
                "extensions \(Self.range(range.numbers.lowerBound, range.numbers.upperBound - 1, max: max))\(options);")
        }
        var oneofs: Set<Int> = []
        for field in message.fields {
            guard let index = field.oneof, message.oneofName(of: field) != nil else {
                try self.field(field, message.messages, inOneof: false)
                continue
            }
            if oneofs.insert(index).inserted { try oneof(index, message) }
        }
        let groups = Self.groupTypes(message.fields).union(Self.groupTypes(message.extensions))
        for nested in message.messages where !nested.isMapEntry && !groups.contains(nested.fullName) {
            blank()
            try self.message(nested)
        }
        for nested in message.enumerations {
            blank()
            try enumeration(nested)
        }
        try extensions(message.extensions, message.messages)
    }

    private mutating func oneof(_ index: Int, _ message: ProtobufMessage) throws(ProtobufSchemaError) {
        let oneof = message.oneofs[index]
        try block("oneof \(oneof.name)") { printer throws(ProtobufSchemaError) in
            try printer.statements(oneof.options, "OneofOptions").forEach { printer.line($0) }
            for field in message.fields where field.oneof == index {
                try printer.field(field, message.messages, inOneof: true)
            }
        }
    }

    private mutating func field(
        _ field: ProtobufField, _ siblings: [ProtobufMessage], inOneof: Bool
    ) throws(ProtobufSchemaError) {
        let options = try brackets(fieldSettings(field))
        let end = "= \(field.number)\(options)"
        if field.kind == .group, let group = siblings.first(where: { $0.fullName == field.typeName }) {
            return try block("\(label(field, inOneof))group \(group.name) \(end)") {
                printer throws(ProtobufSchemaError) in try printer.content(group)
            }
        }
        guard let entry = schema.mapEntry(of: field), let key = entry.fields.first, let value = entry.fields.last else {
            return line("\(label(field, inOneof))\(Self.typeName(field)) \(field.name) \(end);")
        }
        line("map<\(Self.typeName(key)), \(Self.typeName(value))> \(field.name) \(end);")
    }

    private func label(_ field: ProtobufField, _ inOneof: Bool) -> String {
        switch field.label {
        case .repeated: "repeated "
        case .required: "required "
        case .optional: !inOneof && (syntax == .proto2 || field.isProto3Optional) ? "optional " : ""
        }
    }

    private static func typeName(_ field: ProtobufField) -> String {
        field.typeName.isEmpty ? field.kind.keyword : field.typeName
    }

    /// A group's message is printed where its field is.
    private static func groupTypes(_ fields: [ProtobufField]) -> Set<String> {
        Set(fields.filter { $0.kind == .group }.map(\.typeName))
    }

    private mutating func enumeration(_ enumeration: ProtobufEnum) throws(ProtobufSchemaError) {
        try block("enum \(enumeration.name)") { printer throws(ProtobufSchemaError) in
            try printer.statements(enumeration.options, "EnumOptions").forEach { printer.line($0) }
            printer.reserved(
                enumeration.reservedNumbers.map { Self.range($0.lowerBound, $0.upperBound, max: Int(Int32.max)) },
                enumeration.reservedNames)
            for value in enumeration.values {
                let options = try printer.brackets(try printer.settings(value.options, "EnumValueOptions"))
                printer.line("\(value.name) = \(value.number)\(options);")
            }
        }
    }

    private mutating func extensions(
        _ fields: [ProtobufField], _ siblings: [ProtobufMessage]
    ) throws(ProtobufSchemaError) {
        var rest = fields[...]
        while let first = rest.first {
            let group = rest.prefix { $0.extendee == first.extendee }
            rest = rest.dropFirst(group.count)
            blank()
            try block("extend \(first.extendee)") { printer throws(ProtobufSchemaError) in
                for field in group { try printer.field(field, siblings, inOneof: false) }
            }
        }
    }

    private mutating func service(_ service: ProtobufService) throws(ProtobufSchemaError) {
        try block("service \(service.name)") { printer throws(ProtobufSchemaError) in
            try printer.statements(service.options, "ServiceOptions").forEach { printer.line($0) }
            for method in service.methods {
                let input = (method.streamsInput ? "stream " : "") + method.inputType
                let output = (method.streamsOutput ? "stream " : "") + method.outputType
                let head = "rpc \(method.name) (\(input)) returns (\(output))"
                let options = try printer.statements(method.options, "MethodOptions")
                if options.isEmpty {
                    printer.line(head + ";")
                } else {
                    try printer.block(head) { printer in options.forEach { printer.line($0) } }
                }
            }
        }
    }

    private mutating func reserved(_ ranges: [String], _ names: [String]) {
        if !ranges.isEmpty { line("reserved \(ranges.joined(separator: ", "));") }
        if !names.isEmpty { line("reserved \(names.map(ProtobufLiteral.quoted).joined(separator: ", "));") }
    }

    /// Both bounds are part of the range.
    private static func range(_ start: Int, _ end: Int, max: Int) -> String {
        if end == max, start < max { return "\(start) to max" }
        return start == end ? String(start) : "\(start) to \(end)"
    }

    // MARK: Options

    /// As they stand in brackets after a field.
    private func brackets(_ settings: [String]) throws(ProtobufSchemaError) -> String {
        settings.isEmpty ? "" : " [\(settings.joined(separator: ", "))]"
    }

    private func statements(
        _ options: ProtobufOptions, _ type: String
    ) throws(ProtobufSchemaError) -> [String] {
        try settings(options, type).map { "option \($0);" }
    }

    private func fieldSettings(_ field: ProtobufField) throws(ProtobufSchemaError) -> [String] {
        var settings: [String] = []
        if let value = field.defaultValue {
            settings.append("default = \(ProtobufLiteral.defaultValue(value, field.kind))")
        }
        if !field.isExtension, !field.jsonName.isEmpty, field.jsonName != field.defaultJSONName {
            settings.append("json_name = \(ProtobufLiteral.quoted(field.jsonName))")
        }
        return settings + (try self.settings(field.options, "FieldOptions"))
    }

    /// Options as `name = value`, sorted: standard ones by name, then custom ones by name.
    private func settings(
        _ options: ProtobufOptions, _ type: String
    ) throws(ProtobufSchemaError) -> [String] {
        if options.isEmpty { return [] }
        return try ProtobufOptionPrinter(schema: schema).settings(options, type: ".google.protobuf.\(type)")
    }
}
