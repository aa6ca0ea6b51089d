// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import ClientHTTP

/// A path within this registry, encoded. It can't lead to another host, nor be a script.
struct CatalogueLink: Sendable, Hashable {
    let text: String

    private init(_ segments: [String], query: [(String, String)] = [], fragment: String? = nil) {
        var text = segments.map { "/" + PercentCoding.encoded($0) }.joined()
        for (index, (name, value)) in query.enumerated() {
            text += (index == 0 ? "?" : "&") + name + "=" + PercentCoding.encoded(value)
        }
        if let fragment { text += "#" + PercentCoding.encoded(fragment) }
        self.text = text
    }

    private init(text: String) { self.text = text }

    // MARK: Pages

    static let home = CatalogueLink(["ui"])
    static let contexts = CatalogueLink(["ui", "contexts"])

    static func contexts(offset: Int) -> CatalogueLink {
        CatalogueLink(["ui", "contexts"], query: [("offset", String(offset))])
    }

    static func subjects(_ query: SubjectQuery) -> CatalogueLink { CatalogueLink(["ui"], query: query.parameters) }

    static func subject(_ subject: SubjectName, olderThan version: Int? = nil) -> CatalogueLink {
        CatalogueLink(
            subjectPath(subject), query: version.map { [("before", String($0))] } ?? [],
            fragment: version.map { _ in "versions" })
    }

    /// The page of a subject that has the rest of a path.
    static func subject(_ subject: SubjectName, _ rest: [String]) -> CatalogueLink {
        CatalogueLink(subjectPath(subject) + rest)
    }

    static func history(_ subject: SubjectName, offset: Int) -> CatalogueLink {
        CatalogueLink(subjectPath(subject), query: [("history", String(offset))], fragment: "history")
    }

    static func version(_ subject: SubjectName, _ version: Int) -> CatalogueLink {
        CatalogueLink(subjectPath(subject) + ["versions", String(version)])
    }

    /// The page that compares two versions.
    static func comparison(_ subject: SubjectName, old: Int, new: Int, showsAll: Bool = false) -> CatalogueLink {
        CatalogueLink(
            subjectPath(subject) + ["compare"],
            query: [("old", String(old)), ("new", String(new))] + (showsAll ? [("all", "true")] : []))
    }

    /// Where the form to compare versions leads.
    static func comparison(_ subject: SubjectName) -> CatalogueLink {
        CatalogueLink(subjectPath(subject) + ["compare"])
    }

    static func schema(context: String, id: Int) -> CatalogueLink {
        let inContext = context == SubjectName.defaultContext ? [] : [("context", context)]
        return CatalogueLink(["ui", "schemas", String(id)], query: inContext)
    }

    /// A name within the page.
    static func anchor(_ id: String) -> CatalogueLink { CatalogueLink([], fragment: id) }

    private static func subjectPath(_ subject: SubjectName) -> [String] { ["ui", "subjects", segment(subject)] }

    /// Browsers take `.` and `..` for steps in the path, encoded or not; qualified, they are names.
    private static func segment(_ subject: SubjectName) -> String {
        [".", ".."].contains(subject.text) ? ":\(subject.context):\(subject.name)" : subject.text
    }

    // MARK: The interface itself

    static func text(_ subject: SubjectName, _ version: Int, isDeleted: Bool) -> CatalogueLink {
        CatalogueLink(
            ["subjects", segment(subject), "versions", String(version), "schema"],
            query: isDeleted ? [("deleted", "true")] : [])
    }

    static func json(context: String, id: Int) -> CatalogueLink {
        let prefix = context == SubjectName.defaultContext ? [] : ["contexts", context]
        return CatalogueLink(prefix + ["schemas", "ids", String(id)])
    }

    static let description = CatalogueLink(["openapi.json"])

    // MARK: What pages are made with

    static func asset(_ name: String) -> CatalogueLink { CatalogueLink(["ui", "assets", name]) }
}

/// Which subjects a list shows, and from where on.
struct SubjectQuery: Sendable, Hashable {
    /// What the name must contain; case does not matter.
    var text = ""
    /// Nil is all contexts.
    var context: String?
    var includesDeleted = false
    /// The list begins after this subject,
    var after: SubjectName?
    /// or ends before this one.
    var before: SubjectName?

    func after(_ subject: SubjectName) -> SubjectQuery { moved(after: subject, before: nil) }
    func before(_ subject: SubjectName) -> SubjectQuery { moved(after: nil, before: subject) }

    private func moved(after: SubjectName?, before: SubjectName?) -> SubjectQuery {
        var query = self
        query.after = after
        query.before = before
        return query
    }

    /// As they stand in the address.
    var parameters: [(String, String)] {
        var parameters: [(String, String)] = []
        if !text.isEmpty { parameters.append(("q", text)) }
        if let context { parameters.append(("context", context)) }
        if includesDeleted { parameters.append(("deleted", "true")) }
        if let after { parameters.append(("after", ":\(after.context):\(after.name)")) }
        if let before { parameters.append(("before", ":\(before.context):\(before.name)")) }
        return parameters
    }

    /// Whether it leaves subjects out.
    var isNarrowed: Bool { !text.isEmpty || context != nil }
}
