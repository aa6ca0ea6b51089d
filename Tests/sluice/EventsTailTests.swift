// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import TestKit
import Testing

@Suite("events tail shows events, or says why it can't")
struct EventsTailTests {
    @Test("without Kafka it says so in a sentence, with nothing before it")
    func noKafka() throws {
        let outcome = try SluiceProcess.run(["events", "tail", "--kafka", "127.0.0.1:1"])
        #expect(outcome.exitCode != 0)
        #expect(outcome.output.isEmpty)
        #expect(outcome.errors.contains("could not"))
        #expect(!outcome.errors.contains("{"), "\(outcome.errors)")
    }
}
