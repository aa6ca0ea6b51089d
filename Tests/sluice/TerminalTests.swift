// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Foundation
import SluiceRuntime
import Testing

@testable import sluice

@Suite("What a person reads is laid out in columns and lines")
struct TerminalTests {
    private let console = Console(
        out: TextBuffer(), err: TextBuffer(), isLive: false, isColoured: false, width: 80)

    @Test("Columns are as wide as their widest cell; numbers stand to the right; missing cells are empty")
    func table() {
        var table = Table([.text("name"), .number("rows"), .text("note")])
        table.add(["purchase", "470", "x"])
        table.add(["cart", "1,204"])
        #expect(
            table.text(console, indent: 2) == """
                  name       rows  note
                  purchase    470  x
                  cart      1,204  \n
                """)
    }

    @Test(
        "Numbers have commas between thousands",
        arguments: [(0, "0"), (999, "999"), (31_106, "31,106"), (-1000, "-1,000")])
    func grouped(number: Int, text: String) { #expect(number.grouped == text) }

    @Test(
        "Sizes have a unit that keeps them short",
        arguments: [
            (0, "0 B"), (1023, "1023 B"), (1536, "1.5 KiB"), (5_242_880, "5.0 MiB"), (Int.max, "8388608.0 TiB"),
        ])
    func size(bytes: Int, text: String) { #expect(bytes.asByteSize == text) }

    @Test("Paragraphs are filled to the width and stay apart")
    func wrapping() {
        #expect(Wrapping.wrap("one two\nthree four\n\nfive", width: 9) == "one two\nthree\nfour\n\nfive")
    }

    @Test("Where there is no terminal, progress is a line each fifth and a settled part is a line once")
    func plainProgress() {
        let err = TextBuffer()
        let console = Console(out: TextBuffer(), err: err, isLive: false, isColoured: false, width: 80)
        var bar = ProgressBar("sending", total: 10, console: console)
        for done in 0...10 { bar.show(done) }
        #expect(err.text.split(separator: "\n").count == 5)
        #expect(err.text.hasSuffix("  sending  10 of 10\n"))

        var display = StartDisplay(console: console)
        let row = StartDisplay.Row(mark: .busy, title: "Redis", detail: "127.0.0.1:1", note: "starting")
        var done = row
        done.mark = .done
        for rows in [[row], [done], [done]] { display.show(rows) }
        #expect(err.text.components(separatedBy: "Redis").count == 2)
    }

    @Test(
        "Lengths of time have a unit",
        arguments: [
            ("500ms", Duration.milliseconds(500)), ("30s", .seconds(30)), ("5m", .seconds(300)), ("1h", .seconds(3600)),
            ("7d", .seconds(604_800)),
        ])
    func timeSpan(text: String, duration: Duration) {
        #expect(TimeSpan(argument: text)?.duration == duration)
        #expect(TimeSpan(argument: text)?.description == text)
    }

    @Test(
        "A length of time without a unit, or with another one, is none",
        arguments: ["30", "s", "-1s", "1.5h", "3w", ""])
    func noTimeSpan(text: String) { #expect(TimeSpan(argument: text) == nil) }

    @Test("A time that something is done again after is more than nothing")
    func positiveTimeSpan() {
        #expect(PositiveTimeSpan(argument: "1ms")?.duration == .milliseconds(1))
        for text in ["0s", "0ms", "soon"] { #expect(PositiveTimeSpan(argument: text) == nil) }
        let run = Run("streams", "--commit-interval", "0s", commands: [StreamsCommand.self])
        #expect(run.exitCode == .usage)
        #expect(run.errors.contains("--commit-interval takes a number with ms, s, m, h or d"))
    }

    @Test("Shares are fractions or percentages", arguments: [("0.5", 0.5), ("2.5%", 0.025), ("100%", 1), ("0", 0)])
    func share(text: String, fraction: Double) { #expect(Share(argument: text)?.fraction == fraction) }

    @Test("The demo's report shows windows by channel, the funnel and the lake, and adds them up")
    func report() throws {
        let start = try #require(Timestamp(rfc3339: "2024-06-30T23:50:00Z"))
        let end = try #require(Timestamp(rfc3339: "2024-06-30T23:55:00Z"))
        let report = DemoReport(
            events: .init(accepted: 31_100, duplicate: 6),
            fiveMinutes: [.init(start: start, end: end, byChannel: ["email": 2, "organic": 11], isFinal: false)],
            days: [.init(start: start, end: end, byChannel: ["email": 20], isFinal: true)],
            funnel: [.init(eventType: "product_view", sessions: 200), .init(eventType: "purchase", sessions: 3)],
            lake: [
                .init(eventType: "cart", files: 2, rows: 1204, bytes: 2048),
                .init(eventType: "home", files: 1, rows: 1, bytes: 1024),
            ], late: 4, places: [.init(name: "ingest", address: "http://127.0.0.1:8080")], seconds: 1)
        let text = report.text(console)
        for line in [
            "    31,100 accepted   6 duplicate   0 invalid   0 conflict   4 late\n",
            "    2024-06-30 23:50 – 23:55      2       11   13  open\n",
            "    2024-06-30     20   20  \n",
            "    open: so far. Event time alone ends a window: the last ones are open until newer events come.\n",
            "    product_view  200  ██████████████████████████████  100.0%\n",
            "    purchase        3  █                               1.5%\n",
            "    all             3  1,205  3.0 KiB\n",
            "    ingest  http://127.0.0.1:8080\n",
        ] {
            #expect(text.contains(line), "\(line) is missing in:\n\(text)")
        }
    }
}

@Suite("Sizes in bytes as arguments")
struct ByteSizeTests {
    @Test(
        "With and without a unit",
        arguments: [("1", 1), ("64KiB", 65_536), ("16MiB", 16_777_216), ("2GiB", 2_147_483_648)])
    func sizes(text: String, bytes: Int) { #expect(ByteSize(argument: text)?.bytes == bytes) }

    @Test("What is no size is refused", arguments: ["", "0", "-1", "1.5MiB", "16MB", "99999999999999999999"])
    func none(text: String) { #expect(ByteSize(argument: text) == nil) }
}
