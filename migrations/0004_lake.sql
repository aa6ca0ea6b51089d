-- SPDX-License-Identifier: Apache-2.0
-- SPDX-FileCopyrightText: 2026 The Sluice authors
--
-- The files of the lake, and how far each source partition is in it (module Lake). One transaction inserts files and moves
-- offsets: what a row here says is true, whatever is in the folder.

-- Whoever takes over a partition gets a higher epoch; a commit under a lower one changes nothing.
CREATE SEQUENCE sluice.lake_epochs;

CREATE TABLE sluice.lake_sources (
    topic       text NOT NULL,
    partition   integer NOT NULL CHECK (partition >= 0),
    -- The first offset whose record is not in the lake; null if none is yet.
    next_offset bigint CHECK (next_offset >= 0),
    epoch       bigint NOT NULL,
    -- The writer that has the epoch.
    writer      uuid NOT NULL,
    claimed_at  timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (topic, partition)
);

CREATE TABLE sluice.lake_files (
    id              uuid PRIMARY KEY,
    event_type      text NOT NULL,
    -- The UTC date of the events, as it stands in the path.
    date            text NOT NULL,
    name            text NOT NULL UNIQUE,
    -- Below the lake's folder. A file that is listed but not there yet waits in _writing/ to be renamed.
    path            text NOT NULL GENERATED ALWAYS AS
        ('event_type=' || event_type || '/date=' || date || '/' || name) STORED,
    rows            bigint NOT NULL CHECK (rows > 0),
    bytes           bigint NOT NULL CHECK (bytes > 0),
    -- Of the earliest and the latest event, in microseconds since 1970-01-01T00:00:00Z.
    first_timestamp bigint NOT NULL,
    last_timestamp  bigint NOT NULL,
    -- The registered schema of the events, and the CRC-64-AVRO fingerprint of its canonical form, in hexadecimal.
    schema_id       integer NOT NULL,
    fingerprint     text NOT NULL,
    committed_at    timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX lake_files_event_type ON sluice.lake_files (event_type, date);

-- The records in a file: of each partition, those between two offsets whose event is of the file's date.
CREATE TABLE sluice.lake_file_sources (
    file_id      uuid NOT NULL REFERENCES sluice.lake_files ON DELETE CASCADE,
    topic        text NOT NULL,
    partition    integer NOT NULL,
    first_offset bigint NOT NULL,
    last_offset  bigint NOT NULL,
    rows         bigint NOT NULL,
    PRIMARY KEY (file_id, topic, partition)
);
