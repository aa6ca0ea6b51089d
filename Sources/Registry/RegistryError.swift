// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

public import Formats

/// What the registry refuses: the HTTP status, and the code and text that clients of the interface know.
///
/// The reply has these two members and no other (old Java clients fail on more).
public struct RegistryError: Error, Sendable, Hashable, CustomStringConvertible {
    public let status: Int
    public let code: Int
    public let message: String
    /// What problem details have beyond the message, such as verdicts.
    public internal(set) var explanation: [JSONValue.Member] = []

    public var description: String { "\(message) (\(code))" }

    private init(_ status: Int, _ code: Int, _ message: String) {
        self.status = status
        self.code = code
        self.message = message
    }

    /// The same, naming the subject of a change set that it is about.
    func at(_ subject: String) -> RegistryError {
        RegistryError(status, code, "Nothing was registered, because of the subject '\(subject)': \(message)")
    }
}

// MARK: HTTP's own

extension RegistryError {
    static func badRequest(_ message: String) -> RegistryError { .init(400, 400, message) }
    static var notFound: RegistryError { .init(404, 404, "HTTP 404 Not Found") }
    static var methodNotAllowed: RegistryError { .init(405, 405, "HTTP 405 Method Not Allowed") }
    static var notAcceptable: RegistryError { .init(406, 406, "HTTP 406 Not Acceptable") }
    static var unsupportedMediaType: RegistryError { .init(415, 415, "HTTP 415 Unsupported Media Type") }
    static func unprocessable(_ message: String) -> RegistryError { .init(422, 422, message) }
}

// MARK: Who may not

extension RegistryError {
    static func unauthorized(_ message: String) -> RegistryError { .init(401, 40101, message) }
    static func forbidden(_ name: String, _ operation: String, on target: String) -> RegistryError {
        .init(403, 40301, "User '\(name)' is denied operation \(operation) on \(target)")
    }
}

// MARK: What is not there

extension RegistryError {
    static func subjectNotFound(_ subject: SubjectName) -> RegistryError {
        .init(404, 40401, "Subject '\(subject.text)' not found.")
    }
    static func versionNotFound(_ version: Int) -> RegistryError { .init(404, 40402, "Version \(version) not found.") }
    static var schemaNotFound: RegistryError { .init(404, 40403, "Schema not found") }
    /// The nearest version of the subject is told, in the message and for who reads problem details.
    static func schemaNotFound(nearest: NearestMiss?) -> RegistryError {
        guard let nearest else { return schemaNotFound }
        var error = RegistryError(404, 40403, "Schema not found. \(nearest.sentence)")
        error.explanation = [.init(name: "nearest", value: nearest.json)]
        return error
    }
    static func schemaNotFound(id: Int) -> RegistryError { .init(404, 40403, "Schema \(id) not found") }
    static func subjectSoftDeleted(_ subject: SubjectName) -> RegistryError {
        .init(404, 40404, "Subject '\(subject.text)' was soft deleted.Set permanent=true to delete permanently")
    }
    static func subjectNotSoftDeleted(_ subject: SubjectName) -> RegistryError {
        .init(404, 40405, "Subject '\(subject.text)' was not deleted first before being permanently deleted")
    }
    static func versionSoftDeleted(_ subject: SubjectName, _ version: Int) -> RegistryError {
        .init(
            404, 40406,
            "Subject '\(subject.text)' Version \(version) was soft deleted.Set permanent=true to delete permanently")
    }
    static func versionNotSoftDeleted(_ subject: SubjectName, _ version: Int) -> RegistryError {
        .init(
            404, 40407,
            "Subject '\(subject.text)' Version \(version) was not deleted first before being permanently deleted")
    }
    static func compatibilityNotSet(_ subject: SubjectName) -> RegistryError {
        .init(404, 40408, "Subject '\(subject.text)' does not have subject-level compatibility configured")
    }
    static func modeNotSet(_ subject: SubjectName) -> RegistryError {
        .init(404, 40409, "Subject '\(subject.text)' does not have subject-level mode configured")
    }
}

// MARK: What is refused

extension RegistryError {
    /// The verdict goes to who reads problem details.
    static func incompatible(_ subject: SubjectName, _ verdict: CompatibilityVerdict, code: Int) -> RegistryError {
        var error = RegistryError(
            409, code,
            "Schema being registered is incompatible with an earlier schema for subject \"\(subject.text)\", details: "
                + "[\(verdict.messages.joined(separator: ", "))]")
        error.explanation = [.init(name: "verdicts", value: [verdict.json])]
        return error
    }
    /// - Parameter other: the version that the rules were asked of: the one that comes back, or one that would follow it.
    static func cannotComeBack(
        _ back: StoredVersion, beside other: StoredVersion, _ verdict: CompatibilityVerdict, code: Int
    ) -> RegistryError {
        let what =
            other.version == back.version
            ? "it is incompatible with version \(verdict.version ?? 0)"
            : "version \(other.version), which is live, is incompatible with it"
        var error = RegistryError(
            409, code,
            "Version \(back.version) of subject \"\(back.subject.text)\" can't come back: \(what) "
                + "(force=true brings it back nevertheless), details: [\(verdict.messages.joined(separator: ", "))]")
        error.explanation = [.init(name: "verdicts", value: [verdict.json])]
        return error
    }
    static func invalidSchema(_ message: String) -> RegistryError { .init(422, 42201, message) }
    static func invalidVersion(_ version: String) -> RegistryError {
        .init(
            422, 42202,
            "The specified version '\(version)' is not a valid version id. Allowed values are between [1, 2^31-1] "
                + "and the string \"latest\"")
    }
    static func versionMustBeNumber(_ version: String) -> RegistryError {
        .init(
            422, 42202,
            "The specified version '\(version)' is not a number. What the latest version is changes by what is brought "
                + "back: name it by its number")
    }
    static var invalidCompatibility: RegistryError {
        .init(
            422, 42203,
            "Invalid compatibility level. Valid values are none, backward, forward, full, backward_transitive, "
                + "forward_transitive, and full_transitive")
    }
    static var invalidPolicy: RegistryError {
        .init(
            422, 42203,
            "Invalid policy. Valid values are "
                + CompatibilityPolicy.allCases.map(\.rawValue).joined(separator: ", "))
    }
    static var invalidMode: RegistryError {
        .init(422, 42204, "Invalid mode. Valid values are READWRITE, READONLY, READONLY_OVERRIDE, IMPORT, and FORWARD")
    }
    static func notNextVersion(_ version: Int, next: Int, of subject: SubjectName) -> RegistryError {
        invalidSchema("Version \(version) is not the next version of subject '\(subject.text)', which is \(next).")
    }
    static func readOnly(_ place: SubjectName, _ mode: RegistryMode) -> RegistryError {
        operationNotPermitted(
            place.isContext
                ? "Context \(place.context) is in mode \(mode.rawValue), in which nothing can be changed"
                : "Subject \(place.text) is in read-only mode (\(mode.rawValue))")
    }
    static func idMismatch(registered: Int, given: Int) -> RegistryError {
        .init(422, 42207, "Schema already registered with id \(registered) instead of input id \(given)")
    }
    static func contextNotEmpty(_ context: String) -> RegistryError {
        .init(422, 42211, "The specified context '\(context)' is not empty.")
    }
    static func operationNotPermitted(_ message: String) -> RegistryError { .init(422, 42205, message) }
    static func referenceExists(_ subject: SubjectName, _ version: Int?) -> RegistryError {
        let version = version.map { ",version=\($0)" } ?? ""
        return .init(422, 42206, "One or more references exist to the schema {subject=\(subject.text)\(version)}.")
    }
    static func invalidSubject(_ subject: String, _ reason: String = "") -> RegistryError {
        .init(422, 42208, "The specified subject '\(subject)' is not a valid subject.\(reason)")
    }
    static func schemaTooLarge(limit: Int) -> RegistryError {
        .init(422, 42209, "Schema is too large: its text may have \(limit) bytes")
    }
    static func invalidRuleSet(_ message: String) -> RegistryError { .init(422, 42210, message) }
}

// MARK: The store

extension RegistryError {
    static func storeFailed(_ detail: String) -> RegistryError {
        .init(500, 50001, "Error in the backend data store: \(detail)")
    }
    static func storeTimedOut(_ detail: String) -> RegistryError {
        .init(500, 50002, "The backend data store took too long: \(detail)")
    }
}
