// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

/// The OpenAPI 3.1 description of the interface, made from the list of its operations.
///
/// `docs/openapi/registry.json` is the same text, and a test compares the two.
enum OpenAPIDocument {
    /// Two spaces a level, and a line feed at the end.
    static let text = document.text(indentedBy: 2) + "\n"

    static let document: JSONValue = [
        "openapi": "3.1.0",
        "info": [
            "title": "Sluice schema registry", "version": .string(RegistryService.version),
            "license": ["name": "Apache-2.0", "identifier": "Apache-2.0"],
            "description": .string(
                "The interface that existing clients speak, and what goes on from there: docs/registry.md tells what "
                    + "is the same and what differs."),
        ],
        "servers": [
            ["url": "/", "description": "The default context."],
            [
                "url": "/contexts/{context}", "description": "Every path, within a context.",
                "variables": ["context": ["default": ".", "description": "Begins with a dot."]],
            ],
        ],
        "paths": paths,
        "components": [
            "schemas": object(RegistryShape.all.map { ($0.name, $0.schema) }),
            "responses": ["Error": errorResponse],
            "securitySchemes": [
                "basic": ["type": "http", "scheme": "basic"], "bearer": ["type": "http", "scheme": "bearer"],
            ],
        ],
        "security": [[:], ["basic": []], ["bearer": []]],
    ]

    private static var paths: JSONValue {
        var order: [String] = []
        var operations: [String: [(String, JSONValue)]] = [:]
        for endpoint in RegistryEndpoint.all {
            if operations[endpoint.path] == nil { order.append(endpoint.path) }
            operations[endpoint.path, default: []].append((endpoint.method.lowercased(), operation(endpoint)))
        }
        return object(order.map { ($0, object(operations[$0] ?? [])) })
    }

    private static func operation(_ endpoint: RegistryEndpoint) -> JSONValue {
        var members: [(String, JSONValue)] = [
            ("operationId", .string(endpoint.id)), ("summary", .string(endpoint.summary)),
        ]
        let parameters = pathParameters(endpoint) + endpoint.query.map(queryParameter) + headerParameters(endpoint)
        if !parameters.isEmpty { members.append(("parameters", .array(parameters))) }
        if let body = endpoint.body {
            members.append(("requestBody", ["required": true, "content": content(body, MediaType.json)]))
        }
        members.append(("responses", responses(endpoint)))
        return object(members)
    }

    // MARK: Parameters

    private static func pathParameters(_ endpoint: RegistryEndpoint) -> [JSONValue] {
        endpoint.segments.filter { $0.hasPrefix("{") }.map { segment in
            let name = segment.dropFirst().dropLast()
            let shape: JSONValue =
                switch name {
                case "id": ["type": "integer", "format": "int32", "minimum": 1]
                case "version": ["type": "string", "pattern": "^(latest|-1|[1-9][0-9]{0,8})$"]
                default: ["type": "string", "minLength": 1]
                }
            return ["name": .string(String(name)), "in": "path", "required": true, "schema": shape]
        }
    }

    private static func queryParameter(_ parameter: RegistryParameter) -> JSONValue {
        [
            "name": .string(parameter.name), "in": "query", "description": .string(parameter.summary),
            "schema": parameter.isRepeated ? .list(of: parameter.shape) : parameter.shape,
        ]
    }

    private static func headerParameters(_ endpoint: RegistryEndpoint) -> [JSONValue] {
        let versioned: [RegistryShape] = [.schema, .version, .versions, .registered]
        guard let answer = endpoint.answer, versioned.contains(answer) else { return [] }
        return [
            [
                "name": "Confluent-Accept-Unknown-Properties", "in": "header",
                "description": "Whether the members of version 8 are sent: guid, ts, deleted, schemaType of AVRO.",
                "schema": ["type": "string", "enum": ["true", "false"]],
            ]
        ]
    }

    // MARK: Responses

    private static func responses(_ endpoint: RegistryEndpoint) -> JSONValue {
        var members: [(String, JSONValue)] = []
        if let answer = endpoint.answer {
            var content = endpoint.answerTypes.map { ($0, ["schema": answer.reference] as JSONValue) }
            if answer == .compatibility {
                content.append((MediaType.problem, ["schema": RegistryShape.explainedCompatibility.reference]))
            }
            members.append((String(endpoint.status), ["description": "Done.", "content": object(content)]))
        } else {
            members.append((String(endpoint.status), ["description": "Done; there is no body."]))
        }
        let codes = Set(endpoint.codes + endpoint.commonCodes)
        let byStatus = Dictionary(grouping: codes, by: \.status)
        for (status, codes) in byStatus.sorted(by: { $0.key < $1.key }) {
            let lines = codes.sorted { $0.rawValue < $1.rawValue }.map { "\($0.rawValue): \($0.title)." }
            // OpenAPI 3.1 lets a reference have a description of its own.
            members.append(
                (
                    String(status),
                    ["$ref": "#/components/responses/Error", "description": .string(lines.joined(separator: " "))]
                ))
        }
        return object(members)
    }

    /// The two members, or problem details for who asks for them.
    private static var errorResponse: JSONValue {
        let content = object(
            (MediaType.json + [MediaType.problem]).map { type -> (String, JSONValue) in
                let shape: RegistryShape = type == MediaType.problem ? .problem : .error
                return (type, ["schema": shape.reference])
            })
        return ["description": "The code tells why.", "content": content]
    }

    private static func content(_ shape: RegistryShape, _ types: [String]) -> JSONValue {
        object(types.map { ($0, ["schema": shape.reference]) })
    }

    private static func object(_ members: [(String, JSONValue)]) -> JSONValue {
        .object(members.map { .init(name: $0.0, value: $0.1) })
    }
}

extension RegistryEndpoint {
    /// The content types of the answer.
    fileprivate var answerTypes: [String] {
        switch answer {
        case .document?: ["application/json"]
        case .events?: [MediaType.events]
        default: MediaType.json
        }
    }

    /// What an operation of its kind may answer beside its own codes.
    fileprivate var commonCodes: [RegistryErrorCode] {
        var codes: [RegistryErrorCode] = [.notAcceptable]
        if path.contains("{id}") { codes.append(.notFound) }
        if !query.isEmpty { codes.append(.badRequest) }
        if body != nil { codes += [.badRequest, .unsupportedMediaType, .unprocessable] }
        if need != .none { codes += [.unauthorized, .forbidden, .storeFailed, .storeTimedOut] }
        return codes
    }
}
