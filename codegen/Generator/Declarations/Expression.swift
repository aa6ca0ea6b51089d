// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// An expression of a generated function.
indirect enum Expression: Equatable, Sendable {
    /// A variable, function or property that is in scope.
    case name(String)
    case member(Expression, String)
    /// A case or static member of the type that the context asks for.
    case implicitMember(String)
    case call(Expression, [Argument], trailing: Closure? = nil)
    /// A type itself, as a value to call or to look into.
    case type(TypeExpression)
    case string(String)
    case textBlock(String)
    case integer(String)
    case fingerprint(UInt64)
    case float(String)
    case boolean(Bool)
    case none
    case array([Expression])
    case dictionary([Entry])
    /// An expression that may throw; marks everything to its right as well.
    case attempt(Expression)
    /// A variable that is passed to be changed.
    case reference(Expression)
    case choice(condition: Expression, then: Expression, otherwise: Expression)
    case equal(Expression, Expression)
    /// The first value, or the second where that is nil.
    case coalesce(Expression, Expression)
    case negative(Expression)
    case tuple([Argument])

    struct Argument: Equatable, Sendable {
        var label: String?
        var value: Expression

        init(_ label: String? = nil, _ value: Expression) {
            self.label = label
            self.value = value
        }
    }

    struct Entry: Equatable, Sendable {
        var key: Expression
        var value: Expression
    }
}

/// A closure that is passed last.
struct Closure: Equatable, Sendable {
    var parameters: [String]
    /// The type of its errors, if it throws.
    var errors: TypeExpression?
    var body: [Statement]
}

/// A statement of a generated function.
indirect enum Statement: Equatable, Sendable {
    case expression(Expression)
    case assign(Expression, Expression)
    /// Evaluates and forgets the value.
    case discard(Expression)
    case `return`(Expression)
    case conditional(Expression, then: [Statement], otherwise: [Statement])
    /// Leaves the function by `otherwise` unless the condition holds.
    case require(Expression, otherwise: [Statement])
    case `switch`(Expression, [SwitchCase])
    /// Repeats as long as the expression has a value, which gets a name.
    case loop(binding: String, Expression, [Statement])
    /// Runs if the expression has a value, which gets a name.
    case ifPresent(binding: String, Expression, [Statement])
    /// Does nothing.
    case nothing
}

struct SwitchCase: Equatable, Sendable {
    enum Pattern: Equatable, Sendable {
        case integer(Int)
        case member(String, binding: String?)
        /// A member, where the subject is optional.
        case present(String, binding: String?)
        case absent
        case otherwise
    }

    var pattern: Pattern
    var body: [Statement]
}

extension Expression {
    /// A method call.
    static func call(
        _ receiver: Expression, _ method: String, _ arguments: [Argument] = [], trailing: Closure? = nil
    ) -> Expression {
        .call(.member(receiver, method), arguments, trailing: trailing)
    }

    /// A value made by a type's initialiser.
    static func make(_ type: TypeExpression, _ arguments: [Argument] = []) -> Expression {
        .call(.type(type), arguments)
    }
}
