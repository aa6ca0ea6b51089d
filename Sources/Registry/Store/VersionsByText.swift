// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// Which versions of a subject may have a text, by the hash of it: in constant time however long the history is.
struct VersionsByText: Sendable {
    /// Nearly all texts are of one version.
    private var first: [Int64: Int] = [:]
    /// A text that was deleted and registered again has several, and two texts may have one hash.
    private var more: [Int64: [Int]] = [:]

    init(_ entries: [SubjectState.Entry]) {
        first.reserveCapacity(entries.count)
        for entry in entries { insert(entry) }
    }

    mutating func insert(_ entry: SubjectState.Entry) {
        if first[entry.textHash] == nil {
            first[entry.textHash] = entry.version
        } else {
            more[entry.textHash, default: []].append(entry.version)
        }
    }

    func versions(_ textHash: Int64) -> [Int] {
        guard let version = first[textHash] else { return [] }
        return [version] + more[textHash, default: []]
    }
}
