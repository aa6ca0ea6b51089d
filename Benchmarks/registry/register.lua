-- SPDX-License-Identifier: Apache-2.0
-- SPDX-FileCopyrightText: 2026 The Sluice authors
--
-- wrk: registers schemas that were never seen, each a new version of one of many subjects and compatible with those
-- before. Arguments: a name of this run's own, the number of subjects.

local name, subjects, count = "", 1, 0

function init(args)
    name, subjects = args[1], tonumber(args[2])
    wrk.headers["Content-Type"] = "application/vnd.schemaregistry.v1+json"
end

function request()
    count = count + 1
    local field = '{\\"name\\":\\"b\\",\\"type\\":\\"long\\",\\"default\\":' .. count .. '}'
    local schema = '{\\"type\\":\\"record\\",\\"name\\":\\"' .. name
        .. '\\",\\"namespace\\":\\"bench\\",\\"fields\\":[{\\"name\\":\\"a\\",\\"type\\":\\"string\\"},' .. field .. ']}'
    local path = "/subjects/" .. name .. "-" .. count % subjects .. "/versions"
    return wrk.format("POST", path, nil, '{"schema":"' .. schema .. '"}')
end
