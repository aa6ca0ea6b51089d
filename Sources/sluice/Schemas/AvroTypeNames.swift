// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

/// The named types that an Avro schema's text defines, and those that it uses without defining them.
///
/// Reads the JSON only: it works for texts that can't be parsed before the types they use are found.
struct AvroTypeNames {
    /// The full name of the schema itself, if it is a named type.
    private(set) var root: String?
    /// Full names, in the order of the text.
    private(set) var defined: [String] = []
    /// Full names that are used and not defined, each once.
    var external: [String] {
        var seen = Set(defined)
        return used.filter { name in
            // A name without a namespace may also mean a type of the null namespace.
            !seen.contains(Self.simple(name)) && seen.insert(name).inserted
        }
    }

    private var used: [String] = []

    private static let primitives: Set<String> = [
        "null", "boolean", "int", "long", "float", "double", "bytes", "string",
    ]

    init(_ json: JSONValue) {
        visit(json, namespace: "", depth: 0)
        if case .string(let kind)? = json["type"], ["record", "error", "enum", "fixed"].contains(kind) {
            root = defined.first
        }
    }

    /// The part of a full name after its namespace.
    static func simple(_ name: String) -> String { name.split(separator: ".").last.map(String.init) ?? name }

    private mutating func visit(_ json: JSONValue, namespace: String, depth: Int) {
        // What is nested deeper than the parser takes is refused there.
        guard depth < 256 else { return }
        switch json {
        case .string(let name):
            if !Self.primitives.contains(name) { used.append(Self.qualify(name, namespace)) }
        case .array(let branches):
            for branch in branches { visit(branch, namespace: namespace, depth: depth + 1) }
        case .object: visit(object: json, namespace: namespace, depth: depth)
        case .null, .bool, .number: break
        }
    }

    private mutating func visit(object json: JSONValue, namespace: String, depth: Int) {
        guard let type = json["type"] else { return }
        guard case .string(let kind) = type else { return visit(type, namespace: namespace, depth: depth + 1) }
        switch kind {
        case "record", "error", "enum", "fixed":
            guard case .string(let name)? = json["name"] else { return }
            var inner = namespace
            if case .string(let own)? = json["namespace"] { inner = own }
            let full = Self.qualify(name, inner)
            defined.append(full)
            inner = full.split(separator: ".").dropLast().joined(separator: ".")
            guard case .array(let fields)? = json["fields"] else { return }
            for field in fields {
                if let type = field["type"] { visit(type, namespace: inner, depth: depth + 1) }
            }
        case "array":
            if let items = json["items"] { visit(items, namespace: namespace, depth: depth + 1) }
        case "map":
            if let values = json["values"] { visit(values, namespace: namespace, depth: depth + 1) }
        default: visit(type, namespace: namespace, depth: depth + 1)
        }
    }

    private static func qualify(_ name: String, _ namespace: String) -> String {
        name.contains(".") || namespace.isEmpty ? name : "\(namespace).\(name)"
    }
}
