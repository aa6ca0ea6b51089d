// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// Which content types the registry speaks.
enum MediaType {
    /// In the order of preference; the first is the default.
    static let json = [
        "application/vnd.schemaregistry.v1+json", "application/vnd.schemaregistry+json", "application/json",
    ]

    /// The type of a reply to who accepts these; nil if none of ours is among them.
    static func reply(accept: String?) -> String? {
        let ranges = types(accept ?? "")
        guard !ranges.isEmpty else { return json[0] }
        for range in ranges {
            if json.contains(range) { return range }
            if range == "*/*" || range == "application/*" { return json[0] }
        }
        return nil
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
