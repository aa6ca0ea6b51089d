-- SPDX-License-Identifier: Apache-2.0
-- SPDX-FileCopyrightText: 2026 The Sluice authors
--
-- API keys (module Access). A key itself is shown once and never stored: it has 256 random bits, so its plain SHA-256
-- can be neither reversed nor guessed, and needs no salt or slow hash.

CREATE TABLE sluice.api_keys (
    id          uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    name        text NOT NULL CHECK (name <> ''),
    role        text NOT NULL CHECK (role IN ('admin', 'writer', 'reader', 'ingest')),
    -- The event types that the key may send; null is all.
    event_types text[],
    sha256      bytea NOT NULL UNIQUE CHECK (octet_length(sha256) = 32),
    -- The first characters, by which a person recognises a key in a list.
    hint        text NOT NULL,
    created_at  timestamptz NOT NULL DEFAULT now(),
    revoked_at  timestamptz
);

-- A name may be used again after its key was revoked, so that keys can be rotated.
CREATE UNIQUE INDEX api_keys_live_name ON sluice.api_keys (name) WHERE revoked_at IS NULL;
