// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// The codes by which the registry refuses, and what they mean.
///
/// `docs/registry-errors.md` and the OpenAPI description are made from this catalogue.
public enum RegistryErrorCode: Int, Sendable, Hashable, CaseIterable {
    case badRequest = 400
    case notFound = 404
    case methodNotAllowed = 405
    case notAcceptable = 406
    case incompatibleSchema = 409
    case unsupportedMediaType = 415
    case unprocessable = 422
    case unauthorized = 40101
    case forbidden = 40301
    case subjectNotFound = 40401
    case versionNotFound = 40402
    case schemaNotFound = 40403
    case subjectSoftDeleted = 40404
    case subjectNotSoftDeleted = 40405
    case versionSoftDeleted = 40406
    case versionNotSoftDeleted = 40407
    case configNotSet = 40408
    case modeNotSet = 40409
    case incompatibleSchemaNewer = 40901
    case invalidSchema = 42201
    case invalidVersion = 42202
    case invalidConfig = 42203
    case invalidMode = 42204
    case operationNotPermitted = 42205
    case referenceExists = 42206
    case idMismatch = 42207
    case invalidSubject = 42208
    case schemaTooLarge = 42209
    case invalidRuleSet = 42210
    case contextNotEmpty = 42211
    case storeFailed = 50001
    case storeTimedOut = 50002

    /// The HTTP status that it comes with: its first three digits.
    public var status: Int { rawValue < 1000 ? rawValue : rawValue / 100 }

    /// What problem details call it (RFC 9457 §3.1.1).
    public var uri: String { "urn:sluice:registry:error:\(rawValue)" }

    /// A few words that are the same whenever it occurs.
    public var title: String {
        switch self {
        case .badRequest: "The request can't be read"
        case .unauthorized: "No valid key"
        case .forbidden: "The key does not allow it"
        case .notFound: "No such path"
        case .methodNotAllowed: "The path has no such method"
        case .notAcceptable: "No acceptable content type"
        case .incompatibleSchema, .incompatibleSchemaNewer: "Incompatible schema"
        case .unsupportedMediaType: "The body's content type is not read"
        case .unprocessable: "The body has another shape"
        case .subjectNotFound: "Subject not found"
        case .versionNotFound: "Version not found"
        case .schemaNotFound: "Schema not found"
        case .subjectSoftDeleted: "The subject is softly deleted"
        case .subjectNotSoftDeleted: "The subject is not softly deleted"
        case .versionSoftDeleted: "The version is softly deleted"
        case .versionNotSoftDeleted: "The version is not softly deleted"
        case .configNotSet: "The subject has no settings"
        case .modeNotSet: "The subject has no mode"
        case .invalidSchema: "Invalid schema"
        case .invalidVersion: "Invalid version"
        case .invalidConfig: "Invalid setting"
        case .invalidMode: "Invalid mode"
        case .operationNotPermitted: "Not permitted in this mode"
        case .referenceExists: "Other schemas refer to it"
        case .idMismatch: "The schema has another id"
        case .invalidSubject: "Invalid subject"
        case .schemaTooLarge: "The schema is too large"
        case .invalidRuleSet: "Invalid rule set"
        case .contextNotEmpty: "The context is not empty"
        case .storeFailed: "The database failed"
        case .storeTimedOut: "The database took too long"
        }
    }

    /// What it means and what to do, in a sentence or two.
    public var meaning: String {
        switch self {
        case .badRequest: "A query parameter or the body can't be read; the message names the place."
        case .unauthorized: "The request has no key, or one that is not known or no longer valid; send one."
        case .forbidden: "The key's role, or the prefix of subjects that it is bound to, does not allow the operation."
        case .notFound: "The path names nothing of this interface, or an id that is no number."
        case .methodNotAllowed: "The path is known, the method isn't; the header Allow lists those that are."
        case .notAcceptable: "The header Accept names only types that the registry does not write."
        case .incompatibleSchema:
            "The schema breaks the subject's compatibility level; the message has every difference. Newer registries "
                + "say 40901: --incompatible-code chooses."
        case .incompatibleSchemaNewer: "As 409, where --incompatible-code 40901 is set."
        case .unsupportedMediaType:
            "The header Content-Type names something else than JSON or application/octet-stream."
        case .unprocessable: "The body is JSON, but no object, or a member is of another type than it must be."
        case .subjectNotFound:
            "The subject has no version (that is not softly deleted); for DELETE of settings: it has none."
        case .versionNotFound: "The subject has no such version, or it is softly deleted."
        case .schemaNotFound:
            "No schema has the id or GUID, or the subject has no version with this content. Problem details name the "
                + "nearest version and what differs."
        case .subjectSoftDeleted:
            "All versions are softly deleted already; permanent=true deletes them for good."
        case .subjectNotSoftDeleted: "Before a subject is deleted for good, it must be deleted softly."
        case .versionSoftDeleted: "The version is softly deleted already; permanent=true deletes it for good."
        case .versionNotSoftDeleted: "Before a version is deleted for good, it must be deleted softly."
        case .configNotSet: "The subject has no settings of its own; defaultToGlobal=true answers those in force."
        case .modeNotSet: "The subject has no mode of its own; defaultToGlobal=true answers the one in force."
        case .invalidSchema:
            "The schema can't be parsed, is empty, is of an unknown type, or refers to something that isn't there."
        case .invalidVersion: "A version is a number from 1 to 2147483647, latest, or -1."
        case .invalidConfig: "A setting has a value that it can't have."
        case .invalidMode: "A mode is READWRITE, READONLY, READONLY_OVERRIDE, FORWARD, or IMPORT."
        case .operationNotPermitted:
            "The mode of the registry, the context, or the subject forbids it; or IMPORT was asked for while there are "
                + "schemas, without force=true; or an imported id or version is another schema's already."
        case .referenceExists: "Schemas refer to the version; delete or change those first."
        case .idMismatch: "In mode IMPORT: the schema has another id in the context than the one given."
        case .invalidSubject:
            "A subject is not empty, has no control characters, at most 1,000 bytes, and is none of the reserved names."
        case .schemaTooLarge: "The schema's text is above the limit of 1 MiB."
        case .invalidRuleSet: "The rule set has another shape than rule sets have."
        case .contextNotEmpty: "The context has subjects; delete them for good first."
        case .storeFailed: "PostgreSQL could not be reached, or failed. Ids in memory are served nevertheless."
        case .storeTimedOut: "PostgreSQL took too long, often because another request holds the subject; try again."
        }
    }

    /// The page `docs/registry-errors.md`. A test keeps the checked-in page equal.
    public static func documentation() -> String {
        var page = """
            # Error codes of the registry

            Every reply that is no success has exactly `{"error_code": …, "message": …}`; to who accepts
            `application/problem+json` it has problem details (RFC 9457) instead, whose `type` ends with the code.
            This page is generated from `RegistryErrorCode`.

            | status | code | what | meaning |
            |---|---|---|---|

            """
        for code in allCases {
            page += "| \(code.status) | \(code.rawValue) | \(code.title) | \(code.meaning) |\n"
        }
        return page
    }
}
