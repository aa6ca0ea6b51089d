// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

/// The second stage's result for `.proto` files.
struct ProtobufModel {
    var files: [ProtobufFileModel] = []
}

/// One `.proto` file.
struct ProtobufFileModel {
    let source: LoadedProtobuf
    var messages: [MessageModel] = []
    var enumerations: [ProtobufEnumModel] = []
    var services: [ServiceModel] = []
    /// Extensions that the file declares outside of messages.
    var extensions: [ExtensionModel] = []
    /// The Swift enum that these extensions are static members of.
    var extensionScope = ""
}

/// A message.
struct MessageModel {
    let proto: ProtobufMessage
    let name: SwiftTypeName
    let doc: String?
    /// In the order of the source.
    var members: [Member]
    var messages: [MessageModel]
    var enumerations: [ProtobufEnumModel]
    var extensions: [ExtensionModel]
    /// Whether a required field stands in it, or in a message that it may hold.
    var mayLackFields: Bool

    /// A property.
    enum Member {
        case field(MessageField)
        case oneof(OneofModel)
    }

    /// Also those of the oneofs.
    var fields: [MessageField] {
        members.flatMap { member in
            switch member {
            case .field(let field): [field]
            case .oneof(let oneof): oneof.fields
            }
        }
    }

    var required: [MessageField] { fields.filter { $0.shape == .required } }
}

/// A field of a message.
struct MessageField {
    /// How often the field may be there, and how its absence is told.
    enum Shape: Equatable {
        /// Not there is its type's zero.
        case implicit
        case optional
        case required
        /// One of a oneof's fields.
        case branch
        case repeated(isPacked: Bool)
        case map(key: ProtobufField.Kind)
    }

    let proto: ProtobufField
    let swiftName: String
    let doc: String?
    let shape: Shape
    /// What a value is; of a map, what its values are.
    let value: ProtobufValueType
    /// Whether it closes a cycle of messages.
    let isBoxed: Bool
    /// The case that is the default of a proto2 field with an enum.
    let defaultCase: String?
    /// Its index among the message's required fields.
    let requiredIndex: Int?
}

/// A oneof: one property for several fields.
struct OneofModel {
    let proto: ProtobufOneof
    let swiftName: String
    let name: SwiftTypeName
    let doc: String?
    let fields: [MessageField]

    /// Whether a field closes a cycle of messages.
    var isIndirect: Bool { fields.contains(where: \.isBoxed) }
}

/// An enum.
struct ProtobufEnumModel {
    /// A name of a number.
    struct Value {
        let proto: ProtobufEnum.Value
        let swiftName: String
        let doc: String?
        /// The case that has the number already.
        let aliased: String?
    }

    let proto: ProtobufEnum
    let name: SwiftTypeName
    let doc: String?
    let values: [Value]
}

struct ServiceModel {
    struct Method {
        let proto: ProtobufService.Method
        let swiftName: String
        let doc: String?
        let input: SwiftTypeName
        let output: SwiftTypeName
    }

    let proto: ProtobufService
    let fullName: String
    let swiftName: String
    let doc: String?
    let methods: [Method]
}

/// A field that extends a message.
struct ExtensionModel {
    let proto: ProtobufField
    let swiftName: String
    let doc: String?
    let extendee: SwiftTypeName
    let value: ProtobufValueType
}

/// What a field holds, with everything decided that its Swift form depends on.
enum ProtobufValueType: Hashable {
    case scalar(ProtobufField.Kind)
    /// The case `zero` is what a field has that is not set.
    case enumeration(SwiftTypeName, isClosed: Bool, zero: String)
    case message(SwiftTypeName)
    case group(SwiftTypeName)
}

/// A type within the types around it, such as `Order`, `Line`.
struct SwiftTypeName: Hashable {
    let path: [String]

    /// Without the types around it.
    var last: String { path.last ?? "" }
}
