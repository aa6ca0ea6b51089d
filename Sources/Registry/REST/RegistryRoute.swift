// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// What a path names. A path that is none of these is a plain 404.
enum RegistryRoute: Sendable, Hashable {
    case root
    case masterAvailable
    case metadataID, metadataVersion
    case exporters
    case schemas, schemaTypes
    case schema(id: Int), schemaText(id: Int), schemaSubjects(id: Int), schemaVersions(id: Int)
    case guid(String), guidIDs(String)
    case subjects
    case subject(SubjectName), subjectMetadata(SubjectName)
    case versions(SubjectName)
    case version(SubjectName, String), versionText(SubjectName, String), referencedBy(SubjectName, String)
    case compatibility(SubjectName), compatibilityWith(SubjectName, String)
    /// Of a subject, of a context, or of the registry.
    case config(SubjectName), mode(SubjectName)
    case contexts, context(String)
    case changeSets

    /// Reads a path's segments. The default context may stand in front.
    init?(_ segments: [String]) {
        if segments.count > 2, segments[0] == "contexts", [".", ":.:"].contains(segments[1]) {
            self.init(Array(segments[2...]))
            return
        }
        func at(_ index: Int) -> String { index < segments.count ? segments[index] : "" }
        switch (segments.count, at(0), at(1), at(2)) {
        case (0, _, _, _): self = .root
        case (1, "master_available", _, _): self = .masterAvailable
        case (1, "exporters", _, _): self = .exporters
        case (1, "contexts", _, _): self = .contexts
        case (1, "change-sets", _, _): self = .changeSets
        case (2, "contexts", let name, _): self = .context(name)
        case (3, "v1", "metadata", "id"): self = .metadataID
        case (3, "v1", "metadata", "version"): self = .metadataVersion
        case (1, "config", _, _): self = .config(.registry)
        case (2, "config", let subject, _): self = .config(SubjectName(subject))
        case (1, "mode", _, _): self = .mode(.registry)
        case (2, "mode", let subject, _): self = .mode(SubjectName(subject))
        case (_, "schemas", _, _): self.init(schemas: segments.dropFirst())
        case (_, "subjects", _, _): self.init(subjects: segments.dropFirst())
        case (_, "compatibility", "subjects", let subject) where at(3) == "versions":
            let subject = SubjectName(subject)
            switch segments.count {
            case 4: self = .compatibility(subject)
            case 5: self = .compatibilityWith(subject, at(4))
            default: return nil
            }
        default: return nil
        }
    }

    private init?(schemas segments: ArraySlice<String>) {
        let rest = Array(segments)
        switch rest.count {
        case 0: self = .schemas
        case 1 where rest[0] == "types": self = .schemaTypes
        case 2 where rest[0] == "guids": self = .guid(rest[1])
        case 3 where rest[0] == "guids" && rest[2] == "ids": self = .guidIDs(rest[1])
        case 2 where rest[0] == "ids":
            guard let id = Self.id(rest[1]) else { return nil }
            self = .schema(id: id)
        case 3 where rest[0] == "ids":
            guard let id = Self.id(rest[1]) else { return nil }
            switch rest[2] {
            case "schema": self = .schemaText(id: id)
            case "subjects": self = .schemaSubjects(id: id)
            case "versions": self = .schemaVersions(id: id)
            default: return nil
            }
        default: return nil
        }
    }

    private init?(subjects segments: ArraySlice<String>) {
        let rest = Array(segments)
        guard let first = rest.first else {
            self = .subjects
            return
        }
        let subject = SubjectName(first)
        switch rest.count {
        case 1: self = .subject(subject)
        case 2 where rest[1] == "versions": self = .versions(subject)
        case 2 where rest[1] == "metadata": self = .subjectMetadata(subject)
        case 3 where rest[1] == "versions": self = .version(subject, rest[2])
        case 4 where rest[1] == "versions" && rest[3] == "schema": self = .versionText(subject, rest[2])
        case 4 where rest[1] == "versions" && rest[3] == "referencedby": self = .referencedBy(subject, rest[2])
        default: return nil
        }
    }

    private static func id(_ text: String) -> Int? { Int32(text).map { Int($0) } }
}
