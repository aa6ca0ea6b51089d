// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

/// The second stage for `.proto` files: names everything, and resolves what fields hold.
struct ProtobufModelBuilder {
    private let sources: [LoadedProtobuf]
    private let names: ProtobufTypeNames
    private let cycles: MessageCycles
    private let isRuntime: Bool

    /// - Parameters:
    ///   - others: names that other generated types of the module have.
    ///   - isRuntime: whether the well-known types are generated, rather than taken from the runtime.
    init(_ sources: [LoadedProtobuf], others: Set<String>, isRuntime: Bool) {
        self.sources = sources
        self.isRuntime = isRuntime
        names = ProtobufTypeNames(sources, others: others, isRuntime: isRuntime)
        cycles = MessageCycles(sources)
    }

    func build(_ diagnostics: inout [Diagnostic]) -> ProtobufModel {
        for clash in names.clashes {
            for source in sources {
                guard source.schema.isOwn(clash.name) else { continue }
                let path = source.schema.message(named: clash.name)?.path
                diagnostics.append(
                    source.diagnostic(
                        .error, at: path ?? source.schema.enumeration(named: clash.name)?.path ?? [],
                        "\(clash.name.dropFirst()) and \(clash.other) would have the same name in Swift",
                        remedy: "rename one of them"))
            }
        }
        return ProtobufModel(files: sources.map { file($0, &diagnostics) })
    }

    private func file(_ source: LoadedProtobuf, _ diagnostics: inout [Diagnostic]) -> ProtobufFileModel {
        let file = source.schema.file
        var model = ProtobufFileModel(source: source)
        model.messages = file.messages.map { message($0, source, &diagnostics) }
        model.enumerations = file.enumerations.map { enumeration($0, source) }
        let taken = Set(names.names.values.filter { $0.path.count == 1 }.map(\.last))
        model.services = file.services.map { service in
            var name = SwiftName.type(service.name)
            if taken.contains(name) || TypeNames.isTaken(name) { name += "Service" }
            return self.service(service, named: name, source, &diagnostics)
        }
        model.extensions = extensions(file.extensions, source, &diagnostics)
        model.extensionScope = SwiftName.type(source.file.name) + "Extensions"
        return model
    }

    // MARK: Messages

    private func message(
        _ message: ProtobufMessage, _ source: LoadedProtobuf, _ diagnostics: inout [Diagnostic]
    ) -> MessageModel {
        let name = swiftName(message.fullName)
        let nested = message.messages.filter { !$0.isMapEntry }
        let oneofs = message.oneofs.indices.filter { !message.oneofs[$0].isSynthetic }
        // A oneof is a property, too; its fields are cases, and properties to look into it.
        let members = SwiftName.members(
            message.fields.map(Self.sourceName) + oneofs.map { message.oneofs[$0].name },
            reserved: ["init", "self", "unknownFields", "requiredFields", "hashValue"])
        var fields: [(field: MessageField, oneof: Int?)] = []
        var requiredCount = 0
        for (field, swift) in zip(message.fields, members) {
            let isRequired = field.label == .required
            guard
                let model = self.field(
                    field, swift, message, source, requiredIndex: isRequired ? requiredCount : nil, &diagnostics)
            else { continue }
            if isRequired { requiredCount += 1 }
            fields.append((model, message.oneofName(of: field) == nil ? nil : field.oneof))
        }
        var taken = Set((nested.map(\.fullName) + message.enumerations.map(\.fullName)).map { swiftName($0).last })
        var done: Set<Int> = []
        var properties: [MessageModel.Member] = []
        for (field, index) in fields {
            guard let index else {
                properties.append(.field(field))
                continue
            }
            guard done.insert(index).inserted, let position = oneofs.firstIndex(of: index) else { continue }
            let oneof = message.oneofs[index]
            var typeName = SwiftName.type(oneof.name)
            if taken.contains(typeName) || TypeNames.isTaken(typeName) || names.isOuter(typeName) {
                typeName += "Choice"
            }
            taken.insert(typeName)
            properties.append(
                .oneof(
                    OneofModel(
                        proto: oneof, swiftName: members[message.fields.count + position],
                        name: SwiftTypeName(path: name.path + [typeName]), doc: source.comments[oneof.path],
                        fields: fields.filter { $0.oneof == index }.map(\.field))))
        }
        return MessageModel(
            proto: message, name: name, doc: source.comments[message.path], members: properties,
            messages: nested.map { self.message($0, source, &diagnostics) },
            enumerations: message.enumerations.map { enumeration($0, source) },
            extensions: extensions(message.extensions, source, &diagnostics),
            mayLackFields: cycles.mayLackFields(message.fullName))
    }

    /// A group's field is called like its message, in lower case; the message's name knows where words begin.
    private static func sourceName(_ field: ProtobufField) -> String {
        guard field.kind == .group, let last = field.typeName.split(separator: ".").last else { return field.name }
        return String(last)
    }

    private func field(
        _ field: ProtobufField, _ swiftName: String, _ message: ProtobufMessage, _ source: LoadedProtobuf,
        requiredIndex: Int?, _ diagnostics: inout [Diagnostic]
    ) -> MessageField? {
        let schema = source.schema
        let entry = schema.mapEntry(of: field)
        guard let value = value(of: entry?.fields.last ?? field, source, at: field.path, &diagnostics) else {
            return nil
        }
        let shape: MessageField.Shape
        if let key = entry?.fields.first {
            shape = .map(key: key.kind)
        } else if field.label == .repeated {
            shape = .repeated(isPacked: field.isPacked)
        } else if field.label == .required {
            shape = .required
        } else if message.oneofName(of: field) != nil {
            shape = .branch
        } else {
            shape = field.hasPresence || field.kind == .group ? .optional : .implicit
        }
        return MessageField(
            proto: field, swiftName: swiftName, doc: source.comments[field.path], shape: shape, value: value,
            isBoxed: cycles.closesCycle(field, of: message.fullName),
            defaultCase: schema.enumeration(named: field.typeName).flatMap { EnumCases($0)[field.defaultValue] },
            requiredIndex: requiredIndex)
    }

    /// Nil if the type's file is not among those that are generated.
    private func value(
        of field: ProtobufField, _ source: LoadedProtobuf, at path: [Int], _ diagnostics: inout [Diagnostic]
    ) -> ProtobufValueType? {
        switch field.kind {
        case .message, .group, .enumeration:
            guard let name = known(field.typeName, source, at: path, &diagnostics) else { return nil }
            if field.kind == .message { return .message(name) }
            if field.kind == .group { return .group(name) }
            guard let enumeration = source.schema.enumeration(named: field.typeName) else { return nil }
            return .enumeration(
                name, isClosed: enumeration.isClosed, zero: EnumCases(enumeration).names.first ?? "unrecognized")
        default: return .scalar(field.kind)
        }
    }

    private func known(
        _ fullName: String, _ source: LoadedProtobuf, at path: [Int], _ diagnostics: inout [Diagnostic]
    ) -> SwiftTypeName? {
        if let name = (isRuntime ? nil : WellKnownTypes.swiftName(fullName)) ?? names.names[fullName] { return name }
        let file = source.schema.file(defining: fullName)?.name ?? "another file"
        diagnostics.append(
            source.diagnostic(
                .error, at: path, "\(fullName.dropFirst()) is defined in \(file), which is not generated",
                remedy: "give that file to the generator, too"))
        return nil
    }

    private func swiftName(_ fullName: String) -> SwiftTypeName { names.names[fullName] ?? SwiftTypeName(path: []) }

    // MARK: Enums, services, extensions

    private func enumeration(_ enumeration: ProtobufEnum, _ source: LoadedProtobuf) -> ProtobufEnumModel {
        let cases = EnumCases(enumeration).names
        var first: [Int: String] = [:]
        let values = zip(enumeration.values, cases).map { value, swift in
            defer { if first[value.number] == nil { first[value.number] = swift } }
            return ProtobufEnumModel.Value(
                proto: value, swiftName: swift, doc: source.comments[value.path], aliased: first[value.number])
        }
        return ProtobufEnumModel(
            proto: enumeration, name: swiftName(enumeration.fullName), doc: source.comments[enumeration.path],
            values: values)
    }

    private func service(
        _ service: ProtobufService, named name: String, _ source: LoadedProtobuf, _ diagnostics: inout [Diagnostic]
    ) -> ServiceModel {
        let package = source.schema.file.package
        let cases = SwiftName.members(service.methods.map(\.name), reserved: ["init", "self", "name"])
        var methods: [ServiceModel.Method] = []
        for (method, swift) in zip(service.methods, cases) {
            guard let input = known(method.inputType, source, at: method.path, &diagnostics),
                let output = known(method.outputType, source, at: method.path, &diagnostics)
            else { continue }
            methods.append(
                .init(
                    proto: method, swiftName: swift, doc: source.comments[method.path], input: input, output: output))
        }
        return ServiceModel(
            proto: service, fullName: package.isEmpty ? service.name : "\(package).\(service.name)", swiftName: name,
            doc: source.comments[service.path], methods: methods)
    }

    /// Options are no part of messages, so what extends them is left out.
    private func extensions(
        _ fields: [ProtobufField], _ source: LoadedProtobuf, _ diagnostics: inout [Diagnostic]
    ) -> [ExtensionModel] {
        let fields = fields.filter { !WellKnownTypes.isOption($0.extendee) }
        let members = SwiftName.members(
            fields.map(\.name), reserved: ["init", "self", "protobufName", "protobufFields"])
        return zip(fields, members).compactMap { field, swift in
            guard let extendee = known(field.extendee, source, at: field.path, &diagnostics),
                let value = value(of: field, source, at: field.path, &diagnostics)
            else { return nil }
            return ExtensionModel(
                proto: field, swiftName: swift, doc: source.comments[field.path], extendee: extendee, value: value)
        }
    }
}
