// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// One difference between two Protobuf schemas, from old to new.
struct ProtobufChange: Hashable, CustomStringConvertible {
    /// The raw values are the names that consoles and clients of a schema registry know.
    enum Kind: String, CaseIterable {
        case packageChanged = "PACKAGE_CHANGED"
        case messageAdded = "MESSAGE_ADDED"
        case messageRemoved = "MESSAGE_REMOVED"
        case messageMoved = "MESSAGE_MOVED"
        case enumAdded = "ENUM_ADDED"
        case enumRemoved = "ENUM_REMOVED"
        case enumConstAdded = "ENUM_CONST_ADDED"
        case enumConstChanged = "ENUM_CONST_CHANGED"
        case enumConstRemoved = "ENUM_CONST_REMOVED"
        case fieldAdded = "FIELD_ADDED"
        case fieldRemoved = "FIELD_REMOVED"
        case fieldNameChanged = "FIELD_NAME_CHANGED"
        case fieldKindChanged = "FIELD_KIND_CHANGED"
        case fieldScalarKindChanged = "FIELD_SCALAR_KIND_CHANGED"
        case fieldNamedTypeChanged = "FIELD_NAMED_TYPE_CHANGED"
        case fieldNumericLabelChanged = "FIELD_NUMERIC_LABEL_CHANGED"
        case fieldStringOrBytesLabelChanged = "FIELD_STRING_OR_BYTES_LABEL_CHANGED"
        case requiredFieldAdded = "REQUIRED_FIELD_ADDED"
        case requiredFieldRemoved = "REQUIRED_FIELD_REMOVED"
        case oneofAdded = "ONEOF_ADDED"
        case oneofRemoved = "ONEOF_REMOVED"
        case oneofFieldAdded = "ONEOF_FIELD_ADDED"
        case oneofFieldRemoved = "ONEOF_FIELD_REMOVED"
        case multipleFieldsMovedToOneof = "MULTIPLE_FIELDS_MOVED_TO_ONEOF"
        case fieldMovedToExistingOneof = "FIELD_MOVED_TO_EXISTING_ONEOF"

        /// Whether the new schema still reads what the old one wrote.
        var isCompatible: Bool {
            switch self {
            case .messageAdded, .messageMoved, .enumAdded, .enumRemoved, .enumConstAdded, .enumConstChanged,
                .enumConstRemoved, .fieldAdded, .fieldRemoved, .fieldNameChanged, .fieldStringOrBytesLabelChanged,
                .oneofAdded, .oneofRemoved, .oneofFieldAdded:
                true
            case .packageChanged, .messageRemoved, .fieldKindChanged, .fieldScalarKindChanged, .fieldNamedTypeChanged,
                .fieldNumericLabelChanged, .requiredFieldAdded, .requiredFieldRemoved, .oneofFieldRemoved,
                .multipleFieldsMovedToOneof, .fieldMovedToExistingOneof:
                false
            }
        }
    }

    let kind: Kind
    /// Names of messages and oneofs and numbers of fields: `#/Order/Item/2`; the file itself is `#/`.
    let path: String

    var description: String { "\(kind.rawValue) \(path)" }

    /// One sentence; the old schema is the writer's and the new one the reader's.
    func sentence(_ direction: CompatibilityDirection) -> String {
        let (reader, writer) = (direction.reader, direction.writer)
        return switch kind {
        case .packageChanged:
            "The package at '\(path)' in the \(reader) schema does not match the package in the \(writer) schema"
        case .messageRemoved:
            "The \(reader) schema is missing a MESSAGE type at path '\(path)' in the \(writer) schema"
        case .fieldKindChanged:
            "The type of a field at path '\(path)' in the \(reader) schema does not match the \(writer) schema"
        case .fieldScalarKindChanged:
            "The kind of a SCALAR field at path '\(path)' in the \(reader) schema does not match its kind in the "
                + "\(writer) schema"
        case .fieldNamedTypeChanged:
            "The type of a MESSAGE field at path '\(path)' in the \(reader) schema does not match its type in the "
                + "\(writer) schema"
        case .fieldNumericLabelChanged:
            "The label of a NUMERIC field at path '\(path)' in the \(reader) schema does not match its label in the "
                + "\(writer) schema"
        case .requiredFieldAdded:
            "A required field at path '\(path)' in the \(reader) schema is missing in the \(writer) schema"
        case .requiredFieldRemoved:
            "The \(reader) schema is missing a required field at path '\(path)' in the \(writer) schema"
        case .oneofFieldRemoved:
            "The \(reader) schema is missing a oneof field at path '\(path)' in the \(writer) schema"
        case .multipleFieldsMovedToOneof:
            "Multiple fields in the oneof at path '\(path)' in the \(reader) schema are outside a oneof in the "
                + "\(writer) schema"
        case .fieldMovedToExistingOneof:
            "A field in the oneof at path '\(path)' in the \(reader) schema is outside an existing oneof in the "
                + "\(writer) schema"
        default: "The \(reader) schema differs from the \(writer) schema at path '\(path)'"
        }
    }
}
