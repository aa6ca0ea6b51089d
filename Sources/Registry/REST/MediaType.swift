// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// Which content types the registry speaks.
enum MediaType {
    /// In the order of preference; the first is the default.
    static let json = [
        "application/vnd.schemaregistry.v1+json", "application/vnd.schemaregistry+json", "application/json",
    ]

    /// Problem details (RFC 9457), the richer form of errors and verdicts.
    static let problem = "application/problem+json"

    /// Server-sent events.
    static let events = "text/event-stream"

    /// What a client reads.
    struct Accepted {
        /// The type of a reply; nil if none of ours is read.
        let type: String?
        /// Whether errors are told as problem details. Only who names the type gets them: `*/*` is what clients send
        /// that read two members and no more.
        let readsProblems: Bool
        /// Whether the client follows server-sent events.
        let readsEvents: Bool

        init(_ header: String?) {
            let ranges = MediaType.types(header ?? "")
            readsProblems = ranges.contains(MediaType.problem)
            readsEvents = ranges.contains(MediaType.events)
            let first = ranges.lazy.compactMap { range -> String? in
                if json.contains(range) { return range }
                return range == "*/*" || range == "application/*" ? json[0] : nil
            }.first
            let namesNone = (header ?? "").allSatisfy { $0 == " " || $0 == "," }
            type = first ?? (namesNone ? json[0] : readsProblems ? "application/json" : nil)
        }
    }

    /// Whether a body of this type is read. One that names none is taken for JSON.
    static func isReadable(contentType: String?) -> Bool {
        guard let type = types(contentType ?? "").first else { return true }
        return json.contains(type) || type == "application/octet-stream"
    }

    /// Types of a list, without parameters, in lower case; those with quality 0 are not meant.
    private static func types(_ header: String) -> [String] {
        header.lowercased().split(separator: ",").compactMap { part in
            let pieces = part.split(separator: ";").map { $0.filter { $0 != " " && $0 != "\t" } }
            guard let type = pieces.first, !type.isEmpty else { return nil }
            return pieces.dropFirst().contains { ["q=0", "q=0.0", "q=0.00", "q=0.000"].contains($0) } ? nil : type
        }
    }
}
