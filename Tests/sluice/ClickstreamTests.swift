// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats
import Foundation
import SluiceRuntime
import TestKit
import Testing

@testable import sluice

@Suite("The clickstream becomes events with ids of their own, the same each time")
struct ClickstreamTests {
    private static let header = Clickstream.columns.joined(separator: ",")
    private static let row = "user_0,sess_1,home,2024-03-13 10:21:14,mobile,email,2024-01,returning"

    @Test("A row becomes an event of the envelope, with the device class among the properties")
    func mapping() throws {
        let event = try #require(Clickstream(csv: "\(Self.header)\n\(Self.row)\n").events.first)
        #expect(event.type == "home")
        #expect(event.timestamp.rfc3339 == "2024-03-13T10:21:14Z")
        let id = Clickstream.identifier(Self.row, occurrence: 1)
        #expect(event.id == id)
        #expect(
            event.text == """
                {"event_id":"\(id)","event_type":"home","timestamp":"2024-03-13T10:21:14Z","session_id":"sess_1",\
                "user_id":"user_0","platform":"web","properties":{"device_class":"mobile","acquisition_channel":"email",\
                "user_cohort":"2024-01","user_lifecycle":"returning"}}
                """)
    }

    @Test("Exact repeats of a row are events of their own; event time is a stable order")
    func repeats() throws {
        let late = Self.row.replacing("10:21:14", with: "09:00:00")
        let events = try Clickstream(csv: [Self.header, Self.row, late, Self.row].joined(separator: "\r\n")).inEventTime
        #expect(
            events.map(\.id) == [
                Clickstream.identifier(late, occurrence: 1), Clickstream.identifier(Self.row, occurrence: 1),
                Clickstream.identifier(Self.row, occurrence: 2),
            ])
    }

    @Test(
        "What is no clickstream is refused with the row",
        arguments: [
            ("a,b\n1,2", "the file's columns are a,b"),
            ("\(header)\nuser_0,sess_1,home", "row 2 is not one of a clickstream"),
            ("\(header)\n\(row)\n" + row.replacing("2024-03-13", with: "13.3.2024"), "row 3 is not one"),
            ("", "the file's columns are missing"),
        ])
    func refusals(csv: String, message: String) {
        let error = #expect(throws: CommandFailure.self) { try Clickstream(csv: csv) }
        #expect(error?.description.contains(message) == true, "\(error?.description ?? "")")
    }

    @Test("All 31,106 rows: number, ids, types and order as a few lines of Python have them")
    func wholeFile() throws {
        let path = ProjectHome(path: ProjectRoot.path).clickstream
        let script = """
            import collections, csv, gzip, hashlib, sys, uuid
            space = uuid.uuid5(uuid.NAMESPACE_DNS, "clickstream.sluice.invalid")
            seen, events = collections.Counter(), []
            with gzip.open(sys.argv[1], "rt", newline="") as file:
                file.readline()
                for number, line in enumerate(file):
                    row = line.rstrip("\\r\\n")
                    seen[row] += 1
                    cells = next(csv.reader([row]))
                    events.append((cells[3], number, str(uuid.uuid5(space, f"{row}#{seen[row]}")), cells[2]))
            print(len(events), len({event[2] for event in events}))
            print(hashlib.sha256("\\n".join(f"{e[2]} {e[3]}" for e in sorted(events)).encode()).hexdigest())
            """
        let clickstream = try Clickstream(path: path)
        let ids = Set(clickstream.events.map { $0.id })
        let listed = clickstream.inEventTime.map { "\($0.id) \($0.type)" }.joined(separator: "\n")
        let digest = MessageDigest.sha256(Array(listed.utf8)).map { byte in
            (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }.joined()
        #expect(try PythonOracle.run(script, [path]) == "\(clickstream.events.count) \(ids.count)\n\(digest)\n")
        #expect(clickstream.events.count == 31_106)
    }
}
