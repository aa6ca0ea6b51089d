// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// How a person may name a subject, and a version of it.
struct SubjectName: Sendable, Hashable {
    let subject: String
    /// nil is the newest.
    let version: Int?

    /// `purchase` is `events.purchase-value`; what has a dot, a dash, a slash or a colon is a
    /// subject already. So a subject whose name is a plain word is written with its context, `:.:word`.
    static func from(_ text: String) -> String {
        text.contains { ".-/:".contains($0) } ? text : "events.\(text)-value"
    }

    init(subject: String, version: Int?) {
        self.subject = subject
        self.version = version
    }

    /// Reads `SUBJECT`, `SUBJECT@3` or `SUBJECT@latest`.
    init(_ text: String) throws(UsageError) {
        guard let at = text.lastIndex(of: "@") else {
            subject = Self.from(text)
            version = nil
            return
        }
        subject = Self.from(String(text[..<at]))
        let number = text[text.index(after: at)...]
        if number == "latest" {
            version = nil
        } else if let value = Int(number), value > 0 {
            version = value
        } else {
            throw UsageError("'\(text)' names no version: write SUBJECT@3, SUBJECT@latest, or SUBJECT.")
        }
    }

    /// The event type whose values' subject it is; nil if it is another subject.
    var eventType: String? {
        guard subject.hasPrefix("events."), subject.hasSuffix("-value") else { return nil }
        return String(subject.dropFirst("events.".count).dropLast("-value".count))
    }

    /// `events.purchase-value@3`
    var text: String { subject + (version.map { "@\($0)" } ?? "") }
}
