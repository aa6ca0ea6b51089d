// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// A flag or an option without the type of its value: what the parser and the help texts need.
struct OptionSpec: Sendable {
    /// Without the two dashes.
    let name: String
    /// What stands for the value in help texts, such as `URL`; nil for a flag.
    let valueName: String?
    let help: String
    /// The environment variable that gives the value where the command line doesn't.
    let environment: String?
    /// Whether `<environment>_FILE` may name a file that holds the value.
    let isSecret: Bool
    /// The default as it stands in help texts; nil if there is none.
    let defaultText: String?
    /// What is accepted.
    let expectation: String
    /// The words that are accepted, if they are a few.
    let choices: [String]
    /// Whether a text is acceptable.
    let accepts: @Sendable (String) -> Bool
}

/// Something that stands behind two dashes on the command line.
protocol OptionDeclaration: Sendable {
    var spec: OptionSpec { get }
}

/// An option that takes a value, `--name VALUE` or `--name=VALUE`; with an environment variable it is a setting.
struct Option<Value: ArgumentValue>: OptionDeclaration {
    let spec: OptionSpec
    /// What the option is where nothing gives it.
    let fallback: Value?

    /// - Parameter environment: the variable that gives the value where the command line doesn't.
    /// - Parameter isSecret: also reads the file that `<environment>_FILE` names, and is never shown.
    init(
        _ name: String, _ valueName: String, environment: String? = nil, isSecret: Bool = false,
        default fallback: Value? = nil, defaultText: String? = nil, help: String
    ) {
        self.fallback = fallback
        spec = OptionSpec(
            name: name, valueName: valueName, help: help, environment: environment, isSecret: isSecret,
            defaultText: defaultText ?? fallback.map { "\($0)" }, expectation: Value.expectation,
            choices: Value.choices, accepts: { Value(argument: $0) != nil })
    }
}

/// An option without a value: it is there or not.
struct Flag: OptionDeclaration {
    let spec: OptionSpec

    init(_ name: String, help: String) {
        spec = OptionSpec(
            name: name, valueName: nil, help: help, environment: nil, isSecret: false, defaultText: nil,
            expectation: "", choices: [], accepts: { _ in true })
    }
}

/// An argument that stands by its place.
struct Positional: Sendable {
    enum Arity: Sendable { case required, optional, repeating }

    /// As in help texts, in capitals: `FILE`.
    let name: String
    let arity: Arity
    let help: String

    init(_ name: String, _ arity: Arity = .required, help: String) {
        self.name = name
        self.arity = arity
        self.help = help
    }
}
