// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

/// A schema as a request brings it: the body of register, lookup and compatibility.
struct SchemaRequest: Sendable {
    var type: SchemaType
    var text: String
    var references: [SchemaReference] = []
    var metadata: JSONValue?
    var ruleSet: JSONValue?
    /// The id that it must get, in mode IMPORT.
    var id: Int?
    /// The version that it must become; nil for the next, whichever that is.
    var version: Int?

    /// The ids above are kept for what is registered after an import: they are four bytes in what serializers write.
    static let maxImportedID = 2_000_000_000

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
        case .string(let text)? where !text.allSatisfy(\.isWhitespace): self.text = text
        case nil, .null, .string: throw .invalidSchema("Empty schema")
        default: throw .invalidSchema("Invalid schema: \"schema\" must be the schema's text as a JSON string")
        }
        guard text.utf8.count <= maxBytes else { throw .schemaTooLarge(limit: maxBytes) }
        references = try Self.references(body["references"])
        metadata = try SchemaMetadata.read(body["metadata"])
        ruleSet = try SchemaRuleSet.read(body["ruleSet"])
        version = try Self.number(body["version"], "version", "it must be the subject's next version, or -1")
        id = try Self.number(body["id"], "id", "it must be a number from 1, or -1")
        if let id, id > Self.maxImportedID {
            throw .invalidSchema(
                "Invalid id \(id): ids above \(Self.maxImportedID) are not imported, since the registry counts on from the "
                    + "highest id to \(Int32.max), and would soon have none left. Import the schema with a lower one")
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

    /// A number from 1; -1 and 0 stand for any.
    private static func number(_ json: JSONValue?, _ name: String, _ rule: String) throws(RegistryError) -> Int? {
        guard let json, json != .null else { return nil }
        guard case .number(let text) = json, let number = Int32(text), number >= -1 else {
            throw .invalidSchema("Invalid \(name): \(rule)")
        }
        return number > 0 ? Int(number) : nil
    }
}
