// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import ClientRegistry
import Formats
import Foundation
import Registry
import SluiceRuntime

/// What a schema is compared with.
protocol SchemaBaseline {
    /// Such as `the registry http://…`, for a sentence.
    var name: String { get }
    /// What the subject has, and by which rules its next version is judged.
    func history(of file: SchemaFile) throws -> SchemaHistory
}

/// The schemas that a subject has, and the rules in force for it.
struct SchemaHistory {
    struct Version {
        let number: Int
        let document: SchemaDocument
        /// Such as `events.purchase-value version 3`.
        let label: String
        /// A URL or a path.
        let location: String
    }

    /// Live ones, as many as the level compares, oldest first; empty if the subject is new.
    var versions: [Version] = []
    var level = CompatibilityLevel.backward
    var policy = CompatibilityPolicy.confluent
    /// The metadata property that must be equal for versions to be compared.
    var group: String?
    /// A version that is this very schema, if the baseline can tell.
    var same: Int?
}

/// The versions that a registry has.
struct RegistryBaseline: SchemaBaseline {
    let catalog: SchemaCatalog
    let url: String
    /// Instead of the level that is set for the subject.
    let level: CompatibilityLevel?

    var name: String { "the registry at \(url)" }

    func history(of file: SchemaFile) throws -> SchemaHistory {
        let subject = file.subject
        var history = SchemaHistory()
        let config = try catalog.client.config(subject: subject, inherited: true) ?? catalog.client.config(subject: nil)
        func text(_ names: String...) -> String? {
            for name in names { if case .string(let text)? = config?[name] { return text } }
            return nil
        }
        history.level = try level ?? text("compatibilityLevel", "compatibility").map(Self.level) ?? .backward
        history.policy = text("policy", "compatibilityPolicy").flatMap { CompatibilityPolicy($0) } ?? .confluent
        history.group = text("compatibilityGroup")
        let numbers = try catalog.client.versions(subject: subject, deleted: false).sorted()
        let needsAll = history.level.comparesAll || history.group != nil
        for number in needsAll ? numbers : numbers.suffix(1) {
            guard let document = try catalog.document(subject: subject, version: number) else { continue }
            history.versions.append(
                .init(
                    number: number, document: document, label: "\(subject) version \(number)",
                    location: catalog.location(subject: subject, version: number)))
        }
        return history
    }

    private static func level(_ text: String) throws -> CompatibilityLevel {
        guard let level = CompatibilityLevel(text) else {
            throw CommandFailure.no(
                "the registry's compatibility level \(text) is not known to this version of Sluice.")
        }
        return level
    }
}

/// The files of another folder, or of the same folder at another git revision.
struct FolderBaseline: SchemaBaseline {
    let name: String
    private let versions: [String: SchemaHistory.Version]

    /// - Parameter name: such as `the revision main`.
    init(name: String, folders: [SchemaFolder]) throws {
        self.name = name
        var versions: [String: SchemaHistory.Version] = [:]
        for folder in folders {
            let graph = try SchemaGraph(folder.files)
            for (node, document) in zip(graph.nodes, try graph.documents()) {
                // An old file that is no schema has nothing that could be compared.
                guard case .success(let document) = document else { continue }
                versions[node.file.subject] = SchemaHistory.Version(
                    number: 1, document: document, label: node.file.path, location: node.file.path)
            }
        }
        self.versions = versions
    }

    func history(of file: SchemaFile) throws -> SchemaHistory {
        var history = SchemaHistory()
        history.versions = versions[file.subject].map { [$0] } ?? []
        if let old = history.versions.first, old.document.text == file.text { history.same = old.number }
        return history
    }
}

extension SchemaFolder {
    /// The folder as it was at a git revision. What the revision does not have is empty.
    init(_ path: String, atGitRevision revision: String) throws {
        let folder = try Self.git(["-C", path, "rev-parse", "--show-prefix"], "\(path) is in no git repository")
            .trimmingCharacters(in: .newlines)
        let hash = try Self.git(
            ["-C", path, "rev-parse", "--verify", "--quiet", "--end-of-options", revision + "^{commit}"],
            "there is no git revision \(revision), and no folder of that name"
        ).trimmingCharacters(in: .newlines)
        let list = try Self.git(
            [
                "-C", path, "ls-tree", "-r", "-z", "--name-only", "--full-tree", hash, "--",
                folder.isEmpty ? "." : folder,
            ],
            "git can't list \(revision)")
        var files: [SchemaFile] = []
        for name in list.split(separator: "\0").map(String.init) {
            guard let type = SchemaFile.type(ofName: name), name.hasPrefix(folder) else { continue }
            let text = try Self.git(["-C", path, "show", "\(hash):\(name)"], "git can't show \(name) at \(revision)")
            files.append(
                SchemaFile(
                    path: "\(revision):\(name)", name: String(name.dropFirst(folder.count)), type: type, text: text))
        }
        self.init(path: "\(revision):\(folder)", files: files)
    }

    private static func git(_ arguments: [String], _ failure: String) throws -> String {
        guard let git = Executable.find("git") else {
            throw CommandFailure.no("git is not installed; compare with a folder, or with a registry.")
        }
        let run = try ToolRun(.init(git, arguments))
        guard run.succeeded else {
            let detail = run.output.trimmingCharacters(in: .whitespacesAndNewlines)
            throw CommandFailure.no(failure + (detail.isEmpty ? "." : ": " + detail))
        }
        return run.output
    }
}

extension CompatibilityLevel {
    /// Whether all versions are compared, not the newest only.
    var comparesAll: Bool { rawValue.hasSuffix("_TRANSITIVE") }
}
