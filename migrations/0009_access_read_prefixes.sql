-- SPDX-License-Identifier: Apache-2.0
-- SPDX-FileCopyrightText: 2026 The Sluice authors
--
-- Keys that may read more than they may change (module Access).

-- How the subjects begin that a key may read beside those of subject_prefixes, such as shared types that its own schemas
-- refer to. Null is none; where subject_prefixes is null, everything is readable anyway.
ALTER TABLE sluice.api_keys ADD COLUMN read_prefixes text[]
    CHECK (cardinality(read_prefixes) > 0 AND array_position(read_prefixes, '') IS NULL),
    ADD CHECK (read_prefixes IS NULL OR subject_prefixes IS NOT NULL);
