// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

/// Schemas that are registered together or not at all, and may refer to each other.
///
/// A reference with the version -1 to a subject of the set means the version that the set gives it; to another subject it
/// means the latest, as ever.
struct ChangeSet: Sendable {
    struct Member: Sendable {
        let subject: SubjectName
        /// The schema, or why it is none.
        let request: Result<SchemaRequest, RegistryError>

        /// The subjects that it refers to without a version.
        var dependencies: [SubjectName] {
            guard case .success(let request) = request else { return [] }
            return request.references.filter { $0.version == -1 }.map { SubjectName($0.subject, in: subject.context) }
        }
    }

    /// Those that others refer to come before them; else in the order given.
    let members: [Member]

    static let maxMembers = 1000

    /// Puts the members in order.
    init(_ members: [Member]) throws(RegistryError) {
        guard !members.isEmpty else { throw .invalidSchema("The change set is empty.") }
        guard members.count <= Self.maxMembers else {
            throw .invalidSchema("The change set has \(members.count) schemas; at most \(Self.maxMembers) are taken.")
        }
        var places: [SubjectName: Int] = [:]
        for (index, member) in members.enumerated() {
            try member.subject.check()
            guard places.updateValue(index, forKey: member.subject) == nil else {
                throw .invalidSchema("The change set has two schemas for the subject '\(member.subject.text)'.")
            }
        }
        let dependencies = members.map { $0.dependencies.compactMap { places[$0] } }
        self.members = try Self.order(dependencies, names: members.map(\.subject.text)).map { members[$0] }
    }

    /// Reads `{"schemas": [{"subject", "schema", …}]}`; each element is the body of a registration with its subject.
    init(_ body: JSONValue, maxBytes: Int, context: String = SubjectName.defaultContext) throws(RegistryError) {
        guard case .array(let elements)? = body["schemas"] else {
            throw .unprocessable("The body must be a JSON object with \"schemas\", an array.")
        }
        var members: [Member] = []
        for element in elements {
            guard case .string(let subject)? = element["subject"], !subject.isEmpty else {
                throw .unprocessable("Each of \"schemas\" must be an object with \"subject\" and \"schema\".")
            }
            let request = Result { () throws(RegistryError) in try SchemaRequest(element, maxBytes: maxBytes) }
            members.append(Member(subject: SubjectName(subject, in: context), request: request))
        }
        try self.init(members)
    }

    /// Indexes so that each comes after what it depends on (Kahn's algorithm), else as they are.
    private static func order(_ dependencies: [[Int]], names: [String]) throws(RegistryError) -> [Int] {
        var waiting = dependencies.map { Set($0) }
        var order: [Int] = []
        var isDone = [Bool](repeating: false, count: dependencies.count)
        while order.count < dependencies.count {
            let ready = waiting.indices.filter { !isDone[$0] && waiting[$0].isEmpty }
            guard !ready.isEmpty else {
                let stuck = waiting.indices.filter { !isDone[$0] }.map { names[$0] }.sorted()
                throw .invalidSchema(
                    "The schemas refer to each other in a circle, so none can be first: "
                        + stuck.joined(separator: ", "))
            }
            for index in ready { isDone[index] = true }
            order += ready
            for index in waiting.indices { waiting[index].subtract(ready) }
        }
        return order
    }
}

/// What a change set does, or would do, to each of its subjects.
struct ChangeSetPlan: Sendable {
    enum Outcome: Sendable {
        /// The subject has this very schema as that version.
        case unchanged(StoredVersion)
        /// Its first live version.
        case new(StoredVersion)
        /// Its next version after that one.
        case changed(StoredVersion, from: Int)
        case refused(RegistryError)
        /// Not looked at, because these are refused and it refers to them.
        case blocked(by: [SubjectName])
    }

    struct Entry: Sendable {
        let subject: SubjectName
        let outcome: Outcome
    }

    /// In the order in which they are registered.
    var entries: [Entry] = []

    /// The first refusal, which keeps all from being registered.
    var refusal: (subject: SubjectName, error: RegistryError)? {
        for entry in entries {
            if case .refused(let error) = entry.outcome { return (entry.subject, error) }
        }
        return nil
    }

    /// The versions that are new.
    var registered: [StoredVersion] {
        entries.compactMap {
            switch $0.outcome {
            case .new(let version), .changed(let version, _): version
            case .unchanged, .refused, .blocked: nil
            }
        }
    }
}
