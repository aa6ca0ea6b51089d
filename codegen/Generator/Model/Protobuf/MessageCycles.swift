// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

/// Finds the fields by which messages contain themselves, and the messages that may lack required fields.
///
/// Lists and maps keep their items elsewhere, so only fields that hold a message directly need a box. In a cycle those that
/// are optional have it; a cycle of required fields has no message that ends, but empty ones may be read and merged, so its
/// fields have a box, too, and are optional in Swift.
struct MessageCycles {
    /// The messages that a message holds within itself.
    private var embedded: [String: Set<String>] = [:]
    /// The same by required fields alone.
    private var required: [String: Set<String>] = [:]
    /// All, also those in lists and maps.
    private var held: [String: Set<String>] = [:]
    private var withRequired: Set<String> = []

    init(_ sources: [LoadedProtobuf]) {
        for source in sources {
            var open = source.schema.file.messages
            while let message = open.popLast() {
                open += message.messages.filter { !$0.isMapEntry }
                if message.fields.contains(where: { $0.label == .required }) { withRequired.insert(message.fullName) }
                for field in message.fields where field.kind == .message || field.kind == .group {
                    if field.label != .repeated { embedded[message.fullName, default: []].insert(field.typeName) }
                    if field.label == .required { required[message.fullName, default: []].insert(field.typeName) }
                    let entry = source.schema.mapEntry(of: field)
                    let inner = entry.map { $0.fields.last?.typeName ?? "" } ?? field.typeName
                    held[message.fullName, default: []].insert(inner)
                }
            }
        }
    }

    /// Whether a field of a message leads back to it, and so needs a box.
    func closesCycle(_ field: ProtobufField, of message: String) -> Bool {
        guard field.label != .repeated, field.kind == .message || field.kind == .group else { return false }
        let edges = field.label == .required ? required : embedded
        return field.typeName == message || reaches(field.typeName, edges) { $0 == message }
    }

    /// Whether a required field stands in the message, or in one that it may hold.
    func mayLackFields(_ message: String) -> Bool {
        withRequired.contains(message) || reaches(message, held) { withRequired.contains($0) }
    }

    private func reaches(_ start: String, _ edges: [String: Set<String>], _ isGoal: (String) -> Bool) -> Bool {
        var seen: Set<String> = []
        var open = Array(edges[start] ?? [])
        while let next = open.popLast() {
            if isGoal(next) { return true }
            if seen.insert(next).inserted { open += edges[next] ?? [] }
        }
        return false
    }
}
