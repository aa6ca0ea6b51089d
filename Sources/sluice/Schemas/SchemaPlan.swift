// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import ClientRegistry
import Formats
import SluiceRuntime

/// What registering a folder of schemas would change, found out before anything is changed.
struct SchemaPlan: Sendable {
    enum Change: Sendable {
        /// The subject has this very schema as that version.
        case unchanged(version: Int)
        /// The subject is new.
        case new
        /// A new version of the subject.
        case update(from: Int, lines: [SchemaDifference.Line])
        /// The registry would refuse it; why.
        case incompatible(with: Int, messages: [String])
        /// The text is no valid schema, or no event's.
        case invalid(String)
    }

    struct Entry: Sendable {
        let file: SchemaFile
        let change: Change
    }

    let entries: [Entry]

    /// Compares files with what the registry has.
    init(files: [SchemaFile], registry: RegistryClient) throws {
        entries = try files.map { Entry(file: $0, change: try Self.change($0, registry)) }
    }

    var isPossible: Bool {
        entries.allSatisfy {
            switch $0.change {
            case .unchanged, .new, .update: true
            case .incompatible, .invalid: false
            }
        }
    }

    /// What is to be registered.
    var toRegister: [SchemaFile] {
        entries.compactMap {
            switch $0.change {
            case .new, .update: $0.file
            case .unchanged, .incompatible, .invalid: nil
            }
        }
    }

    /// The plan for a person, like a diff.
    func text(_ console: Console) -> String {
        var text = ""
        var unchanged = 0
        for entry in entries {
            let subject = entry.file.subject
            switch entry.change {
            case .unchanged: unchanged += 1
            case .new:
                text += console.styled("+ \(subject)", .green) + "  new, from \(entry.file.name)\n"
            case .update(let version, let lines):
                text += console.styled("~ \(subject)", .yellow) + "  version \(version) → \(version + 1)\n"
                for line in lines {
                    text += "    " + console.styled("\(line)", line.sign == .added ? .green : .red) + "\n"
                }
                if lines.isEmpty { text += "    (only documentation, defaults or order differ)\n" }
            case .incompatible(let version, let messages):
                text += console.styled("✗ \(subject)", .red) + "  incompatible with version \(version)\n"
                for message in CompatibilityMessage.readable(messages) { text += "    \(message)\n" }
            case .invalid(let reason):
                text += console.styled("✗ \(entry.file.path)", .red) + ": \(reason)\n"
            }
        }
        if unchanged > 0 { text += console.styled("= \(unchanged) unchanged", .dim) + "\n" }
        return text
    }

    private static func change(_ file: SchemaFile, _ registry: RegistryClient) throws -> Change {
        var parsed: AvroSchema?
        if file.type == .avro {
            do throws(AvroSchemaError) {
                parsed = try AvroSchema.parse(file.text)
            } catch {
                return .invalid("\(error)")
            }
            if let parsed, file.eventType != nil {
                let problems = EventEnvelope.check(parsed)
                if !problems.isEmpty { return .invalid(problems.map(\.description).joined(separator: "; ")) }
            }
        }
        if let known = try registry.lookup(subject: file.subject, text: file.text, type: file.type) {
            return .unchanged(version: known.version)
        }
        let latest: SubjectVersion
        do throws(RegistryClientError) {
            latest = try registry.latest(subject: file.subject)
        } catch {
            if error.isNotFound { return .new }
            throw error
        }
        let verdict = try registry.checkCompatibility(subject: file.subject, text: file.text, type: file.type)
        guard verdict.isCompatible else {
            return .incompatible(with: latest.version, messages: verdict.messages)
        }
        guard let parsed, let before = try? AvroSchema.parse(latest.text) else {
            return .update(from: latest.version, lines: [])
        }
        return .update(from: latest.version, lines: SchemaDifference.lines(from: before, to: parsed))
    }
}
