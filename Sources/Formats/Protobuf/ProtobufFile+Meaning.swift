// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

extension ProtobufSchema {
    /// The file without what does not matter: two schemas that mean the same have equal ones.
    ///
    /// Order is taken away, also that of messages and services; options are as if they had been written field by field;
    /// defaults are in one form.
    var meaning: ProtobufFile {
        let options = ProtobufOptionMeaning(schema: ProtobufBuiltIns.withOptionTypes(self))
        var file = self.file.ordered
        file.name = ""
        file.messages = file.messages.map(options.message).sorted { $0.name < $1.name }
        file.enumerations = file.enumerations.map(options.enumeration).sorted { $0.name < $1.name }
        file.extensions = file.extensions.map(options.field)
        file.services = file.services.map(options.service).sorted { $0.name < $1.name }
        file.options = options.meaning(file.options, "FileOptions")
        return file
    }
}

private struct ProtobufOptionMeaning {
    let schema: ProtobufSchema

    /// Bytes that can't be read stay as they are.
    func meaning(_ options: ProtobufOptions, _ type: String) -> ProtobufOptions {
        guard !options.isEmpty,
            let record = try? ProtobufRecord.decode(options.bytes, as: ".google.protobuf.\(type)", in: schema),
            let bytes = try? record.encode(in: schema)
        else { return options }
        return ProtobufOptions(bytes: bytes)
    }

    func message(_ message: ProtobufMessage) -> ProtobufMessage {
        var message = message
        // The index of a oneof depends on the order of the fields.
        let names = message.oneofs.enumerated().sorted { $0.element.name < $1.element.name }
        let places = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($0.element.offset, $0.offset) })
        message.oneofs = names.map { oneof($0.element) }
        message.fields = message.fields.map { field in
            var field = self.field(field)
            field.oneof = field.oneof.flatMap { places[$0] }
            return field
        }
        message.fields.sort { $0.number < $1.number }
        message.messages = message.messages.map(self.message).sorted { $0.name < $1.name }
        message.enumerations = message.enumerations.map(enumeration).sorted { $0.name < $1.name }
        message.extensions = message.extensions.map(field)
        message.extensionRanges = message.extensionRanges.map {
            .init(numbers: $0.numbers, options: meaning($0.options, "ExtensionRangeOptions"))
        }
        message.options = meaning(message.options, "MessageOptions")
        message.path = []
        return message
    }

    private func oneof(_ oneof: ProtobufOneof) -> ProtobufOneof {
        ProtobufOneof(
            name: oneof.name, isSynthetic: oneof.isSynthetic, options: meaning(oneof.options, "OneofOptions"))
    }

    func field(_ field: ProtobufField) -> ProtobufField {
        var field = field
        field.options = meaning(field.options, "FieldOptions")
        if let value = field.defaultValue {
            switch field.kind {
            case .bytes: field.defaultValue = ProtobufLiteral.quoted(bytes: ProtobufLiteral.unescaped(value))
            case .float: field.defaultValue = Float(value)?.description ?? value
            case .double: field.defaultValue = Double(value)?.description ?? value
            default: break
            }
        }
        if field.jsonName.isEmpty || field.isExtension { field.jsonName = field.defaultJSONName }
        field.path = []
        return field
    }

    func enumeration(_ enumeration: ProtobufEnum) -> ProtobufEnum {
        var enumeration = enumeration
        enumeration.options = meaning(enumeration.options, "EnumOptions")
        enumeration.values = enumeration.values.map {
            .init(name: $0.name, number: $0.number, options: meaning($0.options, "EnumValueOptions"))
        }
        enumeration.path = []
        return enumeration
    }

    func service(_ service: ProtobufService) -> ProtobufService {
        var service = service
        service.options = meaning(service.options, "ServiceOptions")
        service.methods = service.methods.map { method in
            var method = method
            method.options = meaning(method.options, "MethodOptions")
            method.path = []
            return method
        }
        service.path = []
        return service
    }
}
