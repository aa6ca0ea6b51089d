// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats
import Foundation

/// Findings in SARIF 2.1.0, which code review shows beside the lines that they are about.
///
/// Paths of findings are relative to the working folder where they were given so: run from the repository's root.
struct SARIF {
    /// What the tool can find, whether it did or not.
    let rules: [SchemaRule]
    let findings: [SchemaFinding]

    /// The log with one run.
    var json: JSONValue {
        [
            "$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0",
            "runs": [
                [
                    "tool": [
                        "driver": [
                            "name": "sluice", "version": .string(SluiceVersion.current),
                            "semanticVersion": .string(SluiceVersion.current), "rules": .array(known.map(Self.rule)),
                        ]
                    ],
                    "invocations": [["executionSuccessful": true]], "columnKind": "unicodeCodePoints",
                    "results": .array(findings.map(result)),
                ]
            ],
        ]
    }

    /// The rules, and those of findings that are not among them.
    private var known: [SchemaRule] {
        var ids = Set(rules.map(\.id))
        return rules
            + findings.filter { ids.insert($0.rule).inserted }.map {
                SchemaRule(id: $0.rule, summary: $0.rule, mending: "")
            }
    }

    private static func rule(_ rule: SchemaRule) -> JSONValue {
        var members: [JSONValue.Member] = [
            .init(name: "id", value: .string(rule.id)),
            .init(name: "shortDescription", value: ["text": .string(rule.summary)]),
        ]
        if !rule.mending.isEmpty { members.append(.init(name: "help", value: ["text": .string(rule.mending)])) }
        return .object(members)
    }

    private func result(_ finding: SchemaFinding) -> JSONValue {
        let index = known.firstIndex { $0.id == finding.rule } ?? -1
        var members: [JSONValue.Member] = [
            .init(name: "ruleId", value: .string(finding.rule)),
            .init(name: "ruleIndex", value: .init(integerLiteral: index)),
            .init(name: "level", value: .string(finding.severity.rawValue)),
            .init(name: "message", value: ["text": .string(Self.message(finding))]),
            .init(
                name: "locations",
                value: [Self.location(Self.uri(finding.file), finding.text, finding.place)]),
        ]
        if !finding.related.isEmpty {
            members.append(
                .init(
                    name: "relatedLocations",
                    value: .array(finding.related.enumerated().map { Self.related($1, id: $0 + 1) })))
        }
        members.append(.init(name: "partialFingerprints", value: ["sluice/v1": .string(Self.fingerprint(finding))]))
        return .object(members)
    }

    /// All that a reviewer needs: the viewers of code review show nothing but this.
    private static func message(_ finding: SchemaFinding) -> String {
        var text = finding.message
        func sentence(_ more: String) {
            guard !more.isEmpty else { return }
            if let last = text.last, !".!?".contains(last) { text += "." }
            text += " " + more
        }
        if finding.why != finding.message { sentence(finding.why) }
        sentence(finding.remedy)
        for (index, related) in finding.related.enumerated() {
            sentence("See [\(escaped(related.label))](\(index + 1)).")
        }
        if let example = finding.example { sentence("Example: " + escaped(example.record.text())) }
        return text
    }

    /// Brackets make links in a message's text.
    private static func escaped(_ text: String) -> String {
        text.replacing("\\", with: "\\\\").replacing("[", with: "\\[").replacing("]", with: "\\]")
    }

    private static func related(_ related: SchemaFinding.Related, id: Int) -> JSONValue {
        guard case .object(var members) = location(uri(related.location), related.text, related.place) else {
            return [:]
        }
        members.insert(.init(name: "id", value: .init(integerLiteral: id)), at: 0)
        members.append(.init(name: "message", value: ["text": .string(related.label)]))
        return .object(members)
    }

    private static func location(_ uri: String, _ text: String, _ place: SchemaFinding.Place?) -> JSONValue {
        var physical: [JSONValue.Member] = [.init(name: "artifactLocation", value: ["uri": .string(uri)])]
        guard let place else { return ["physicalLocation": .object(physical)] }
        physical.append(.init(name: "region", value: region(text, place)))
        var members: [JSONValue.Member] = [.init(name: "physicalLocation", value: .object(physical))]
        if !place.path.isEmpty {
            members.append(
                .init(
                    name: "logicalLocations",
                    value: [["fullyQualifiedName": .string(place.path), "kind": "element"]]))
        }
        return .object(members)
    }

    /// From the place to the end of what stands there: a string, a word, or one character.
    private static func region(_ text: String, _ place: SchemaFinding.Place) -> JSONValue {
        var members: [JSONValue.Member] = [
            .init(name: "startLine", value: .init(integerLiteral: place.line)),
            .init(name: "startColumn", value: .init(integerLiteral: place.column)),
        ]
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        if lines.indices.contains(place.line - 1) {
            let line = Array(lines[place.line - 1].unicodeScalars)
            let start = min(place.column - 1, line.count)
            members.append(.init(name: "endLine", value: .init(integerLiteral: place.line)))
            members.append(
                .init(name: "endColumn", value: .init(integerLiteral: place.column + length(line[start...]))))
        }
        return .object(members)
    }

    private static func length(_ rest: ArraySlice<Unicode.Scalar>) -> Int {
        guard let first = rest.first else { return 0 }
        if first == "\"", let end = rest.dropFirst().firstIndex(of: "\"") { return end - rest.startIndex + 1 }
        let word = rest.prefix { $0 == "_" || $0 == "." || $0.properties.isAlphabetic || ("0"..."9").contains($0) }
        return max(1, word.count)
    }

    /// A relative path stays one; an absolute one is a file's URI; a URL is one already.
    private static func uri(_ path: String) -> String {
        if path.contains("://") { return path }
        let allowed = CharacterSet.urlPathAllowed.subtracting(CharacterSet(charactersIn: ":;"))
        var relative = path
        while relative.hasPrefix("./") { relative.removeFirst(2) }
        let encoded = relative.addingPercentEncoding(withAllowedCharacters: allowed) ?? relative
        return relative.hasPrefix("/") ? "file://" + encoded : encoded
    }

    /// The same finding after lines were added above it.
    private static func fingerprint(_ finding: SchemaFinding) -> String {
        let parts = [finding.rule, uri(finding.file), finding.place.path, finding.related.first?.label ?? ""]
        return MessageDigest.sha256(Array(parts.joined(separator: "\0").utf8)).prefix(16)
            .map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
