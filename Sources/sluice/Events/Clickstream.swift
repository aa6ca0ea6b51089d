// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats
import Foundation
import SluiceRuntime

/// The e-commerce event log that the demo replays: `ecom.csv.gz` of the Python package retentioneering (Apache-2.0).
struct Clickstream: Sendable {
    /// A row as an event of our envelope.
    struct Event: Sendable, Hashable {
        let id: UUID128
        let type: String
        let timestamp: Timestamp
        /// The JSON object that is sent.
        let text: String
    }

    /// In the order of the file, which is by user.
    let events: [Event]

    static let columns = [
        "user_id", "session_id", "event", "timestamp", "platform", "acquisition_channel", "user_cohort",
        "user_lifecycle",
    ]

    /// Reads a file, plain or compressed by gzip.
    init(path: String) throws {
        guard FileManager.default.isReadableFile(atPath: path) else {
            throw CommandFailure.no("\(path) can't be read. scripts/bootstrap puts the clickstream there.")
        }
        let text: String
        if path.hasSuffix(".gz") {
            let run = try ToolRun(ChildProcess.Launch("gzip", ["-dc", path]))
            guard run.succeeded else { throw CommandFailure.no("\(path) can't be unpacked: \(run.output.prefix(300))") }
            text = run.output
        } else {
            text = try String(contentsOfFile: path, encoding: .utf8)
        }
        try self.init(csv: text)
    }

    /// Reads the CSV's text.
    init(csv: String) throws {
        var lines = csv.split(whereSeparator: \.isNewline)[...]
        let header = lines.popFirst().map {
            $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        }
        guard header == Self.columns else {
            throw CommandFailure.no(
                "the file's columns are \(header?.joined(separator: ",") ?? "missing"), expected "
                    + Self.columns.joined(separator: ",") + ".")
        }
        var occurrences: [Substring: Int] = [:]
        var events: [Event] = []
        events.reserveCapacity(lines.count)
        for (index, line) in lines.enumerated() {
            let occurrence = occurrences[line, default: 0] + 1
            occurrences[line] = occurrence
            guard let event = Self.event(line, occurrence) else {
                throw CommandFailure.no("row \(index + 2) is not one of a clickstream: \(line)")
            }
            events.append(event)
        }
        self.events = events
    }

    /// In the order of event time, as a live stream would come; events of one time stay as they are in the file.
    var inEventTime: [Event] {
        events.enumerated().sorted { ($0.element.timestamp, $0.offset) < ($1.element.timestamp, $1.offset) }
            .map(\.element)
    }

    /// The namespace of the ids: UUIDv5 of "clickstream.sluice.invalid" in the namespace of DNS names.
    static let namespace = UUID128.v5(
        namespace: UUID128(high: 0x6ba7_b810_9dad_11d1, low: 0x80b4_00c0_4fd4_30c8),
        name: Array("clickstream.sluice.invalid".utf8))

    /// The id is of the row's text and of how often that text came up to here: some rows are exact repeats, yet events of
    /// their own.
    static func identifier(_ row: some StringProtocol, occurrence: Int) -> UUID128 {
        UUID128.v5(namespace: namespace, name: Array("\(row)#\(occurrence)".utf8))
    }

    private static func event(_ row: Substring, _ occurrence: Int) -> Event? {
        let cells = row.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        guard cells.count == columns.count else { return nil }
        // The log has UTC without saying so: "2024-03-13 10:21:14".
        let time = cells[3].replacing(" ", with: "T", maxReplacements: 1) + "Z"
        guard let timestamp = Timestamp(rfc3339: time) else { return nil }
        let id = identifier(row, occurrence: occurrence)
        let json: JSONValue = [
            "event_id": .string(id.description), "event_type": .string(cells[2]), "timestamp": .string(time),
            "session_id": .string(cells[1]), "user_id": .string(cells[0]), "platform": "web",
            "properties": [
                "device_class": .string(cells[4]), "acquisition_channel": .string(cells[5]),
                "user_cohort": .string(cells[6]), "user_lifecycle": .string(cells[7]),
            ],
        ]
        return Event(id: id, type: cells[2], timestamp: timestamp, text: json.text())
    }
}

/// In which order the clickstream is sent.
enum ClickstreamOrder: String, ArgumentChoice {
    case eventTime = "event-time"
    case file
}
