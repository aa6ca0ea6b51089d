// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Foundation
import Testing

@testable import sluice

@Suite("A setting is a flag, a variable, a file for secrets, or a default, in that order")
struct SettingsTests {
    @Test("The flag wins over the variable, that over the default; an empty variable is none")
    func precedence() {
        let environment = ["SAMPLE_COLOUR": "green"]
        #expect(Run("sample", "run", "f", environment: environment).output.hasPrefix("green "))
        #expect(Run("sample", "run", "f", "--colour", "red", environment: environment).output.hasPrefix("red "))
        #expect(Run("sample", "run", "f", environment: ["SAMPLE_COLOUR": ""]).output.hasPrefix("red "))
    }

    @Test("A wrong value in a variable is named by the variable")
    func wrongVariable() {
        let run = Run("sample", "run", "f", environment: ["SAMPLE_COLOUR": "blue"])
        #expect(run.exitCode == .usage)
        #expect(run.errors.contains("SAMPLE_COLOUR takes one of red, green, not 'blue'."))
    }

    @Test("A secret is read from a file without its line's end; the variable itself wins; a missing file is named")
    func secrets() throws {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("secret-\(UUID().uuidString)")
        try Data("s3cret\n".utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let fromFile = ["SAMPLE_SECRET_FILE": file.path]
        #expect(Run("sample", "run", "f", environment: fromFile).output == "red 0 s3cret  false f\n")
        let both = fromFile.merging(["SAMPLE_SECRET": "plain"]) { $1 }
        #expect(Run("sample", "run", "f", environment: both).output == "red 0 plain  false f\n")
        let missing = Run("sample", "run", "f", environment: ["SAMPLE_SECRET_FILE": "/nonexistent/x"])
        #expect(missing.exitCode == .usage)
        #expect(missing.errors.contains("SAMPLE_SECRET_FILE names /nonexistent/x, which can't be read"))
    }

    @Test("librdkafka properties come from variables, secrets among them from files")
    func kafkaProperties() throws {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("secret-\(UUID().uuidString)")
        try Data("pass\n".utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let properties = try KafkaSettings.properties([
            "SLUICE_KAFKA": "a:9092", "SLUICE_KAFKA_SECURITY_PROTOCOL": "sasl_ssl",
            "SLUICE_KAFKA_SASL_PASSWORD_FILE": file.path, "SLUICE_KAFKA_EMPTY": "",
        ])
        #expect(properties == ["security.protocol": "sasl_ssl", "sasl.password": "pass"])
    }

    @Test("A running `sluice up` gives what nothing else gives, and only while it runs")
    func running() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("up-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let state = UpState(
            processID: getpid(), startedAt: "2026-01-01T00:00:00Z", version: SluiceVersion.current, parts: [],
            settings: ["SAMPLE_COLOUR": "green"])
        try state.write(in: folder)
        // A file alone, as a crash leaves it, is no sign of life.
        let here = ["SLUICE_DATA": folder]
        #expect(Run("sample", "run", "f", environment: here).output.hasPrefix("red "))
        try DataFolder(folder).lock()
        #expect(Run("sample", "run", "f", environment: here).output.hasPrefix("green "))
        let given = here.merging(["SAMPLE_COLOUR": "red"]) { $1 }
        #expect(Run("sample", "run", "f", environment: given).output.hasPrefix("red "))
    }

    @Test("docs/configuration.md is what the commands declare (sluice help configuration > docs/configuration.md)")
    func reference() throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let text = try String(contentsOf: root.appendingPathComponent("docs/configuration.md"), encoding: .utf8)
        #expect(text == ConfigurationReference.markdown(of: CommandCatalog.all))
    }
}
