// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

extension ProtobufFile {
    /// The file with all that has no order sorted: imports, fields by number, enum values, reserved ranges and names.
    ///
    /// Messages, enums and services stay where they are, as the established normal form has it; so does an enum's first
    /// value, which is its default. Options are sorted where they are printed.
    var ordered: ProtobufFile {
        var file = self
        let imports = dependencies.indices.sorted { dependencies[$0] < dependencies[$1] }
        file.dependencies = imports.map { dependencies[$0] }
        file.publicDependencies = imports.indices.filter { publicDependencies.contains(imports[$0]) }
        file.weakDependencies = imports.indices.filter { weakDependencies.contains(imports[$0]) }
        file.messages = messages.map(\.ordered)
        file.enumerations = enumerations.map(\.ordered)
        file.extensions = ProtobufField.orderedExtensions(extensions)
        return file
    }
}

extension ProtobufMessage {
    var ordered: ProtobufMessage {
        var message = self
        // A oneof's fields stand together, where its lowest number does.
        let lowest = Dictionary(
            fields.compactMap { field in field.oneof.map { ($0, field.number) } }, uniquingKeysWith: min)
        message.fields = fields.sorted { one, two in
            let first = one.oneof.flatMap { lowest[$0] } ?? one.number
            let second = two.oneof.flatMap { lowest[$0] } ?? two.number
            return first == second ? one.number < two.number : first < second
        }
        message.messages = messages.map(\.ordered)
        message.enumerations = enumerations.map(\.ordered)
        message.extensions = ProtobufField.orderedExtensions(extensions)
        message.reservedNumbers.sort { ($0.lowerBound, $0.upperBound) < ($1.lowerBound, $1.upperBound) }
        message.reservedNames.sort()
        message.extensionRanges.sort { $0.numbers.lowerBound < $1.numbers.lowerBound }
        return message
    }
}

extension ProtobufEnum {
    var ordered: ProtobufEnum {
        var enumeration = self
        // Names of one number keep their order: the first is the one that JSON has.
        let rest = values.dropFirst().enumerated().sorted {
            ($0.element.number, $0.offset) < ($1.element.number, $1.offset)
        }
        enumeration.values = values.prefix(1) + rest.map(\.element)
        enumeration.reservedNumbers.sort { ($0.lowerBound, $0.upperBound) < ($1.lowerBound, $1.upperBound) }
        enumeration.reservedNames.sort()
        return enumeration
    }
}

extension ProtobufField {
    static func orderedExtensions(_ fields: [ProtobufField]) -> [ProtobufField] {
        fields.sorted { ($0.extendee, $0.number) < ($1.extendee, $1.number) }
    }
}
