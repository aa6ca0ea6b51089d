// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats
import TestKit
import Testing

@Suite("Whatever is sent, the registry answers")
struct FuzzTests {
    private static let requests: [(method: String, path: String, body: String)] = [
        (
            "POST", "/subjects/s/versions",
            #"{"schema":"{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"a\",\"type\":[\"null\",\"int\"],\"default\":null}]}","schemaType":"AVRO","references":[{"name":"A","subject":"a","version":1}],"metadata":{"properties":{"k":"v"}},"version":-1,"id":-1}"#
        ),
        (
            "POST", "/subjects/p/versions?normalize=true",
            #"{"schemaType":"PROTOBUF","schema":"syntax = \"proto3\"; package p; message M { repeated int32 a = 1; oneof o { string b = 2; M c = 3; } reserved 9; }"}"#
        ),
        (
            "POST", "/subjects/s",
            #"{"schema":"{\"type\":\"enum\",\"name\":\"E\",\"symbols\":[\"A\"],\"default\":\"A\"}"}"#
        ),
        (
            "POST", "/compatibility/subjects/s/versions/latest?verbose=true",
            #"{"schema":"[\"null\",{\"type\":\"map\",\"values\":\"string\"}]"}"#
        ),
        (
            "POST", "/compatibility/subjects/p/versions",
            #"{"schemaType":"PROTOBUF","schema":"syntax = \"proto2\"; message M { optional group G = 1 { optional int32 a = 2; } extensions 100 to max; }"}"#
        ),
        (
            "PUT", "/config/s",
            #"{"compatibility":"FULL","normalize":true,"compatibilityGroup":"g","defaultMetadata":{"properties":{}}}"#
        ),
        ("PUT", "/config", #"{"compatibility":"none"}"#), ("PUT", "/mode/s?force=true", #"{"mode":"READONLY"}"#),
        (
            "POST", "/change-sets?dryRun=true",
            #"{"schemas":[{"subject":"x","schema":"\"int\""},{"subject":"y","schema":"{\"type\":\"array\",\"items\":\"A\"}","references":[{"name":"A","subject":"x","version":-1}]}]}"#
        ),
        ("GET", "/subjects?subjectPrefix=:.x:&offset=0&limit=10&deleted=true", ""),
        ("GET", "/schemas?latestOnly=true&offset=1&limit=3", ""),
        ("GET", "/schemas/ids/1?subject=s&format=resolved&fetchMaxId=true", ""),
        ("GET", "/subjects/s/metadata?key=k&value=v", ""), ("DELETE", "/subjects/s/versions/1?permanent=true", ""),
        ("GET", "/contexts/.x/subjects/:.y:s/versions/1", ""),
        ("GET", "/schemas/guids/00000000-0000-8000-8000-000000000000/ids", ""),
    ]

    /// Bytes that mean something in JSON, in schemas, or in paths.
    private static let pieces = [
        "{", "}", "[", "]", "\"", "\\", ",", ":", "null", "true", "1e999", "-9223372036854775809", "\\u0000",
        "\\ud800", "{\"type\":", "\"int\"", "\"record\"", "/", "%2F", "?", "&", "=", "..", ":.x:", "%00", "%C3%A9", "é",
        "9999999999", "-1", "\u{0}", "message M {", "import \"a.proto\";", "\n",
    ]

    private func mutated(_ text: String, _ generator: inout SeededGenerator) -> [UInt8] {
        var bytes = Array(text.utf8)
        for _ in 0..<Int.random(in: 1...4, using: &generator) {
            let place = Int.random(in: 0...bytes.count, using: &generator)
            switch Int.random(in: 0..<5, using: &generator) {
            case 0:
                bytes.insert(contentsOf: Array((Self.pieces.randomElement(using: &generator) ?? "").utf8), at: place)
            case 1 where place < bytes.count: bytes[place] = UInt8.random(in: 0...255, using: &generator)
            case 2: bytes.removeSubrange(place..<min(bytes.count, place + Int.random(in: 1...8, using: &generator)))
            case 3: bytes.insert(contentsOf: bytes[place..<min(bytes.count, place + 40)], at: place)
            default: bytes.removeSubrange(place...)
            }
        }
        return bytes
    }

    /// What can stand in a request line: others are not the registry's to answer.
    private func path(_ bytes: [UInt8]) -> String {
        let text = String(decoding: bytes.filter { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "#") }, as: UTF8.self)
        return text.hasPrefix("/") ? text : "/" + text
    }

    @Test(
        "requests bent by chance are answered, with the two members of an error or as asked, and the registry goes on")
    func mutations() throws {
        let registry = try TestRegistry()
        try registry.register("s", Sample.record())
        var generator = SeededGenerator(seed: 20_261_124)
        for _ in 0..<1500 {
            guard let request = Self.requests.randomElement(using: &generator) else { continue }
            let bends = Int.random(in: 0..<3, using: &generator)
            let path = bends > 0 ? path(mutated(request.path, &generator)) : request.path
            let body = bends < 2 ? mutated(request.body, &generator) : Array(request.body.utf8)
            let answer = try registry.send(request.method, path, bytes: body.isEmpty ? nil : body)
            let isFine =
                (200..<300).contains(answer.status)
                || (400..<500).contains(answer.status) && (answer.errorCode != nil || request.method == "HEAD")
            #expect(
                isFine,
                "\(request.method) \(path) \(String(decoding: body, as: UTF8.self)): \(answer.status) \(answer.text)")
        }
        #expect(try registry.get("/subjects").status == 200)
    }

    @Test("deep and long bodies are refused in bounded time and memory")
    func shapes() throws {
        let registry = try TestRegistry()
        let deep = String(repeating: "[", count: 200_000)
        let nested =
            String(repeating: #"{"type":"array","items":"#, count: 5000) + #""int""#
            + String(repeating: "}", count: 5000)
        let messages =
            "syntax = \"proto3\"; " + String(repeating: "message M { ", count: 5000)
            + String(repeating: "}", count: 5000)
        let bodies: [JSONValue] = [
            .string(deep), ["schema": .string(deep)], ["schema": .string(nested)],
            ["schemaType": "PROTOBUF", "schema": .string(messages)],
            [
                "schema": "\"int\"",
                "references": .array(Array(repeating: ["name": "a", "subject": "s", "version": 1], count: 20_000)),
            ],
        ]
        for body in bodies {
            let answer = try registry.send("POST", "/subjects/s/versions", body)
            #expect(
                (400..<500).contains(answer.status) && answer.errorCode != nil,
                "\(answer.status) \(answer.text.prefix(200))")
        }
        #expect(try registry.send("POST", "/subjects/s/versions", text: deep).errorCode == 400)
        #expect(try registry.get("/subjects").status == 200)
    }
}
