// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Foundation
import TestKit
import Testing

@Suite("A real clickstream goes through the whole pipeline", .serialized)
struct ClickstreamTests {
    /// What `sluice demo --json` prints, as far as these tests look at it.
    private struct Report: Decodable {
        struct Events: Decodable, Equatable {
            let accepted: Int
            let duplicate: Int
            let invalid: Int
            let conflict: Int
        }

        let events: Events
        let late: Int
    }

    private func demo(_ pipeline: Pipeline, _ words: String...) throws -> Report {
        try Clickstream.decode(pipeline.demo(words).output)
    }

    @Test(
        "Two processes of streams and two of the lake share the work: topics, windows, funnel and lake are as counted by plain Python, also when sent twice"
    )
    func inOrderOfTime() throws {
        let truth = try Clickstream.truth()
        let pipeline = try Pipeline()
        defer { pipeline.stop() }
        let ports = try Ports.free(count: 2)
        let others = [
            try pipeline.startAnother("streams", port: ports[0], sign: "running tasks"),
            try pipeline.startAnother("lake", port: ports[1], sign: "reading"),
        ]
        defer { for other in others { other.stop() } }

        let first = try demo(pipeline)
        #expect(first.events == Report.Events(accepted: truth.events, duplicate: 0, invalid: 0, conflict: 0))
        #expect(first.late == 0)
        let state = try PipelineState(of: pipeline, truth: truth)
        state.expectTopics(truth)
        state.expectMetrics(truth)
        state.expectLake(truth)
        for port in [pipeline.ports["streams"] ?? 0, ports[0]] {
            #expect(try pipeline.counter("sluice_streams_events_total", port: port) > 0)
        }
        for port in [pipeline.ports["lake"] ?? 0, ports[1]] {
            #expect(try pipeline.counter("sluice_lake_rows_total", port: port) > 0)
        }

        let second = try demo(pipeline)
        #expect(second.events == Report.Events(accepted: 0, duplicate: truth.events, invalid: 0, conflict: 0))
        #expect(try PipelineState(of: pipeline, truth: truth) == state)
    }

    @Test("Ingest, streams and lake are killed while the demo sends: the numbers are the same")
    func killed() throws {
        let truth = try Clickstream.truth()
        let pipeline = try Pipeline()
        defer { pipeline.stop() }

        let sender = try SluiceProcess(
            ["demo", "--json", "--batch", "20", "--data", pipeline.folder], log: pipeline.folder + "/demo.out")
        var kills: [String: Int] = [:]
        let parts = ["ingest", "streams", "lake"]
        // One after the other, for as long as the demo runs, at most three times each.
        for part in parts + parts + parts where sender.isRunning {
            let before = try pipeline.restarts(of: part)
            try pipeline.kill(part)
            kills[part, default: 0] += 1
            try pipeline.waitUntilHealthy(part, restarts: before + 1)
        }
        #expect(Set(kills.keys) == Set(parts), "Sending ended before all were killed: \(kills)")
        try sender.waitForEnd(seconds: 300)
        let output = sender.output
        let json = try #require(output.range(of: "\n{"), "The demo did not end with a report: \(output)")
        let sent = try Clickstream.decode(String(output[json.lowerBound...])) as Report
        #expect(sent.events.accepted + sent.events.duplicate == truth.events)
        #expect(sent.events.invalid == 0 && sent.events.conflict == 0)

        // All ids are known, whichever answer was lost in a kill.
        let report = try demo(pipeline)
        #expect(report.events == Report.Events(accepted: 0, duplicate: truth.events, invalid: 0, conflict: 0))
        let state = try PipelineState(of: pipeline, truth: truth)
        state.expectTopics(truth)
        state.expectMetrics(truth)
        state.expectLake(truth)
    }

    @Test(
        "In the order of the file, far out of order in time: what is late is put aside and counted, and nothing is lost"
    )
    func inOrderOfFile() throws {
        let truth = try Clickstream.truth()
        let pipeline = try Pipeline()
        defer { pipeline.stop() }

        let report = try demo(pipeline, "--order", "file")
        #expect(report.events == Report.Events(accepted: truth.events, duplicate: 0, invalid: 0, conflict: 0))
        #expect(report.late > 0)
        // Each of them with the reason.
        let late = try Clickstream.lateEvents(pipeline)
        #expect(late.distinct_sources == report.late)
        #expect(late.without_reason == 0)
        let state = try PipelineState(of: pipeline, truth: truth)
        state.expectTopics(truth)
        state.expectLake(truth)
    }
}
