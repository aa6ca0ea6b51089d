// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import ClientHTTP
import Formats
import Registry
import Synchronization
import Testing

@Suite("What no established registry has: history, changes, explained verdicts")
struct HistoryEndpointTests {
    @Test("undelete brings versions back with their ids, the audit log tells everything")
    func undelete() throws {
        try Transcript(
            #"""
            POST /subjects/s/versions {"schema":"\"int\""}
            200 {"id":1}
            POST /subjects/s/versions {"schema":"\"long\""}
            200 {"id":2}
            POST /subjects/none/undelete
            404 40401
            DELETE /subjects/s
            200 [1,2]
            POST /subjects/s/undelete
            200 [1,2]
            POST /subjects/s/undelete
            200 []
            DELETE /subjects/s/versions/1
            200 1
            POST /subjects/s/versions/latest/undelete
            422 42202
            POST /subjects/s/versions/1/undelete
            200 [1]
            POST /subjects/s/versions/9/undelete
            404 40402
            DELETE /subjects/s/versions/1
            200 1
            DELETE /subjects/s/versions/1?permanent=true
            200 1
            GET /schemas/ids/1
            404 40403
            POST /subjects/s/versions/1/undelete
            200 [1]
            GET /schemas/ids/1
            200 {"schema":"\"int\""}
            PUT /config/s {"compatibility":"FULL"}
            200 {"compatibility":"FULL"}
            GET /audit?limit=1
            200 [{"position":"…","ts":…,"action":"config","subject":"s","actor":"anonymous","remoteAddress":"127.0.0.1",…"after":{…}}]
            GET /audit?subject=s&offset=1&limit=2
            200 [{…"action":"undelete","subject":"s","version":1,"id":1,…},{…"action":"remove","subject":"s","version":1,"id":1,…}]
            GET /audit?subject=none
            200 []
            GET /audit?limit=x
            400 400
            GET /subjects/s/undelete
            405 405
            """#
        ).run(on: TestRegistry())
    }

    @Test("asOf tells what was there at a time")
    func asOf() throws {
        let registry = try TestRegistry()
        try registry.register("s", "\"int\"")
        let header = [("Confluent-Accept-Unknown-Properties", "true")]
        guard case .number(let ts)? = try registry.send("GET", "/subjects/s/versions/1", headers: header).json?["ts"],
            let first = Int(ts)
        else {
            Issue.record("no ts")
            return
        }
        // The database's clock decides: the next change comes when it has gone on.
        var second = first
        while second <= first + 1 {
            try registry.register("s", "\"long\"")
            let answer = try registry.send("GET", "/subjects/s/versions/latest", headers: header)
            guard case .number(let text)? = answer.json?["ts"], let time = Int(text) else { return }
            second = time
            if second <= first + 1 {
                try registry.send("DELETE", "/subjects/s/versions/latest")
                try registry.send("DELETE", "/subjects/s/versions/2?permanent=true")
            }
        }
        try registry.send("DELETE", "/subjects/s")
        try Transcript(
            #"""
            GET /subjects/s/versions?asOf=\#(first - 1000)
            404 40401
            GET /subjects/s/versions?asOf=\#(first + 1)
            200 [1]
            GET /subjects/s/versions/latest?asOf=\#(first + 1)
            200 {"subject":"s","version":1,…}
            GET /subjects/s/versions/latest/schema?asOf=\#(second + 1)
            200 "long"
            GET /subjects/s/versions/7?asOf=\#(second + 1)
            404 40402
            GET /subjects/s/versions/latest?asOf=2999-01-01T00:00:00Z
            404 40401
            GET /subjects/s/versions/latest?asOf=2999-01-01T00:00:00%2B01:00&deleted=true
            200 {"subject":"s",…}
            GET /subjects/s/versions/latest?asOf=yesterday
            400 400
            GET /subjects/s/versions/latest?asOf=99999999999999999999
            400 400
            """#
        ).run(on: registry)
    }

    @Test("verdicts are explained to who reads problem details, under several policies at once")
    func verdicts() throws {
        let registry = try TestRegistry()
        try registry.register("s", Sample.record("R", "\"string\""))
        let problem = [("Accept", "application/problem+json")]
        let body = Sample.request(Sample.record("R", "\"int\""))
        let path = "/compatibility/subjects/s/versions/latest"
        let one = try registry.send("POST", path, body, headers: problem)
        #expect(one.status == 200 && one.contentType == "application/problem+json")
        #expect(one.json?["is_compatible"] == false)
        #expect(one.json?["type"] == "urn:sluice:registry:verdict:incompatible")
        let two = try registry.send("POST", path + "?policy=confluent&policy=STRICT", body, headers: problem)
        guard case .array(let verdicts)? = two.json?["verdicts"], verdicts.count == 2,
            case .array(let differences)? = verdicts[0]["differences"], let difference = differences.first
        else {
            Issue.record("\(two.text)")
            return
        }
        #expect(verdicts.map { $0["policy"] } == ["CONFLUENT", "STRICT"])
        for member in ["rule", "why", "remedy", "new", "old"] { #expect(difference[member] != nil, "\(member)") }
        #expect(try registry.send("POST", path + "?policy=LAX", body).errorCode == 42203)

        let refused = try registry.send("POST", "/subjects/s/versions", body, headers: problem)
        #expect(refused.status == 409 && refused.json?["verdicts"] != nil)
        let fine = try registry.send(
            "POST", path, Sample.request(Sample.record("R", "\"string\"")), headers: problem)
        #expect(fine.json?["is_compatible"] == true)
        let plain = try registry.send("POST", path + "?policy=STRICT&verbose=true", body)
        #expect(plain.json?["is_compatible"] == false && plain.json?["messages"] != nil)
    }

    @Test("a lookup in vain names the nearest version")
    func nearest() throws {
        let registry = try TestRegistry()
        try registry.register("s", Sample.record())
        let missed = try registry.send(
            "POST", "/subjects/s", Sample.request(Sample.record("R", "\"long\"")),
            headers: [("Accept", "application/problem+json")])
        #expect(missed.status == 404 && missed.json?["error_code"] == 40403)
        #expect(missed.json?["nearest"]?["version"] == 1)
    }

    @Test("changes are told as they happen, and again from any position")
    func changes() throws {
        let registry = try TestRegistry()
        try registry.register("before", "\"int\"")
        let fromStart = try EventReader(registry, "/changes?after=0-0")
        let fromNow = try EventReader(registry, "/changes?subjectPrefix=s")
        try registry.register("other", "\"int\"")
        try registry.register("s", "\"int\"")
        try registry.send("DELETE", "/subjects/s")
        let now = fromNow.events(2)
        #expect(now.map(\.name) == ["register", "delete"])
        #expect(now.allSatisfy { $0.data?["subject"] == "s" && $0.data?["version"] == 1 })
        let all = fromStart.events(4)
        #expect(all.map { $0.data?["subject"] } == ["before", "other", "s", "s"])
        // Who comes back goes on after what it has.
        let again = try EventReader(registry, "/changes", lastEventID: all[1].id)
        #expect(again.events(2).map(\.id) == all[2...].map(\.id))
        #expect(try registry.get("/changes?after=x").errorCode == 400)
    }
}
