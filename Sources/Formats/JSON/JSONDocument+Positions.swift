// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

extension JSONDocument {
    /// Where the values at pointers start in UTF-8 text, in one walk through it; for a value that the text lacks, the deepest
    /// ancestor that it has.
    static func positions(of pointers: [JSONPointer], in bytes: [UInt8]) -> [TextPosition] {
        var wanted = JSONPointerTree(pointers)
        var reader = JSONTextReader(bytes, maxDepth: .max)
        // A text that is no JSON is found wrong where it is parsed; here its start is an answer all the same.
        try? reader.locate(&wanted)
        let offsets = pointers.map { wanted.offset(of: $0) }
        let positions = TextPosition.positions(of: Set(offsets), in: bytes)
        return offsets.map { positions[$0] ?? TextPosition(line: 1, column: 1) }
    }
}

/// Pointers as a tree by their tokens, with the places that were found.
struct JSONPointerTree {
    struct Node {
        var children: [String: Int] = [:]
        var offset: Int?
    }

    var nodes = [Node()]

    init(_ pointers: [JSONPointer]) {
        for pointer in pointers {
            var node = 0
            for token in pointer.tokens {
                if let child = nodes[node].children[token] {
                    node = child
                } else {
                    nodes[node].children[token] = nodes.count
                    node = nodes.count
                    nodes.append(Node())
                }
            }
        }
    }

    /// The offset of the pointer's value, or of the nearest ancestor's.
    func offset(of pointer: JSONPointer) -> Int {
        var node = 0
        var found = nodes[0].offset ?? 0
        for token in pointer.tokens {
            guard let child = nodes[node].children[token], let offset = nodes[child].offset else { return found }
            node = child
            found = offset
        }
        return found
    }
}

extension JSONTextReader {
    /// Notes the offsets of the tree's values.
    mutating func locate(_ tree: inout JSONPointerTree) throws(JSONError) { try locate(0, &tree) }

    private mutating func locate(_ node: Int, _ tree: inout JSONPointerTree) throws(JSONError) {
        skipWhitespace()
        tree.nodes[node].offset = offset
        let children = tree.nodes[node].children
        switch children.isEmpty ? nil : peek {
        case UInt8(ascii: "{"):
            try enter()
            guard try beginsItem(closing: "}") else { return leave() }
            repeat { try locate(children[try readMemberName()], &tree) } while try continues(closing: "}")
            leave()
        case UInt8(ascii: "["):
            try enter()
            guard try beginsItem(closing: "]") else { return leave() }
            var index = 0
            repeat {
                try locate(children[String(index)], &tree)
                index += 1
            } while try continues(closing: "]")
            leave()
        default: _ = try readValue()
        }
    }

    private mutating func locate(_ node: Int?, _ tree: inout JSONPointerTree) throws(JSONError) {
        if let node { try locate(node, &tree) } else { _ = try readValue() }
    }
}
