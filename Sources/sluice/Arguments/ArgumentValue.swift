// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// A type that an option's or a positional argument's text is turned into.
protocol ArgumentValue: Sendable {
    /// Nil if the text is no such value.
    init?(argument: String)
    /// What is accepted, as it stands in a message: "a whole number".
    static var expectation: String { get }
    /// The words that are accepted, if they are a few.
    static var choices: [String] { get }
}

extension ArgumentValue {
    static var choices: [String] { [] }
}

extension String: ArgumentValue {
    init?(argument: String) { self = argument }
    static var expectation: String { "text" }
}

extension Int: ArgumentValue {
    init?(argument: String) { self.init(argument) }
    static var expectation: String { "a whole number" }
}

extension UInt64: ArgumentValue {
    init?(argument: String) { self.init(argument) }
    static var expectation: String { "a whole number, 0 or more" }
}

/// A number of things, at least one.
struct PositiveCount: ArgumentValue, Hashable {
    let value: Int

    init(_ value: Int) { self.value = max(1, value) }

    init?(argument: String) {
        guard let value = Int(argument), value > 0 else { return nil }
        self.value = value
    }

    static let expectation = "a whole number, 1 or more"
}

/// A part of a whole, from 0 to 1; also written as percent ("2.5%").
struct Share: ArgumentValue, Hashable {
    let fraction: Double

    init(fraction: Double) { self.fraction = min(1, max(0, fraction)) }

    init?(argument: String) {
        let isPercent = argument.hasSuffix("%")
        guard let number = Double(isPercent ? String(argument.dropLast()) : argument) else { return nil }
        let fraction = isPercent ? number / 100 : number
        guard fraction >= 0, fraction <= 1 else { return nil }
        self.fraction = fraction
    }

    static let expectation = "a share from 0 to 1, or a percentage"
}

/// A TCP port.
struct Port: ArgumentValue, Hashable, Codable {
    let number: Int

    init(_ number: Int) { self.number = number }

    init?(argument: String) {
        guard let number = Int(argument), (1...65_535).contains(number) else { return nil }
        self.number = number
    }

    static let expectation = "a port from 1 to 65535"
}

/// Where a server listens, `HOST:PORT`; port 0 lets the system choose one.
struct ListenAddress: ArgumentValue, Hashable, CustomStringConvertible {
    let host: String
    let port: Int

    init(host: String, port: Int) {
        self.host = host
        self.port = port
    }

    init?(argument: String) {
        guard let colon = argument.lastIndex(of: ":") else { return nil }
        let host = argument[..<colon]
        guard let port = Int(argument[argument.index(after: colon)...]), (0...65_535).contains(port) else { return nil }
        self.host = host.isEmpty ? "0.0.0.0" : String(host)
        self.port = port
    }

    static let expectation = "HOST:PORT, such as 127.0.0.1:8080"

    var description: String { "\(host):\(port)" }
}

/// An option that takes one of a few words.
protocol ArgumentChoice: ArgumentValue, CaseIterable, RawRepresentable where RawValue == String {}

extension ArgumentChoice {
    init?(argument: String) { self.init(rawValue: argument) }
    static var expectation: String { "one of " + choices.joined(separator: ", ") }
    static var choices: [String] { allCases.map(\.rawValue) }
}

/// Several words, separated by commas.
struct ChoiceList<Choice: ArgumentChoice>: ArgumentValue {
    let choices: [Choice]

    init(_ choices: [Choice]) { self.choices = choices }

    init?(argument: String) {
        var choices: [Choice] = []
        for word in argument.split(separator: ",", omittingEmptySubsequences: false) {
            guard let choice = Choice(argument: String(word)) else { return nil }
            choices.append(choice)
        }
        self.choices = choices
    }

    static var expectation: String {
        "words separated by commas, of " + Choice.allCases.map(\.rawValue).joined(separator: ", ")
    }
}
