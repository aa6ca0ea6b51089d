-- SPDX-License-Identifier: Apache-2.0
-- SPDX-FileCopyrightText: 2026 The Sluice authors
--
-- Schemas by id, and the versions of subjects that point to them (module Registry).

-- What was registered, once for each content: two subjects with the same content have the same id. A row is never
-- changed; it goes when its last version is deleted for good, and its id is not used again.
CREATE TABLE sluice.schemas (
    id             integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    -- SHA-256 of type, text, references and metadata.
    fingerprint    bytea NOT NULL UNIQUE CHECK (octet_length(fingerprint) = 32),
    -- The same on every registry: made from the fingerprint.
    guid           uuid NOT NULL UNIQUE,
    type           text NOT NULL CHECK (type IN ('AVRO', 'PROTOBUF')),
    text           text NOT NULL,
    -- [{"name": …, "subject": …, "version": …}] with the versions that they were resolved to, in the order given.
    reference_list json NOT NULL DEFAULT '[]',
    metadata       json,
    created_at     timestamptz NOT NULL DEFAULT now()
);

-- A version that is deleted (softly) keeps its row: its number is not given out again while it is there.
CREATE TABLE sluice.subject_versions (
    subject    text NOT NULL CHECK (subject <> ''),
    version    integer NOT NULL CHECK (version > 0),
    schema_id  integer NOT NULL REFERENCES sluice.schemas,
    created_at timestamptz NOT NULL DEFAULT now(),
    deleted_at timestamptz,
    PRIMARY KEY (subject, version)
);
CREATE INDEX subject_versions_schema ON sluice.subject_versions (schema_id);
-- Registering the same content again gives the version that is there.
CREATE UNIQUE INDEX subject_versions_live ON sluice.subject_versions (subject, schema_id) WHERE deleted_at IS NULL;

-- Who uses which version, so that a version in use can't be deleted for good.
CREATE TABLE sluice.schema_references (
    schema_id integer NOT NULL REFERENCES sluice.schemas ON DELETE CASCADE,
    subject   text NOT NULL,
    version   integer NOT NULL,
    PRIMARY KEY (schema_id, subject, version),
    FOREIGN KEY (subject, version) REFERENCES sluice.subject_versions
);
CREATE INDEX schema_references_target ON sluice.schema_references (subject, version);

-- Settings by subject; the empty subject is the registry as a whole. A null is not set.
CREATE TABLE sluice.registry_config (
    subject       text PRIMARY KEY,
    compatibility text CHECK (
        compatibility IN (
            'NONE', 'BACKWARD', 'BACKWARD_TRANSITIVE', 'FORWARD', 'FORWARD_TRANSITIVE', 'FULL', 'FULL_TRANSITIVE'
        )
    ),
    normalize     boolean
);
