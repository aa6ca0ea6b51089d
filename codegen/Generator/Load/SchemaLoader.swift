// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

/// The first stage: parses the files, and keeps where each named type is defined.
struct SchemaLoader {
    func load(_ files: [SchemaFile], _ diagnostics: inout [Diagnostic]) -> [LoadedSchema] {
        var loaded: [LoadedSchema] = []
        for file in files {
            do throws(AvroSchemaError) {
                let schema = try AvroSchema.parse(file.text)
                loaded.append(LoadedSchema(file: file, schema: schema, places: SchemaPlaces(text: file.text)))
            } catch {
                diagnostics.append(
                    Diagnostic(
                        severity: .error, file: file.path, line: error.line, column: error.column,
                        message: error.message, remedy: "mend the schema; specification 1.12 tells what is allowed"))
            }
        }
        return loaded
    }
}

extension SchemaFile {
    /// The files in the order of their names, and without those that would be generated into the same file.
    static func distinct(_ files: [SchemaFile], _ diagnostics: inout [Diagnostic]) -> [SchemaFile] {
        var paths: [String: String] = [:]
        return files.sorted { ($0.name, $0.path) < ($1.name, $1.path) }.filter { file in
            guard let other = paths.updateValue(file.path, forKey: file.fileName) else { return true }
            diagnostics.append(
                Diagnostic(
                    severity: .error, file: file.path, line: 1, column: 1,
                    message: "\(other) has the same base name, and both would be generated into one file",
                    remedy: "rename one of them"))
            return false
        }
    }
}

/// A file with what it says.
struct LoadedSchema {
    let file: SchemaFile
    let schema: AvroSchema
    let places: SchemaPlaces

    /// A diagnostic at a named type's definition, or at a field of it.
    func diagnostic(
        _ severity: Diagnostic.Severity, at name: AvroName?, field: String? = nil, _ message: String, remedy: String
    ) -> Diagnostic {
        let place = places.position(of: name, field: field)
        return Diagnostic(
            severity: severity, file: file.path, line: place.line, column: place.column, message: message,
            remedy: remedy)
    }
}

/// Where the named types of a schema's text, and their fields, are defined.
struct SchemaPlaces {
    private var positions: [String: TextPosition] = [:]

    init(text: String) {
        // The text has been parsed already: a failure here would only lose positions.
        guard let document = try? JSONDocument(text) else { return }
        visit(document.value, JSONPointer(), namespace: "", document)
    }

    func position(of name: AvroName?, field: String?) -> TextPosition {
        let start = TextPosition(line: 1, column: 1)
        guard let name else { return start }
        let type = positions[name.fullName] ?? start
        return field.flatMap { positions["\(name.fullName)#\($0)"] } ?? type
    }

    private mutating func visit(
        _ value: JSONValue, _ pointer: JSONPointer, namespace: String, _ document: JSONDocument
    ) {
        switch value {
        case .array(let elements):
            for (index, element) in elements.enumerated() {
                visit(element, pointer.appending(index), namespace: namespace, document)
            }
        case .object:
            var namespace = namespace
            if case .string(let text)? = value["name"], case .string(let kind)? = value["type"],
                ["record", "error", "enum", "fixed"].contains(kind)
            {
                var enclosing = namespace
                if case .string(let own)? = value["namespace"] { enclosing = own }
                let name = AvroName(text, enclosing: enclosing)
                positions[name.fullName] = document.position(of: pointer)
                namespace = name.namespace
                if case .array(let fields)? = value["fields"] {
                    for (index, field) in fields.enumerated() {
                        let place = pointer.appending("fields").appending(index)
                        if case .string(let fieldName)? = field["name"] {
                            positions["\(name.fullName)#\(fieldName)"] = document.position(of: place)
                        }
                        if let type = field["type"] {
                            visit(type, place.appending("type"), namespace: namespace, document)
                        }
                    }
                }
            }
            for member in ["type", "items", "values"] {
                if let inner = value[member] {
                    visit(inner, pointer.appending(member), namespace: namespace, document)
                }
            }
        default:
            break
        }
    }
}
