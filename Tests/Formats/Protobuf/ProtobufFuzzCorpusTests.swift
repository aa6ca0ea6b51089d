// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Foundation
import FuzzChecks
import TestKit
import Testing

@Suite("What the fuzzer of Protobuf schemas starts from, and what it has found, is parsed, normalized and printed")
struct ProtobufFuzzCorpusTests {
    private static let folder = ProjectRoot.path + "/Tests/Fuzz/Protobuf/Corpus"
    static let files = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()

    @Test("each of the corpus", arguments: files)
    func corpus(file: String) throws {
        let input = Array(try Data(contentsOf: URL(filePath: Self.folder + "/" + file)))
        #expect(ProtobufFuzzCheck.problem(input) == nil)
        // Cut anywhere, it is refused or parsed.
        for end in stride(from: 0, to: input.count, by: max(1, input.count / 16)) {
            #expect(ProtobufFuzzCheck.problem(Array(input.prefix(end))) == nil, "the first \(end) bytes")
        }
    }

    @Test("there is one")
    func exists() { #expect(Self.files.count >= 4) }
}
