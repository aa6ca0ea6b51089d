-- SPDX-License-Identifier: Apache-2.0
-- SPDX-FileCopyrightText: 2026 The Sluice authors
--
-- The registry in depth (module Registry): contexts, modes, all settings, metadata and rule sets, and a log of every
-- change. Texts that are compared or sorted are in the "C" collation: the order of lists is that of the bytes.

-- The log ---------------------------------------------------------------------------------------------------------

-- What was changed, when, by whom, from where: audit log, history and change feed in one. Rows are never changed.
--
-- Rows commit in another order than they are numbered. Who follows the log reads only below
-- pg_snapshot_xmin(pg_current_snapshot()), where all is decided, in the order of (transaction, number): no row appears
-- there later.
CREATE TABLE sluice.registry_log (
    transaction    xid8 NOT NULL DEFAULT pg_current_xact_id(),
    number         bigint GENERATED ALWAYS AS IDENTITY,
    at             timestamptz NOT NULL DEFAULT clock_timestamp(),
    -- The name of the API key, or "anonymous".
    actor          text NOT NULL,
    remote_address text NOT NULL,
    action         text NOT NULL CHECK (
        action IN ('register', 'delete', 'remove', 'undelete', 'config', 'mode', 'create-context', 'delete-context')
    ),
    context        text COLLATE "C" NOT NULL,
    -- Empty if the context as a whole was changed.
    subject        text COLLATE "C" NOT NULL,
    -- Of changes to versions; a change of several versions has a row for each.
    version        integer,
    schema_id      integer,
    -- Settings as they were and as they became; null where there were none.
    before         json,
    after          json,
    PRIMARY KEY (transaction, number)
);
CREATE INDEX registry_log_subject ON sluice.registry_log (context, subject, number);

CREATE FUNCTION sluice.registry_log_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the registry''s log is append-only: % is refused', TG_OP;
END $$;
CREATE TRIGGER registry_log_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON sluice.registry_log
    FOR EACH STATEMENT EXECUTE FUNCTION sluice.registry_log_is_append_only();

-- Contexts --------------------------------------------------------------------------------------------------------

-- Name spaces with ids of their own. The ids come from the sequence sluice.schema_ids_<number>: unique, growing, with
-- gaps, without a lock. A deleted context keeps its row, so that its ids are not given out again.
CREATE TABLE sluice.registry_contexts (
    name       text COLLATE "C" PRIMARY KEY CHECK (name ^@ '.'),
    number     integer NOT NULL UNIQUE,
    created_at timestamptz NOT NULL DEFAULT now(),
    deleted_at timestamptz
);
INSERT INTO sluice.registry_contexts (name, number) VALUES ('.', 1);
CREATE SEQUENCE sluice.schema_ids_1 AS integer;
SELECT setval('sluice.schema_ids_1', last_value, is_called) FROM sluice.schemas_id_seq;

-- Schemas ---------------------------------------------------------------------------------------------------------

ALTER TABLE sluice.schema_references DROP CONSTRAINT schema_references_schema_id_fkey;
ALTER TABLE sluice.schema_references DROP CONSTRAINT schema_references_subject_version_fkey;
ALTER TABLE sluice.subject_versions DROP CONSTRAINT subject_versions_schema_id_fkey;

ALTER TABLE sluice.schemas ALTER COLUMN id DROP IDENTITY;
ALTER TABLE sluice.schemas
    DROP CONSTRAINT schemas_pkey,
    DROP CONSTRAINT schemas_fingerprint_key,
    DROP CONSTRAINT schemas_guid_key,
    ADD COLUMN context text COLLATE "C" NOT NULL DEFAULT '.',
    ADD COLUMN rule_set json,
    -- SHA-256 of type, text and references alone: who registers without metadata and rules means any with this text.
    ADD COLUMN text_fingerprint bytea,
    -- Set when the last version was deleted for good: the id is answered with 40403, and the history still knows it.
    ADD COLUMN forgotten_at timestamptz;
-- As the registry computes it: the digest of the JSON array [type, text, references, metadata], here without metadata.
UPDATE sluice.schemas SET text_fingerprint = sha256(convert_to(
    '["' || type || '",' || to_json(text)::text || ',' || reference_list::text || ',null]', 'UTF8'));
ALTER TABLE sluice.schemas
    ALTER COLUMN context DROP DEFAULT,
    ALTER COLUMN text_fingerprint SET NOT NULL,
    ADD PRIMARY KEY (context, id);
CREATE UNIQUE INDEX schemas_content ON sluice.schemas (context, fingerprint) WHERE forgotten_at IS NULL;
CREATE INDEX schemas_text ON sluice.schemas (context, text_fingerprint) WHERE forgotten_at IS NULL;
CREATE INDEX schemas_guid ON sluice.schemas (guid) WHERE forgotten_at IS NULL;

-- Versions --------------------------------------------------------------------------------------------------------

ALTER TABLE sluice.subject_versions
    DROP CONSTRAINT subject_versions_pkey,
    ADD COLUMN context text COLLATE "C" NOT NULL DEFAULT '.',
    ALTER COLUMN subject TYPE text COLLATE "C";
ALTER TABLE sluice.subject_versions
    ALTER COLUMN context DROP DEFAULT,
    ADD PRIMARY KEY (context, subject, version),
    ADD FOREIGN KEY (context, schema_id) REFERENCES sluice.schemas (context, id);
DROP INDEX sluice.subject_versions_schema;
DROP INDEX sluice.subject_versions_live;
CREATE INDEX subject_versions_schema ON sluice.subject_versions (context, schema_id, subject);
CREATE UNIQUE INDEX subject_versions_live ON sluice.subject_versions (context, subject, schema_id)
    WHERE deleted_at IS NULL;

-- A row for each subject that has versions, deleted ones too.
--
-- No foreign key leads to registry_contexts: every registration would lock the one row of its context.
CREATE TABLE sluice.registry_subjects (
    context        text COLLATE "C" NOT NULL,
    name           text COLLATE "C" NOT NULL CHECK (name <> ''),
    -- The highest number that was given: the next version gets the one after it.
    last_version   integer NOT NULL CHECK (last_version > 0),
    -- The highest version that is not deleted; null if all are.
    latest_version integer,
    -- The number in the log of the last change to the versions.
    revision       bigint NOT NULL,
    PRIMARY KEY (context, name)
);

-- A reference may lead to another context.
ALTER TABLE sluice.schema_references
    DROP CONSTRAINT schema_references_pkey,
    ADD COLUMN context text COLLATE "C" NOT NULL DEFAULT '.',
    ADD COLUMN target_context text COLLATE "C" NOT NULL DEFAULT '.';
ALTER TABLE sluice.schema_references RENAME COLUMN subject TO target_subject;
ALTER TABLE sluice.schema_references RENAME COLUMN version TO target_version;
ALTER TABLE sluice.schema_references
    ALTER COLUMN context DROP DEFAULT,
    ALTER COLUMN target_context DROP DEFAULT,
    ALTER COLUMN target_subject TYPE text COLLATE "C",
    ADD PRIMARY KEY (context, schema_id, target_context, target_subject, target_version),
    ADD FOREIGN KEY (context, schema_id) REFERENCES sluice.schemas (context, id),
    ADD FOREIGN KEY (target_context, target_subject, target_version)
        REFERENCES sluice.subject_versions (context, subject, version);
DROP INDEX sluice.schema_references_target;
CREATE INDEX schema_references_target
    ON sluice.schema_references (target_context, target_subject, target_version);

-- What is there becomes the beginning of the log.
INSERT INTO sluice.registry_log (at, actor, remote_address, action, context, subject, version, schema_id)
SELECT at, 'migration', '', action, context, subject, version, schema_id
FROM (
    SELECT created_at AS at, 'register' AS action, context, subject, version, schema_id FROM sluice.subject_versions
    UNION ALL
    SELECT deleted_at, 'delete', context, subject, version, schema_id FROM sluice.subject_versions
    WHERE deleted_at IS NOT NULL
) events
ORDER BY at, subject, version;

INSERT INTO sluice.registry_subjects (context, name, last_version, latest_version, revision)
SELECT v.context, v.subject, max(v.version), max(v.version) FILTER (WHERE v.deleted_at IS NULL),
    (SELECT max(l.number) FROM sluice.registry_log l WHERE l.context = v.context AND l.subject = v.subject)
FROM sluice.subject_versions v GROUP BY v.context, v.subject;

-- Settings --------------------------------------------------------------------------------------------------------

-- Of a subject; of a context where the subject is empty; of the registry as a whole at the default context. A null is
-- not set.
CREATE TABLE sluice.registry_settings (
    context             text COLLATE "C" NOT NULL,
    subject             text COLLATE "C" NOT NULL,
    compatibility       text CHECK (
        compatibility IN (
            'NONE', 'BACKWARD', 'BACKWARD_TRANSITIVE', 'FORWARD', 'FORWARD_TRANSITIVE', 'FULL', 'FULL_TRANSITIVE'
        )
    ),
    policy              text CHECK (policy IN ('CONFLUENT', 'STRICT', 'WIRE', 'WIRE_JSON', 'PACKAGE', 'FILE')),
    compatibility_group text,
    normalize           boolean,
    validate_fields     boolean,
    alias               text,
    default_metadata    json,
    override_metadata   json,
    default_rule_set    json,
    override_rule_set   json,
    mode                text CHECK (mode IN ('READWRITE', 'READONLY', 'READONLY_OVERRIDE', 'IMPORT', 'FORWARD')),
    -- The number in the log of the last change: two states of a row never have the same.
    revision            bigint NOT NULL,
    PRIMARY KEY (context, subject)
);
WITH settings AS (
    INSERT INTO sluice.registry_log (actor, remote_address, action, context, subject, after)
    SELECT 'migration', '', 'config', '.', subject,
        json_strip_nulls(json_build_object('compatibility', compatibility, 'normalize', normalize))
    FROM sluice.registry_config WHERE compatibility IS NOT NULL OR normalize IS NOT NULL ORDER BY subject
    RETURNING subject, number
)
INSERT INTO sluice.registry_settings (context, subject, compatibility, normalize, revision)
SELECT '.', c.subject, c.compatibility, c.normalize, s.number
FROM settings s JOIN sluice.registry_config c ON c.subject = s.subject;
DROP TABLE sluice.registry_config;
