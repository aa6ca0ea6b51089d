-- SPDX-License-Identifier: Apache-2.0
-- SPDX-FileCopyrightText: 2026 The Sluice authors
--
-- wrk: GETs the paths of a file, one a line, round and round; each thread begins elsewhere.

local requests = {}
local next_one = 0

function init(args)
    for path in io.lines(args[1]) do requests[#requests + 1] = wrk.format("GET", path) end
    math.randomseed(tonumber(tostring({}):match("0x(%x+)"), 16) % 2147483647)
    next_one = math.random(#requests)
end

function request()
    next_one = next_one % #requests + 1
    return requests[next_one]
end
