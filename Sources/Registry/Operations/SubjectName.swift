// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// The rules of subject names.
enum SubjectName {
    private static let maxBytes = 1000
    /// What clients write before a subject of the default context.
    private static let defaultContext = ":.:"

    /// Refuses names under which nothing can be registered.
    static func check(_ subject: String) throws(RegistryError) {
        if subject.hasPrefix(":.") {
            throw .invalidSubject(subject, " Contexts other than the default are not supported by this version.")
        }
        guard !subject.isEmpty, subject != "__GLOBAL", subject != "__EMPTY", subject.utf8.count <= maxBytes,
            !subject.unicodeScalars.contains(where: { $0.properties.generalCategory == .control })
        else { throw .invalidSubject(subject) }
    }

    /// The name without the default context in front.
    static func unqualified(_ subject: String) -> String {
        subject.hasPrefix(defaultContext) ? String(subject.dropFirst(defaultContext.count)) : subject
    }
}

/// How a request names a version.
enum VersionName: Sendable, Hashable {
    case latest
    case number(Int)

    /// Reads `latest`, `-1`, or a number from 1.
    init(_ text: String) throws(RegistryError) {
        if text == "latest" || text == "-1" {
            self = .latest
        } else if let number = Int32(text), number > 0 {
            self = .number(Int(number))
        } else {
            throw .invalidVersion(text)
        }
    }

    var number: Int? {
        guard case .number(let number) = self else { return nil }
        return number
    }
}
