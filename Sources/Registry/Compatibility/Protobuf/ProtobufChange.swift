// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// One difference between two Protobuf schemas, from the writer's to the reader's.
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

        /// The rule that forbids the change; nil if the reader still reads what the writer wrote.
        var rule: ProtobufChangeRule? {
            switch self {
            case .messageAdded, .messageMoved, .enumAdded, .enumRemoved, .enumConstAdded, .enumConstChanged,
                .enumConstRemoved, .fieldAdded, .fieldRemoved, .fieldNameChanged, .fieldStringOrBytesLabelChanged,
                .oneofAdded, .oneofRemoved, .oneofFieldAdded:
                nil
            case .packageChanged: .packageChanged
            case .messageRemoved: .messageRemoved
            case .fieldKindChanged: .fieldKindChanged
            case .fieldScalarKindChanged: .fieldScalarKindChanged
            case .fieldNamedTypeChanged: .fieldNamedTypeChanged
            case .fieldNumericLabelChanged: .fieldNumericLabelChanged
            case .requiredFieldAdded: .requiredFieldAdded
            case .requiredFieldRemoved: .requiredFieldRemoved
            case .oneofFieldRemoved: .oneofFieldRemoved
            case .multipleFieldsMovedToOneof: .multipleFieldsMovedToOneof
            case .fieldMovedToExistingOneof: .fieldMovedToExistingOneof
            }
        }

        var isCompatible: Bool { rule == nil }
    }

    let kind: Kind
    /// Names of messages and oneofs and numbers of fields: `#/Order/Item/2`; the file itself is `#/`.
    let path: String
    /// What it is about in the writer's schema; what is around it if it is not there; nil for the file as a whole.
    let writer: ProtobufPart?
    /// The same in the reader's.
    let reader: ProtobufPart?

    var description: String { "\(kind.rawValue) \(path)" }
}

/// A rule of the established policy: which change it forbids, and how that is explained.
struct ProtobufChangeRule: Sendable {
    /// A change in the words of its explanation: who reads and who writes, "new" and "old" as it were.
    struct Context {
        let path: String
        let reader: String
        let writer: String
        /// The part in the writer's schema, quoted.
        let written: String
        /// The part in the reader's schema, quoted.
        let read: String
        let direction: CompatibilityDirection
    }

    let rule: CompatibilityRule
    private let description: @Sendable (Context) -> String
    private let why: @Sendable (Context) -> String
    private let remedy: @Sendable (Context) -> String

    /// - Parameter description: the established sentence.
    init(
        _ type: String, _ summary: String, mending: String, description: @escaping @Sendable (Context) -> String,
        why: @escaping @Sendable (Context) -> String, remedy: @escaping @Sendable (Context) -> String
    ) {
        rule = CompatibilityRule(
            "protobuf/" + type.lowercased().replacing("_", with: "-"), type: type, summary, mending: mending,
            policies: [.confluent])
        self.description = description
        self.why = why
        self.remedy = remedy
    }

    func finding(_ change: ProtobufChange, _ direction: CompatibilityDirection) -> ProtobufFinding {
        let context = Context(
            path: change.path, reader: direction.reader, writer: direction.writer,
            written: "'\(change.writer?.text ?? "the file")'", read: "'\(change.reader?.text ?? "the file")'",
            direction: direction)
        let isBackward = direction == .backward
        return ProtobufFinding(
            path: change.path, old: isBackward ? change.writer : change.reader,
            new: isBackward ? change.reader : change.writer, description: description(context), why: why(context),
            remedy: remedy(context))
    }
}
