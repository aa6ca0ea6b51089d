// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

extension AvroSchemaParser {
    /// How deep types may nest through names. JSON nesting does not bound it, as each definition may use the one before.
    static let maxNesting = 250

    /// Refuses a type that nests too deep, so that whoever walks a parsed schema may recurse.
    func checkNesting(of root: AvroType) throws(AvroSchemaIssue) {
        var heights: [AvroName: Int] = [:]
        _ = try height(of: root, at: 0, &heights)
    }

    /// The levels of types below a place; a type that is being walked already adds none.
    private func height(
        of type: AvroType, at depth: Int, _ heights: inout [AvroName: Int]
    ) throws(AvroSchemaIssue) -> Int {
        var height = 0
        switch type.kind {
        case .array(let element), .map(let element): height = try self.height(of: element, at: depth + 1, &heights) + 1
        case .union(let branches):
            for branch in branches { height = max(height, try self.height(of: branch, at: depth + 1, &heights) + 1) }
        case .named(let name):
            if let known = heights[name] {
                height = known
            } else if case .record(let record)? = types[name], depth <= Self.maxNesting {
                heights[name] = 0
                for field in record.fields {
                    height = max(height, try self.height(of: field.type, at: depth + 1, &heights) + 1)
                }
                heights[name] = height
            }
        default: break
        }
        guard depth + height <= Self.maxNesting else {
            throw AvroSchemaIssue("types nest deeper than \(Self.maxNesting) levels", at: JSONPointer())
        }
        return height
    }
}
