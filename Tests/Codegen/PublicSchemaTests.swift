// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import CodegenCore
import Foundation
import TestKit
import Testing

@Suite("Public schemas of others are generated and compile")
struct PublicSchemaTests {
    @Test("All of googleapis-common-protos, and what they import of libprotobuf's")
    func googleapis() throws {
        let packages = ProjectRoot.path + "/.deps/venv/lib"
        let names = try FileManager.default.subpathsOfDirectory(atPath: packages).filter {
            // Another file of the name `http.proto` is generated first, and one module has no two of them.
            $0.contains("/site-packages/google/") && $0.hasSuffix(".proto") && !$0.hasSuffix("google/rpc/http.proto")
        }
        #expect(names.count > 60)
        let imported = ["api", "type", "source_context"].map { "/usr/include/google/protobuf/\($0).proto" }
        let result = Codegen().generate(try SchemaFile.read(names.map { packages + "/" + $0 } + imported))
        #expect(result.diagnostics == [])
        #expect(result.files.count == names.count + imported.count)
        try GeneratedProgram(result.files).check()
    }
}
