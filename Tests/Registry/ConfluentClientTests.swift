// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Registry
import TestKit
import Testing

@Suite("An independent client works with the registry")
struct ConfluentClientTests {
    @Test("Confluent's Python client and its Avro serializers", arguments: [ResponseShapes.byHeader, .v8])
    func pythonClient(shapes: ResponseShapes) throws {
        let registry = try TestRegistry { $0.shapes = shapes }
        _ = try PythonOracle.run(
            file: "Tests/Registry/Oracles/confluent_client.py", [registry.url])
    }

    @Test("Confluent's Python client with contexts, modes, settings and metadata")
    func contexts() throws {
        let registry = try TestRegistry()
        _ = try PythonOracle.run(file: "Tests/Registry/Oracles/confluent_contexts.py", [registry.url])
    }

    @Test("Confluent's Python client and its Protobuf serializers", arguments: [ResponseShapes.byHeader, .v8])
    func protobuf(shapes: ResponseShapes) throws {
        let registry = try TestRegistry { $0.shapes = shapes }
        _ = try PythonOracle.run(file: "Tests/Registry/Oracles/confluent_protobuf.py", [registry.url])
    }
}
