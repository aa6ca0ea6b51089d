// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// What a generated file declares: a tree of values that knows nothing of how Swift is written down.
///
/// Translators build it, tests look into it, and the renderer alone turns it into text.
indirect enum Declaration: Equatable, Sendable {
    case type(TypeDeclaration)
    case property(Property)
    case function(Function)
    case alias(name: String, type: TypeExpression)
}

/// A struct, an enum, or an extension.
struct TypeDeclaration: Equatable, Sendable {
    enum Kind: Equatable, Sendable { case structure, enumeration, `extension` }

    var kind: Kind
    var doc: Documentation = []
    var name: TypeExpression
    var access: Access = .public
    var conformances: [TypeExpression] = []
    /// Whether values can't be copied.
    var isNoncopyable = false
    var isIndirect = false
    var members: [Declaration] = []
    /// Only of an enum.
    var cases: [EnumCase] = []
}

struct EnumCase: Equatable, Sendable {
    var doc: Documentation = []
    var name: String
    /// Where it differs from the name.
    var rawValue: String?
    var payload: TypeExpression?
}

enum Access: Equatable, Sendable { case `public`, `internal`, `private` }

/// A stored or computed property.
struct Property: Equatable, Sendable {
    enum Value: Equatable, Sendable {
        /// Stored, set by the initialiser.
        case stored
        case initialised(Expression)
        case computed([Statement])
        /// Computed, and set by statements that use `newValue`.
        case accessors(get: [Statement], set: [Statement])
    }

    var doc: Documentation = []
    var isDeprecated = false
    var access: Access = .public
    var isStatic = false
    var isConstant = false
    /// A property wrapper's name.
    var wrapper: String?
    var name: String
    var type: TypeExpression?
    var value: Value
}

/// A function, or where it has no name, an initialiser.
struct Function: Equatable, Sendable {
    struct Parameter: Equatable, Sendable {
        enum Passing: Equatable, Sendable { case value, inPlace }

        /// Nil where callers write none.
        var label: String?
        var name: String
        var passing: Passing = .value
        /// Whether any type that conforms to `type` may be passed.
        var isGeneric = false
        var type: TypeExpression
        var defaultValue: Expression?
    }

    var doc: Documentation = []
    var access: Access = .public
    var isStatic = false
    var isMutating = false
    var isFailable = false
    var name: String?
    var parameters: [Parameter] = []
    /// The type of its errors, if it throws.
    var errors: TypeExpression?
    var result: TypeExpression?
    var body: [Statement]
}

/// The paragraphs of a doc comment.
typealias Documentation = [String]

/// A type as it is written where it is used.
indirect enum TypeExpression: Hashable, Sendable {
    case named(String)
    case generic(String, [Argument])
    case member(TypeExpression, String)
    case optional(TypeExpression)
    case array(TypeExpression)
    case dictionary(key: TypeExpression, value: TypeExpression)
    /// Values with a label each.
    case tuple([Member])
    /// `any P.Type`.
    case anyType(String)

    enum Argument: Hashable, Sendable {
        case type(TypeExpression)
        case integer(Int)
    }

    struct Member: Hashable, Sendable {
        var label: String
        var type: TypeExpression
    }

    static func tuple(_ members: [(String, TypeExpression)]) -> TypeExpression {
        .tuple(members.map { Member(label: $0.0, type: $0.1) })
    }

    /// A generic type of one type.
    static func generic(_ name: String, of argument: TypeExpression) -> TypeExpression {
        .generic(name, [.type(argument)])
    }
}
