// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

/// The registered version that is nearest to a content that was looked for in vain, and what differs.
struct NearestMiss: Sendable, Hashable {
    let version: StoredVersionName
    /// What differs, most telling first; never empty.
    let differences: [String]
    /// How many there are in all.
    let count: Int

    /// Where the version is.
    struct StoredVersionName: Sendable, Hashable {
        let subject: SubjectName
        let version: Int
        let id: Int
    }

    /// The newest versions that are compared.
    private static let maxCompared = 50
    private static let maxTold = 5

    /// Nil if there is no version to compare with.
    init?(
        _ plan: RegistrationPlan, in state: SubjectState, _ includeDeleted: Bool, _ source: any SchemaSource
    ) throws {
        let entries = state.entries(includeDeleted ? .any : .live).suffix(Self.maxCompared)
        let parts = SchemaParts(plan.given)
        var nearest: (version: StoredVersion, differences: [String])?
        for version in try source.versions(Array(entries), of: state.subject).reversed() {
            let differences = parts.differences(to: SchemaParts(version.schema.content))
            if nearest.map({ differences.count < $0.differences.count }) ?? true { nearest = (version, differences) }
        }
        guard let (found, differences) = nearest else { return nil }
        version = StoredVersionName(subject: found.subject, version: found.version, id: found.schema.id)
        count = max(1, differences.count)
        self.differences =
            differences.isEmpty
            ? ["the texts differ in form only: look up with normalize=true"] : Array(differences.prefix(Self.maxTold))
    }

    var sentence: String {
        let more = count > differences.count ? "; and \(count - differences.count) more" : ""
        return "The nearest is version \(version.version) of subject '\(version.subject.text)' with id \(version.id): "
            + differences.joined(separator: "; ") + more + "."
    }

    var json: JSONValue {
        [
            "subject": .string(version.subject.text), "version": .init(integerLiteral: version.version),
            "id": .init(integerLiteral: version.id), "differences": .array(differences.map { .string($0) }),
            "differenceCount": .init(integerLiteral: count),
        ]
    }
}

/// A content taken apart into places and what stands there, so that two of them can be compared place by place.
private struct SchemaParts {
    private let type: SchemaType
    /// In the order of the content.
    private var places: [(place: String, value: String)] = []

    init(_ content: SchemaContent) {
        type = content.type
        if content.type == .avro, let json = try? JSONValue.parse(content.text) {
            add(json, at: "")
        } else {
            // Lines that occur more than once are told apart by their number.
            var seen: [Substring: Int] = [:]
            for line in content.text.split(whereSeparator: \.isNewline) {
                let text = line.drop { $0 == " " || $0 == "\t" }
                guard !text.isEmpty else { continue }
                seen[text, default: 0] += 1
                places.append(("line `\(text)`" + (seen[text] == 1 ? "" : " (\(seen[text] ?? 0))"), ""))
            }
        }
        for reference in content.references {
            places.append(("reference \"\(reference.name)\"", "\(reference.subject) version \(reference.version)"))
        }
        if let metadata = content.metadata { add(metadata, at: "metadata ") }
        if let rules = content.ruleSet { add(rules, at: "ruleSet ") }
    }

    /// Elements that have a name stand under it, so that one more field is one difference.
    private mutating func add(_ json: JSONValue, at place: String) {
        switch json {
        case .object(let members): for member in members { add(member.value, at: place + "/" + member.name) }
        case .array(let elements):
            for (index, element) in elements.enumerated() {
                if case .string(let name)? = element["name"] {
                    add(element, at: place + "/" + name)
                } else {
                    add(element, at: place + "/\(index)")
                }
            }
        case .null, .bool, .number, .string: places.append((place, json.text()))
        }
    }

    func differences(to registered: SchemaParts) -> [String] {
        guard type == registered.type else { return ["it is of type \(registered.type.rawValue)"] }
        let ours = Dictionary(places.map { ($0.place, $0.value) }, uniquingKeysWith: { first, _ in first })
        let theirs = Dictionary(registered.places.map { ($0.place, $0.value) }, uniquingKeysWith: { first, _ in first })
        var differences: [String] = []
        for (place, value) in places {
            switch theirs[place] {
            case value?: continue
            case let other?: differences.append("\(place) is \(Self.short(other)) there, \(Self.short(value)) here")
            case nil: differences.append("\(place)\(Self.shown(value)) is not there")
            }
        }
        for (place, value) in registered.places where ours[place] == nil {
            differences.append("\(place)\(Self.shown(value)) is only there")
        }
        return differences
    }

    private static func shown(_ value: String) -> String { value.isEmpty ? "" : " (\(short(value)))" }
    private static func short(_ value: String) -> String { value.utf8.count > 80 ? value.prefix(80) + "…" : value }
}
