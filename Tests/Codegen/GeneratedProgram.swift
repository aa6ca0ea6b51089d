// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import CodegenCore
import Foundation
import TestKit
import Testing

/// Generated files, compiled as a consumer's package would against the runtime that the tests are linked with.
struct GeneratedProgram {
    let folder: String
    private let sources: [String]
    private let build = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent().path

    /// - Parameter main: the program's own code, if it is one.
    init(_ files: [Codegen.GeneratedFile], main: String? = nil) throws {
        let folder = try TemporaryFolder.make("generated")
        self.folder = folder
        try OutputFolder(path: folder).write(files)
        var names = files.map(\.name)
        if let main {
            try Data(main.utf8).write(to: URL(fileURLWithPath: folder + "/main.swift"))
            names.append("main.swift")
        }
        sources = names.map { folder + "/" + $0 }
    }

    /// Checks that the code is right, and gives no warning.
    func check() throws {
        let outcome = try swiftc(["-typecheck"] + sources)
        #expect(outcome.errors == "")
        #expect(outcome.exitCode == 0)
    }

    /// Builds the program, and returns where it is.
    func compile() throws -> String {
        let objects = try FileManager.default.contentsOfDirectory(atPath: build + "/SluiceRuntime.build")
            .filter { $0.hasSuffix(".o") }.map { "\(build)/SluiceRuntime.build/\($0)" }
        let outcome = try swiftc(["-o", folder + "/program"] + sources + objects)
        try #require(outcome.exitCode == 0, "\(outcome.errors)")
        return folder + "/program"
    }

    private func swiftc(_ arguments: [String]) throws -> SluiceProcess.Outcome {
        try SluiceProcess.runProgram(
            [
                "/usr/bin/env", "swiftc", "-swift-version", "6", "-module-name", "Generated", "-I", build + "/Modules",
                "-enable-upcoming-feature", "InternalImportsByDefault", "-enable-upcoming-feature", "ExistentialAny",
            ] + arguments)
    }
}
