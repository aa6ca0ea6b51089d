// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Testing

@Suite("/config, /mode and /contexts, row by row")
struct SettingsEndpointTests {
    @Test("GET, PUT and DELETE /config: levels in any case, merged, cleared by null, in force from above")
    func config() throws {
        try Transcript(
            #"""
            GET /config
            200 {"compatibilityLevel":"BACKWARD"}
            PUT /config {"compatibility":"full"}
            200 {"compatibility":"full"}
            GET /config
            200 {"compatibilityLevel":"FULL"}
            PUT /config {}
            200 {}
            GET /config/s
            404 40408
            GET /config/s?defaultToGlobal=True
            200 {"compatibilityLevel":"FULL"}
            # A subject need not exist.
            PUT /config/s {"compatibility":"NONE","normalize":true}
            200 {"compatibility":"NONE","normalize":true}
            GET /config/s
            200 {"compatibilityLevel":"NONE","normalize":true}
            PUT /config/s {"normalize":null,"unknown":1}
            200 {}
            GET /config/s
            200 {"compatibilityLevel":"NONE"}
            PUT /config/s {"compatibilityGroup":"major","alias":"other","validateFields":true,"policy":"strict"}
            200 {"compatibilityGroup":"major","alias":"other","validateFields":true,"policy":"strict"}
            PUT /config/s {"defaultMetadata":{"properties":{"owner":"a"}},"overrideRuleSet":{"domainRules":[]}}
            200 {"defaultMetadata":{"properties":{"owner":"a"}},"overrideRuleSet":{"domainRules":[]}}
            PUT /config {"compatibility":"SIDEWAYS"}
            422 42203
            PUT /config {"compatibility":7}
            422 42203
            PUT /config {"policy":"LAX"}
            422 42203
            PUT /config/s {"defaultRuleSet":7}
            422 42210
            PUT /config []
            422 422
            PUT /config {
            400 400
            PUT /config [Content-Type: text/plain] {}
            415 415
            PUT /config/a%00b {"compatibility":"FULL"}
            422 42208
            DELETE /config/s
            200 {"compatibilityLevel":"NONE",…}
            DELETE /config/s
            404 40401
            DELETE /config
            200 {"compatibilityLevel":"FULL"}
            GET /config
            200 {"compatibilityLevel":"BACKWARD"}
            POST /config {}
            405 405
            """#
        ).run(on: TestRegistry())
    }

    @Test("GET, PUT and DELETE /mode: what may be written, and IMPORT only where nothing is")
    func mode() throws {
        try Transcript(
            #"""
            GET /mode
            200 {"mode":"READWRITE"}
            GET /mode/s
            404 40409
            GET /mode/s?defaultToGlobal=true
            200 {"mode":"READWRITE"}
            PUT /mode {"mode":"FAST"}
            422 42204
            PUT /mode {}
            422 42204
            POST /subjects/s/versions {"schema":"\"int\""}
            200 {"id":1}
            PUT /mode/s {"mode":"readonly"}
            200 {"mode":"READONLY"}
            GET /mode/s
            200 {"mode":"READONLY"}
            POST /subjects/s/versions {"schema":"\"int\""}
            200 {"id":1}
            POST /subjects/s/versions {"schema":"\"long\""}
            422 42205
            DELETE /subjects/s/versions/1
            422 42205
            DELETE /subjects/s
            422 42205
            DELETE /mode/s
            200 {"mode":"READONLY"}
            DELETE /mode/s
            404 40401
            PUT /mode {"mode":"IMPORT"}
            422 42205
            PUT /mode/s {"mode":"IMPORT"}
            422 42205
            PUT /mode?force=True {"mode":"IMPORT"}
            200 {"mode":"IMPORT"}
            POST /subjects/t/versions {"schema":"\"long\"","id":70,"version":5}
            200 {"id":70}
            GET /subjects/t/versions/5
            200 {"subject":"t","version":5,"id":70,"schema":"\"long\""}
            POST /subjects/t/versions {"schema":"\"double\"","id":70,"version":6}
            422 42205
            POST /subjects/u/versions {"schema":"\"long\"","id":71}
            422 42207
            PUT /mode {"mode":"READWRITE"}
            200 {"mode":"READWRITE"}
            POST /subjects/t/versions {"schema":"\"float\"","id":71}
            422 42205
            POST /mode {}
            405 405
            """#
        ).run(on: TestRegistry())
    }

    @Test("contexts: by path and by name, with ids of their own")
    func contexts() throws {
        try Transcript(
            #"""
            POST /contexts/.team/subjects/s/versions {"schema":"\"int\""}
            200 {"id":1}
            POST /subjects/s/versions {"schema":"\"long\""}
            200 {"id":1}
            POST /subjects/:.other:s/versions {"schema":"\"double\""}
            200 {"id":1}
            GET /contexts
            200 [".",".other",".team"]
            GET /contexts?contextPrefix=.t
            200 [".team"]
            GET /contexts?offset=1&limit=1
            200 [".other"]
            GET /subjects
            200 ["s",":.other:s",":.team:s"]
            GET /subjects?subjectPrefix=:.team:
            200 [":.team:s"]
            GET /subjects?subjectPrefix=:*:s
            200 ["s",":.other:s",":.team:s"]
            GET /subjects?subjectPrefix=s
            200 ["s"]
            GET /contexts/.team/subjects
            200 [":.team:s"]
            GET /contexts/:.team:/subjects/s/versions
            200 [1]
            GET /contexts/.team/subjects/:.other:s/versions/1/schema
            200 "double"
            GET /subjects/:.team:s/versions/latest
            200 {"subject":":.team:s","version":1,"id":1,"schema":"\"int\""}
            GET /contexts/.team/schemas/ids/1
            200 {"schema":"\"int\""}
            GET /schemas/ids/1
            200 {"schema":"\"long\""}
            GET /schemas/ids/1?subject=:.team:
            200 {"schema":"\"int\""}
            GET /schemas/ids/1?subject=:.team:s
            200 {"schema":"\"int\""}
            GET /schemas/ids/1?subject=:.team:none
            404 40403
            # A name alone tells where to look first: renamed topics have names that no subject has.
            GET /schemas/ids/1?subject=renamed-value
            200 {"schema":"\"long\""}
            # What the default context has not is looked for in the others.
            POST /contexts/.team/subjects/only/versions {"schema":"\"boolean\""}
            200 {"id":2}
            GET /subjects/only/versions/1/schema
            200 "boolean"
            GET /contexts/.other/subjects/only/versions/1
            404 40401
            PUT /contexts/.team/config {"compatibility":"NONE"}
            200 {"compatibility":"NONE"}
            GET /contexts/.team/config/s?defaultToGlobal=true
            200 {"compatibilityLevel":"NONE"}
            GET /config
            200 {"compatibilityLevel":"BACKWARD"}
            DELETE /contexts/.team
            422 42211
            DELETE /contexts/.none
            404 404
            DELETE /contexts/:.:
            422 42205
            DELETE /subjects/:.other:s
            200 [1]
            DELETE /subjects/:.other:s?permanent=true
            200 [1]
            DELETE /contexts/.other
            204 …
            GET /contexts
            200 [".",".team"]
            """#
        ).run(on: TestRegistry())
    }
}
