// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import ClientRegistry
import Formats
import Registry
import SluiceRuntime

/// Schema files with what they refer to: each other, or what is registered.
struct SchemaGraph: Sendable {
    /// What a name in a file means.
    enum Target: Sendable, Hashable {
        /// A file, by its place among the graph's.
        case file(Int)
        case registered(subject: String, version: Int)
    }

    struct Reference: Sendable, Hashable {
        /// A full name in Avro, a path in Protobuf.
        let name: String
        let target: Target
    }

    struct Node: Sendable {
        let file: SchemaFile
        let references: [Reference]
        /// What the file uses and neither the files nor the registry have.
        let unknown: [String]
    }

    /// In the order of the files.
    let nodes: [Node]
    /// The nodes' places, those that others refer to first.
    let order: [Int]

    /// - Parameter registered: where a name that no file has is registered; asked once a file and name.
    init(
        _ files: [SchemaFile],
        registered: (_ name: String, _ file: SchemaFile) throws -> (subject: String, version: Int)? = { _, _ in nil }
    ) throws {
        try Self.checkSubjects(files)
        let index = SchemaIndex(files)
        nodes = try files.enumerated().map { place, file in
            var references: [Reference] = []
            var unknown: [String] = []
            for name in index.uses[place] {
                if let target = try index.provider(of: name, for: place) {
                    references.append(Reference(name: target.name, target: .file(target.place)))
                } else if let found = try registered(name, file) {
                    references.append(
                        Reference(name: name, target: .registered(subject: found.subject, version: found.version)))
                } else {
                    unknown.append(name)
                }
            }
            return Node(file: file, references: references, unknown: unknown)
        }
        order = try Self.order(nodes)
    }

    /// The schemas, understood with what they refer to.
    ///
    /// - Parameter registered: what stands for a registered version.
    func documents(
        registered: (_ subject: String, _ version: Int) throws -> (document: SchemaDocument, location: String)? = {
            _, _ in nil
        }
    ) throws -> [Result<SchemaDocument, SchemaDocument.Problems>] {
        var made: [Int: Result<SchemaDocument, SchemaDocument.Problems>] = [:]
        for place in order {
            let node = nodes[place]
            var references: [SchemaDocument.Reference] = []
            for reference in node.references {
                switch reference.target {
                case .file(let target):
                    if case .success(let document)? = made[target] {
                        references.append(
                            .init(name: reference.name, document: document, location: nodes[target].file.path))
                    }
                case .registered(let subject, let version):
                    if let found = try registered(subject, version) {
                        references.append(
                            .init(name: reference.name, document: found.document, location: found.location))
                    }
                }
            }
            made[place] = Result { () throws(SchemaDocument.Problems) in
                if let fault = node.file.fault { throw SchemaDocument.Problems(problems: [fault]) }
                return switch node.file.type {
                case .avro: try SchemaDocument(avro: node.file.text, references: references)
                case .protobuf: try SchemaDocument(protobuf: node.file.text, references: references)
                }
            }
        }
        return nodes.indices.compactMap { made[$0] }
    }

    private static func checkSubjects(_ files: [SchemaFile]) throws {
        for (subject, files) in Dictionary(grouping: files, by: \.subject).sorted(by: { $0.key < $1.key })
        where files.count > 1 {
            throw CommandFailure.no(
                "\(files.map(\.path).sorted().joined(separator: " and ")) have the same subject, \(subject). "
                    + "Rename one of them.")
        }
    }

    /// Depth first, so that a circle is met as one.
    private static func order(_ nodes: [Node]) throws -> [Int] {
        var order: [Int] = []
        var isDone = [Bool](repeating: false, count: nodes.count)
        for start in nodes.indices where !isDone[start] {
            var path = [(place: start, next: 0)]
            while let last = path.last {
                let targets = nodes[last.place].references.compactMap { reference -> Int? in
                    guard case .file(let target) = reference.target else { return nil }
                    return target
                }
                guard last.next < targets.count else {
                    isDone[last.place] = true
                    order.append(last.place)
                    path.removeLast()
                    continue
                }
                path[path.count - 1].next += 1
                let target = targets[last.next]
                if let first = path.firstIndex(where: { $0.place == target }) {
                    let circle = (path[first...].map(\.place) + [target]).map { nodes[$0].file.path }
                    throw CommandFailure.no(
                        "files refer to each other in a circle, so none can be registered first: "
                            + circle.joined(separator: " → "))
                }
                if !isDone[target] { path.append((target, 0)) }
            }
        }
        return order
    }
}

/// Which file has which name, and which file uses which.
private struct SchemaIndex {
    let files: [SchemaFile]
    /// What each file uses from elsewhere, by its place.
    private(set) var uses: [[String]] = []
    private var avroTypes: [String: [Int]] = [:]
    private var protobufFiles: [String: Int] = [:]

    init(_ files: [SchemaFile]) {
        self.files = files
        for (place, file) in files.enumerated() {
            switch file.type {
            case .avro:
                // What is no JSON is told when it is parsed.
                let names = (try? JSONValue.parse(file.text)).map { AvroTypeNames($0) }
                for name in names?.defined ?? [] { avroTypes[name, default: []].append(place) }
                uses.append(names?.external ?? [])
            case .protobuf:
                protobufFiles[file.name] = place
                uses.append(ProtobufImports.names(in: file.text))
            }
        }
        for (place, file) in files.enumerated() where file.type == .protobuf {
            uses[place].removeAll { protobufFiles[$0] == nil && ProtobufImports.isBuiltIn($0) }
        }
    }

    func provider(of name: String, for user: Int) throws -> (name: String, place: Int)? {
        if files[user].type == .protobuf { return protobufFiles[name].map { (name, $0) } }
        for candidate in [name, AvroTypeNames.simple(name)] {
            guard let places = avroTypes[candidate], let first = places.first else { continue }
            guard places.count == 1 else {
                throw CommandFailure.no(
                    "\(files[user].path) uses \(candidate), which several files define: "
                        + places.map { files[$0].path }.joined(separator: ", ") + ". Define it in one of them.")
            }
            return (candidate, first)
        }
        return nil
    }
}
