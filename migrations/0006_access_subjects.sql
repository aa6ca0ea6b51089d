-- SPDX-License-Identifier: Apache-2.0
-- SPDX-FileCopyrightText: 2026 The Sluice authors
--
-- Keys that are bound to a part of the registry (module Access).

-- How the subjects begin that a key's role is good for, as the registry writes them: `team-a.`, `:.context:`. Null is all
-- subjects; an empty list or an empty prefix would hide a mistake.
ALTER TABLE sluice.api_keys ADD COLUMN subject_prefixes text[]
    CHECK (cardinality(subject_prefixes) > 0 AND array_position(subject_prefixes, '') IS NULL);
