// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// A subject with the context that it is in.
///
/// Contexts are name spaces with ids of their own. A name is qualified as `:.ctx:subject`, by the prefix
/// `/contexts/.ctx/` of the path, or not at all: then it is in the default context, whose name is `.`. A name in the path
/// that is qualified itself wins over the prefix. Replies write subjects of the default context without it.
///
/// Unqualified reads fall through: an id, a version of a subject, or a content under a subject that the default context
/// does not have is looked for in the other contexts, in the order of their names, and the first that has it answers.
/// Qualified reads, lists, deletions, settings and registrations never leave their context.
///
/// A name that is empty stands for the context as a whole: settings are looked up from a subject to its context to the
/// registry, which is the default context's empty name (`registry`).
struct SubjectName: Sendable, Hashable {
    /// Begins with a dot; `.` alone is the default context.
    let context: String
    let name: String

    static let defaultContext = "."
    /// The whole registry, as the place of settings.
    static let registry = SubjectName(context: defaultContext, name: "")

    init(context: String, name: String) {
        self.context = context
        self.name = name
    }

    /// Reads a name as clients write it. Every text is a name; `check()` tells whether it is one to register under.
    ///
    /// - Parameter context: where a name is that is not qualified itself.
    init(_ text: String, in context: String = defaultContext) {
        guard text.hasPrefix(":.") else {
            self.init(context: context, name: text)
            return
        }
        let rest = text.dropFirst()
        let end = rest.firstIndex(of: ":") ?? rest.endIndex
        self.init(context: String(rest[..<end]), name: String(rest[end...].dropFirst()))
    }

    /// As replies write it: qualified unless it is in the default context. `init(_:in:)` reads it again.
    var text: String { isInDefaultContext && !name.hasPrefix(":.") ? name : ":\(context):\(name)" }

    var isInDefaultContext: Bool { context == Self.defaultContext }
    /// Whether it stands for a context, or the registry, as a whole.
    var isContext: Bool { name.isEmpty }
    /// The context as a whole.
    var wholeContext: SubjectName { SubjectName(context: context, name: "") }
}

// MARK: Rules

extension SubjectName {
    private static let maxBytes = 1000
    private static let maxContextBytes = 250

    /// Refuses names under which nothing can be registered (42208).
    func check() throws(RegistryError) {
        guard !name.isEmpty else { throw .invalidSubject(text) }
        try checkPlace()
    }

    /// Refuses names for which nothing can be set; a context and the registry are fine.
    func checkPlace() throws(RegistryError) {
        guard name.utf8.count <= Self.maxBytes, !Self.hasControls(name), !Self.reserved.contains(name) else {
            throw .invalidSubject(text)
        }
        guard context.hasPrefix("."), context.utf8.count <= Self.maxContextBytes, !Self.hasControls(context) else {
            throw .invalidSubject(
                text, " A context's name begins with a dot and has at most \(Self.maxContextBytes) bytes.")
        }
    }

    /// What implementations of the interface call the registry as a whole, and the empty subject, within themselves.
    private static let reserved = ["__GLOBAL", "__EMPTY"]

    private static func hasControls(_ text: String) -> Bool {
        text.unicodeScalars.contains { $0.properties.generalCategory == .control }
    }
}
