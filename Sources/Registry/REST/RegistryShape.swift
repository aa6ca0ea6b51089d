// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

/// The shape of a body, as JSON Schema under a name.
struct RegistryShape: Sendable, Hashable {
    /// Its name in the description's components.
    let name: String
    let schema: JSONValue

    init(_ name: String, _ schema: JSONValue) {
        self.name = name
        self.schema = schema
    }

    /// Where a description refers to it.
    var reference: JSONValue { ["$ref": .string("#/components/schemas/\(name)")] }
}

extension JSONValue {
    static func text(_ description: String) -> JSONValue {
        ["type": "string", "description": .string(description)]
    }
    static func integer(_ description: String, minimum: Int = 1) -> JSONValue {
        ["type": "integer", "minimum": .init(integerLiteral: minimum), "description": .string(description)]
    }
    static func flag(_ description: String) -> JSONValue {
        ["type": "boolean", "description": .string(description)]
    }
    static func list(of element: JSONValue) -> JSONValue { ["type": "array", "items": element] }
    static func choice(_ values: [String]) -> JSONValue { ["type": "string", "enum": .strings(values)] }
    /// The value or null.
    static func nullable(_ value: JSONValue) -> JSONValue { ["anyOf": [value, ["type": "null"]]] }
    /// An object; members that are not named are read past.
    static func shape(_ members: JSONValue, required: [String] = []) -> JSONValue {
        ["type": "object", "properties": members, "required": .strings(required)]
    }
}

// MARK: General

extension RegistryShape {
    static let empty = RegistryShape("Empty", .shape([:]))
    static let masterAvailable = RegistryShape(
        "MasterAvailable", .shape(["master_available": ["const": true]], required: ["master_available"]))
    static let clusterID = RegistryShape(
        "ClusterID", .shape(["scope": ["type": "object"], "id": ["type": "string"]], required: ["scope", "id"]))
    static let softwareVersion = RegistryShape(
        "SoftwareVersion",
        .shape(["version": ["type": "string"], "commitId": ["type": "string"]], required: ["version", "commitId"]))
    static let types = RegistryShape("SchemaTypes", .list(of: .choice(SchemaType.allCases.map(\.rawValue))))
    static let noNames = RegistryShape("NoNames", ["type": "array", "maxItems": 0])
    static let document = RegistryShape(
        "Document",
        .shape(["openapi": ["type": "string"], "paths": ["type": "object"]], required: ["openapi", "paths"]))
    static let names = RegistryShape("Names", .list(of: ["type": "string"]))
    static let contexts = RegistryShape("Contexts", .list(of: ["type": "string", "pattern": "^\\."]))
    static let number = RegistryShape("Number", ["type": "integer"])
    static let numbers = RegistryShape("Numbers", .list(of: ["type": "integer"]))
    /// Avro's is JSON, Protobuf's isn't.
    static let text = RegistryShape("SchemaText", [:])

    static let error = RegistryShape(
        "Error",
        [
            "type": "object",
            "properties": ["error_code": ["type": "integer"], "message": ["type": "string"]],
            "required": ["error_code", "message"], "additionalProperties": false,
        ])
    static let problem = RegistryShape(
        "Problem",
        .shape(
            [
                "type": .text("A URN that ends with the code."), "title": .text("The same for each code."),
                "status": .integer("The HTTP status."), "detail": .text("What happened."),
                "error_code": .integer("As in Error."),
            ], required: ["type", "title", "status", "detail", "error_code"]))
}

// MARK: Schemas

extension RegistryShape {
    private static let reference = RegistryShape(
        "Reference",
        .shape(
            [
                "name": .text("How the schema calls it: a full name in Avro, the path of an import in Protobuf."),
                "subject": ["type": "string"], "version": .integer("-1 is the latest.", minimum: -1),
            ], required: ["name", "subject", "version"]))
    private static let metadata = RegistryShape(
        "Metadata",
        .shape([
            "tags": .nullable(["type": "object", "additionalProperties": .list(of: ["type": "string"])]),
            "properties": .nullable(["type": "object", "additionalProperties": ["type": "string"]]),
            "sensitive": .nullable(.list(of: ["type": "string"])),
        ]))
    private static let ruleSet = RegistryShape(
        "RuleSet",
        .shape([
            "migrationRules": .nullable(.list(of: ["type": "object"])),
            "domainRules": .nullable(.list(of: ["type": "object"])),
            "encodingRules": .nullable(.list(of: ["type": "object"])),
        ]))

    static let schemaRequest = RegistryShape(
        "SchemaRequest",
        .shape(
            [
                "schema": .text("The schema's text; for PROTOBUF also a descriptor in base64."),
                "schemaType": .nullable(.choice(SchemaType.allCases.map(\.rawValue))),
                "references": .nullable(.list(of: reference.reference)),
                "metadata": .nullable(metadata.reference), "ruleSet": .nullable(ruleSet.reference),
                "version": .nullable(.integer("Compare-and-set: what the version must become.", minimum: -1)),
                "id": .nullable(.integer("In mode IMPORT: the id that it must get.", minimum: -1)),
            ], required: ["schema"]))

    /// What a schema has in all replies; the last four come from version 8 on.
    private static let contentMembers: [(String, JSONValue)] = [
        ("schemaType", .choice(SchemaType.allCases.map(\.rawValue))), ("schema", ["type": "string"]),
        ("references", .list(of: reference.reference)), ("metadata", metadata.reference),
        ("ruleSet", ruleSet.reference), ("guid", ["type": "string", "format": "uuid"]),
        ("ts", .integer("When it was registered, in milliseconds since 1970.")),
    ]

    private static func content(_ members: [(String, JSONValue)]) -> JSONValue {
        .object((members + contentMembers).map { .init(name: $0.0, value: $0.1) })
    }

    static let schema = RegistryShape(
        "Schema", .shape(content([("maxId", .integer("The highest id.", minimum: 0))]), required: ["schema"]))
    static let version = RegistryShape(
        "Version",
        .shape(
            content([
                ("subject", ["type": "string"]), ("version", .integer("From 1.")), ("id", .integer("Of the schema.")),
                ("deleted", .flag("Whether it is softly deleted.")),
                ("aliases", .list(of: ["type": "string"])),
            ]), required: ["subject", "version", "id", "schema"]))
    static let versions = RegistryShape("Versions", .list(of: version.reference))
    static let registered = RegistryShape(
        "Registered",
        .shape(content([("id", .integer("Of the schema.")), ("version", .integer("From 1."))]), required: ["id"]))
    static let subjectVersions = RegistryShape(
        "SubjectVersions",
        .list(
            of: .shape(
                ["subject": ["type": "string"], "version": .integer("From 1.")], required: ["subject", "version"])))
    static let contextIDs = RegistryShape(
        "ContextIDs",
        .list(
            of: .shape(
                ["context": ["type": "string"], "id": .integer("In the context.")], required: ["context", "id"])))
    static let compatibility = RegistryShape(
        "Compatibility",
        .shape(
            ["is_compatible": ["type": "boolean"], "messages": .list(of: ["type": "string"])],
            required: ["is_compatible"]))
    static let explainedCompatibility = RegistryShape(
        "ExplainedCompatibility",
        .shape(
            [
                "type": ["type": "string"], "title": ["type": "string"], "status": ["const": 200],
                "detail": ["type": "string"], "is_compatible": ["type": "boolean"],
                "messages": .list(of: ["type": "string"]), "verdicts": .list(of: verdict.reference),
            ], required: ["type", "title", "status", "detail", "is_compatible", "messages", "verdicts"]))

    /// What a rule says of a pair of schemas, under one policy.
    private static let verdict = RegistryShape(
        "Verdict",
        .shape(
            [
                "policy": .choice(CompatibilityPolicy.allCases.map(\.rawValue)),
                "level": .choice(CompatibilityLevel.allCases.map(\.rawValue)), "is_compatible": ["type": "boolean"],
                "version": .integer("The version that was compared."), "messages": .list(of: ["type": "string"]),
                "differences": .list(of: difference.reference),
                "counterExample": ["description": "A record of the writer that the reader can't read."],
                "warning": ["description": "A record that can't be read although no rule is broken."],
            ], required: ["policy", "level", "is_compatible", "messages", "differences"]))
    private static let difference = RegistryShape(
        "Difference",
        .shape(
            [
                "rule": .text("Its stable id, as docs/compatibility.md lists them."), "type": ["type": "string"],
                "direction": ["type": "string"], "path": ["type": "string"], "description": ["type": "string"],
                "additionalInfo": ["type": "string"], "new": place.reference, "old": place.reference,
                "why": .text("One sentence about this pair."), "remedy": .text("The change that mends it."),
            ], required: ["rule", "type", "direction", "path", "description", "why", "remedy"]))
    private static let place = RegistryShape(
        "Place",
        .shape(
            [
                "path": .text("A JSON pointer, or a path of names."), "line": .integer("From 1.", minimum: 0),
                "column": .integer("From 1.", minimum: 0),
                "file": .text("The imported file that it is in; left out for the schema's own text."),
            ], required: ["path", "line", "column"]))
}

// MARK: Change sets

extension RegistryShape {
    static let changeSet = RegistryShape(
        "ChangeSet",
        .shape(
            [
                "schemas": .list(
                    of: [
                        "allOf": [
                            schemaRequest.reference, .shape(["subject": ["type": "string"]], required: ["subject"]),
                        ]
                    ])
            ], required: ["schemas"]))
    static let changeSetPlan = RegistryShape(
        "ChangeSetPlan",
        .shape(
            [
                "dryRun": ["type": "boolean"], "possible": ["type": "boolean"],
                "schemas": .list(
                    of: .shape(
                        [
                            "subject": ["type": "string"],
                            "status": .choice(["unchanged", "new", "changed", "refused", "blocked"]),
                            "version": .integer("The version that it has, or would have."),
                            "id": .integer("Of the schema; not in a dry run of what is new."),
                            "previousVersion": .integer("The latest until then."),
                            "references": .list(of: reference.reference), "error": error.reference,
                            "blockedBy": .list(of: ["type": "string"]),
                        ], required: ["subject", "status"])),
            ], required: ["dryRun", "possible", "schemas"]))
}

// MARK: History

extension RegistryShape {
    private static let changeMembers: [(String, JSONValue)] = [
        ("position", .text("Where in the log; the id of an event of /changes.")),
        ("ts", .integer("In milliseconds since 1970.")),
        ("action", .choice(RegistryChange.Action.allCases.map(\.rawValue))),
        ("subject", .text("Of a context's settings, the context alone.")), ("version", .integer("From 1.")),
        ("id", .integer("Of the schema.")),
    ]
    static let auditLog = RegistryShape(
        "AuditLog",
        .list(
            of: .shape(
                .object(
                    (changeMembers + [
                        ("actor", .text("The key's name, or anonymous.")), ("remoteAddress", ["type": "string"]),
                        ("before", ["description": "Settings as they were."]),
                        ("after", ["description": "Settings as they became."]),
                    ]).map { .init(name: $0.0, value: $0.1) }),
                required: ["position", "ts", "action", "subject", "actor", "remoteAddress"])))
    /// A stream of events; the data of each is an object of the members above.
    static let events = RegistryShape("Events", ["type": "string"])
}

// MARK: Settings

extension RegistryShape {
    private static let level: JSONValue = [
        "type": "string",
        "description": "Read in any case.", "enum": .strings(CompatibilityLevel.allCases.map(\.rawValue)),
    ]

    private static func settings(_ nameOfLevel: String) -> JSONValue {
        .object(
            [
                (nameOfLevel, level), ("compatibilityGroup", ["type": "string"]),
                ("normalize", ["type": "boolean"]), ("validateFields", ["type": "boolean"]),
                ("alias", ["type": "string"]), ("defaultMetadata", metadata.reference),
                ("overrideMetadata", metadata.reference), ("defaultRuleSet", ruleSet.reference),
                ("overrideRuleSet", ruleSet.reference),
                ("policy", .choice(CompatibilityPolicy.allCases.map(\.rawValue))),
            ].map { .init(name: $0.0, value: .nullable($0.1)) })
    }

    static let config = RegistryShape("Config", .shape(settings("compatibilityLevel")))
    static let configRequest = RegistryShape("ConfigRequest", .shape(settings("compatibility")))
    static let mode = RegistryShape(
        "Mode",
        .shape(
            ["mode": .choice(["READWRITE", "READONLY", "READONLY_OVERRIDE", "IMPORT"])], required: ["mode"]))
}

extension RegistryShape {
    /// All of them, for the description's components.
    static let all: [RegistryShape] = [
        empty, masterAvailable, clusterID, softwareVersion, types, noNames, document, names, contexts, number, numbers,
        text, error, problem, reference, metadata, ruleSet, schemaRequest, schema, version, versions, registered,
        subjectVersions, contextIDs, compatibility, explainedCompatibility, verdict, difference, place, auditLog,
        events,
        changeSet, changeSetPlan, config, configRequest, mode,
    ]
}
