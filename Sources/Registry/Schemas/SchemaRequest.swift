// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

/// A schema as a request brings it: the body of register, lookup and compatibility.
struct SchemaRequest: Sendable {
    var type: SchemaType
    var text: String
    var references: [SchemaReference] = []
    var metadata: JSONValue?
    /// The version that it must become; nil for the next, whichever that is.
    var version: Int?

    /// Reads a body. Members that are not known are ignored.
    init(_ body: JSONValue, maxBytes: Int) throws(RegistryError) {
        guard case .object = body else { throw .unprocessable("The body must be a JSON object with \"schema\".") }
        switch body["schemaType"] {
        case nil, .null: type = .avro
        case .string(let name)?:
            guard let type = SchemaType(rawValue: name) else {
                let known = SchemaType.allCases.map(\.rawValue).joined(separator: ", ")
                throw .invalidSchema("Invalid schema type \(name); known are \(known)")
            }
            self.type = type
        default: throw .invalidSchema("Invalid schema type: \"schemaType\" must be a string")
        }
        switch body["schema"] {
        case .string(let text)? where !text.isEmpty: self.text = text
        case nil, .null, .string: throw .invalidSchema("Empty schema")
        default: throw .invalidSchema("Invalid schema: \"schema\" must be the schema's text as a JSON string")
        }
        guard text.utf8.count <= maxBytes else { throw .schemaTooLarge(limit: maxBytes) }
        references = try Self.references(body["references"])
        metadata = try Self.metadata(body["metadata"])
        version = try Self.version(body["version"])
        if let id = body["id"], id != .null, id != -1, id != 0 {
            throw .operationNotPermitted("An id can be given only in mode IMPORT, which this registry is not in.")
        }
        if let rules = body["ruleSet"], rules != .null {
            throw .invalidRuleSet("Rule sets are not supported by this version of Sluice.")
        }
    }

    private static func references(_ json: JSONValue?) throws(RegistryError) -> [SchemaReference] {
        guard let json, json != .null else { return [] }
        guard case .array(let elements) = json else {
            throw .invalidSchema("Invalid references: \"references\" must be an array")
        }
        var references: [SchemaReference] = []
        for element in elements {
            guard let reference = SchemaReference(element), !reference.name.isEmpty, !reference.subject.isEmpty,
                reference.version == -1 || (1...Int(Int32.max)).contains(reference.version)
            else {
                throw .invalidSchema(
                    "Invalid reference: it needs \"name\" and \"subject\", and \"version\" as a number or -1 for "
                        + "the latest")
            }
            references.append(reference)
        }
        guard references.count <= SchemaParser.maxReferences else {
            throw .invalidSchema("Invalid references: more than \(SchemaParser.maxReferences)")
        }
        return references
    }

    private static func metadata(_ json: JSONValue?) throws(RegistryError) -> JSONValue? {
        guard let json, json != .null else { return nil }
        guard case .object = json else { throw .invalidSchema("Invalid metadata: it must be an object") }
        if let properties = json["properties"], properties != .null {
            guard case .object(let members) = properties,
                members.allSatisfy({ if case .string = $0.value { true } else { false } })
            else { throw .invalidSchema("Invalid metadata: \"properties\" must be an object of strings") }
        }
        return json
    }

    /// -1 and 0 stand for any.
    private static func version(_ json: JSONValue?) throws(RegistryError) -> Int? {
        guard let json, json != .null else { return nil }
        guard case .number(let text) = json, let version = Int32(text), version >= -1 else {
            throw .invalidSchema("Invalid version: it must be the subject's next version, or -1")
        }
        return version > 0 ? Int(version) : nil
    }
}
