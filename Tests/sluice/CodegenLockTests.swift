// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import ClientHTTP
import Foundation
import TestKit
import Testing

@testable import sluice

@Suite("Types are generated from the registry's schemas, pinned so that the next build is the same")
struct CodegenLockTests {
    private static func order(_ more: String = "") -> String {
        #"{"type":"record","name":"Order","namespace":"shop","fields":[{"name":"to","type":"Address"}\#(more)]}"#
    }

    private struct Project {
        let path: String

        init() throws { path = try TemporaryFolder.make("codegen") }

        var words: [String] {
            ["codegen", "--subject", "orders-*", "--schemas", path + "/schemas", "--out", path + "/out"]
        }

        func text(_ file: String) throws -> String { try String(contentsOfFile: path + "/" + file, encoding: .utf8) }
        func has(_ file: String) -> Bool { FileManager.default.fileExists(atPath: path + "/" + file) }
        func remove(_ file: String) throws { try FileManager.default.removeItem(atPath: path + "/" + file) }
    }

    private func run(_ stack: SchemaStack?, _ project: Project, _ more: String...) -> Run {
        Run(project.words + more, environment: ["SLUICE_REGISTRY": stack?.url ?? "http://127.0.0.1:1"])
    }

    private func register(_ stack: SchemaStack, _ subject: String, _ schema: String, refersTo: String? = nil) throws {
        let text = schema.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
        let references =
            refersTo.map { #","references":[{"name":"shop.Address","subject":"\#($0)","version":1}]"# } ?? ""
        let answer = try stack.send(
            "POST", "/subjects/\(subject)/versions", #"{"schema":"\#(text)"\#(references)}"#)
        try #require(answer.status == 200, "\(answer.text)")
    }

    private func started() throws -> (SchemaStack, Project) {
        let stack = try SchemaStack()
        try register(
            stack, "address",
            #"{"type":"record","name":"Address","namespace":"shop","fields":[{"name":"street","type":"string"}]}"#)
        try register(stack, "orders-value", Self.order(), refersTo: "address")
        let project = try Project()
        let first = run(stack, project)
        try #require(first.exitCode == .done, "\(first.output)\(first.errors)")
        return (stack, project)
    }

    @Test("the first time the newest versions are pinned, with what they refer to, and types are made")
    func first() throws {
        let (_, project) = try started()
        let lock = try project.text("schemas/schemas.lock.json")
        #expect(
            lock.contains(#""subject": "orders-value""#) && lock.contains(#""version": 1"#) && lock.contains("sha256"))
        #expect(try project.text("schemas/orders-value.avsc").contains("street"))
        #expect(try project.text("out/orders-value.avsc.swift").contains("struct Order"))
        #expect(!project.has("schemas/address.avsc"))
    }

    @Test("a newer version changes nothing until --update, and no registry is needed")
    func pinned() throws {
        let (stack, project) = try started()
        let lock = try project.text("schemas/schemas.lock.json")
        try register(
            stack, "orders-value", Self.order(#",{"name":"note","type":"string","default":""}"#), refersTo: "address")
        #expect(run(nil, project).exitCode == .done)
        #expect(run(nil, project, "--check").exitCode == .done)
        #expect(try project.text("schemas/schemas.lock.json") == lock)
        #expect(try !project.text("out/orders-value.avsc.swift").contains("note"))
        let updated = run(stack, project, "--update")
        #expect(updated.exitCode == .done && updated.output.contains("orders-value version 2"), "\(updated.output)")
        #expect(try project.text("out/orders-value.avsc.swift").contains("note"))
    }

    @Test("a file that is gone or changed comes back as it was pinned; --check tells, and writes nothing")
    func mended() throws {
        let (stack, project) = try started()
        let schema = try project.text("schemas/orders-value.avsc")
        try project.remove("schemas/orders-value.avsc")
        let check = run(nil, project, "--check")
        #expect(check.exitCode == .no && check.errors.contains("orders-value.avsc is not as pinned"), "\(check.errors)")
        #expect(!project.has("schemas/orders-value.avsc"))
        try register(
            stack, "orders-value", Self.order(#",{"name":"note","type":"string","default":""}"#), refersTo: "address")
        let mended = run(stack, project)
        #expect(mended.exitCode == .done && mended.output.contains("as pinned"), "\(mended.output)\(mended.errors)")
        #expect(try project.text("schemas/orders-value.avsc") == schema)
    }

    @Test("another registry's version of that number is refused, and so are other subjects than the lock's")
    func refused() throws {
        let (_, project) = try started()
        try project.remove("schemas/orders-value.avsc")
        let other = try SchemaStack()
        try register(other, "orders-value", #"{"type":"record","name":"Order","fields":[]}"#)
        let run = run(other, project)
        #expect(run.exitCode == .no && run.errors.contains("is not what schemas.lock.json pins"), "\(run.errors)")
        var words = project.words
        words[2] = "events.*"
        let subjects = Run(words, environment: ["SLUICE_REGISTRY": other.url])
        #expect(subjects.exitCode == .no && subjects.errors.contains("--update"), "\(subjects.errors)")
    }

    @Test("a subject that is gone takes its file along, but not one that a person has changed")
    func removed() throws {
        let (stack, project) = try started()
        try register(stack, "orders-other", #"{"type":"record","name":"Other","fields":[]}"#)
        #expect(run(stack, project, "--update").exitCode == .done)
        #expect(project.has("schemas/orders-other.avsc"))
        try stack.send("DELETE", "/subjects/orders-other")
        #expect(run(stack, project, "--update").exitCode == .done)
        #expect(!project.has("schemas/orders-other.avsc"))
    }

    @Test("no such subject is told; options that don't go together are wrong use")
    func misuse() throws {
        let (stack, project) = try started()
        var words = project.words
        words[2] = "nothing.*"
        words[4] = project.path + "/elsewhere"
        let none = Run(words, environment: ["SLUICE_REGISTRY": stack.url])
        #expect(none.exitCode == .no && none.errors.contains("no subject that is nothing.*"), "\(none.errors)")
        #expect(Run(["codegen", "--out", "x"]).exitCode == .usage)
        #expect(Run(["codegen", "--out", "x", "--update", "schemas"]).exitCode == .usage)
        #expect(run(stack, project, "--check", "--update").exitCode == .usage)
    }

    @Test(
        "patterns are whole names, with * for anything",
        arguments: [
            ("events.*", "events.a-value", true), ("events.*", "xevents.a", false), ("*-value", "a-value", true),
            ("a*b*c", "a-b-b-c", true), ("a*b*c", "a-c", false), ("a", "a", true), ("a", "ab", false), ("*", "", true),
            ("ab*ba", "aba", false),
        ])
    func patterns(pattern: String, name: String, matches: Bool) {
        #expect(SubjectPattern(pattern).matches(name) == matches)
    }
}
