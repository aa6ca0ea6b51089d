-- SPDX-License-Identifier: Apache-2.0
-- SPDX-FileCopyrightText: 2026 The Sluice authors
--
-- Registering in one round trip (module Registry). What a schema means is decided by the registry; what must hold
-- between concurrent transactions is decided here, under the subject's lock.

-- Waits until no other transaction changes the subject, or the settings of that place, and keeps others waiting.
CREATE FUNCTION sluice.registry_lock(p_context text, p_subject text) RETURNS void LANGUAGE sql AS $$
    SELECT pg_advisory_xact_lock(hashtextextended('sluice.subject:' || p_context || ':' || p_subject, 0))
$$;

-- Tells one state of the settings that are in force for a subject from all others.
CREATE FUNCTION sluice.registry_settings_stamp(p_context text, p_subject text) RETURNS text
LANGUAGE sql STABLE AS $$
    SELECT coalesce(string_agg(revision::text, ',' ORDER BY context, subject), '')
    FROM sluice.registry_settings
    WHERE (context = p_context AND subject IN (p_subject, '')) OR (context = '.' AND subject = '')
$$;

-- The version of a subject that a content stands for: one with the same content, else the newest with the same text,
-- where what is not given (metadata, rules) may be anything.
CREATE FUNCTION sluice.registry_find(
    p_context text, p_subject text, p_text_fingerprint bytea, p_fingerprint bytea, p_metadata text, p_rule_set text,
    p_deleted boolean
) RETURNS TABLE (version integer, schema_id integer) LANGUAGE sql STABLE AS $$
    SELECT v.version, v.schema_id
    FROM sluice.schemas s
    JOIN sluice.subject_versions v
        ON v.context = s.context AND v.schema_id = s.id AND v.subject = p_subject
        AND (p_deleted OR v.deleted_at IS NULL)
    WHERE s.context = p_context AND s.forgotten_at IS NULL AND s.text_fingerprint = p_text_fingerprint
        AND (
            s.fingerprint = p_fingerprint
            OR (p_metadata IS NULL OR s.metadata::text = p_metadata)
            AND (p_rule_set IS NULL OR s.rule_set::text = p_rule_set)
        )
    ORDER BY s.fingerprint = p_fingerprint DESC, v.version DESC
    LIMIT 1
$$;

-- The number of a context, which is made if it is not there. With the privileges of who migrates: making a context
-- makes a sequence.
CREATE FUNCTION sluice.registry_open_context(p_context text, p_actor text, p_remote_address text) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    found_number integer;
BEGIN
    SELECT number INTO found_number FROM sluice.registry_contexts WHERE name = p_context AND deleted_at IS NULL;
    IF FOUND THEN
        RETURN found_number;
    END IF;
    -- One at a time: numbers are given in order.
    PERFORM pg_advisory_xact_lock(hashtextextended('sluice.contexts', 0));
    SELECT number INTO found_number FROM sluice.registry_contexts WHERE name = p_context AND deleted_at IS NULL;
    IF FOUND THEN
        RETURN found_number;
    END IF;
    UPDATE sluice.registry_contexts SET deleted_at = NULL WHERE name = p_context RETURNING number INTO found_number;
    IF NOT FOUND THEN
        INSERT INTO sluice.registry_contexts (name, number)
        SELECT p_context, max(number) + 1 FROM sluice.registry_contexts RETURNING number INTO found_number;
        EXECUTE format('CREATE SEQUENCE sluice.schema_ids_%s AS integer', found_number);
    END IF;
    INSERT INTO sluice.registry_log (actor, remote_address, action, context, subject)
    VALUES (p_actor, p_remote_address, 'create-context', p_context, '');
    RETURN found_number;
END $$;

-- Registers a content, unless the subject has it.
--
-- The registry has checked the content against the subject as it knows it: p_revision and p_settings name that state.
-- With p_revision null nothing is registered.
--
--   known             version and schema_id are of what is there
--   unknown           nothing is there, and nothing was to be registered
--   new               version and schema_id were given
--   stale             the subject or its settings are not as they were when the content was checked
--   version-mismatch  version is the one that comes next
--   version-taken     an imported version has another content
--   id-mismatch       the content has the id schema_id already
--   id-taken          the id stands, or stood, for another content
--   no-reference      a version that the content refers to is deleted
CREATE FUNCTION sluice.registry_register(
    p_context text, p_subject text, p_type text, p_text text, p_references json, p_metadata json, p_rule_set json,
    p_fingerprint bytea, p_text_fingerprint bytea, p_guid uuid, p_given_metadata text, p_given_rule_set text,
    p_target_contexts text[], p_target_subjects text[], p_target_versions integer[],
    p_id integer, p_version integer, p_revision bigint, p_settings text, p_actor text, p_remote_address text,
    OUT outcome text, OUT version integer, OUT schema_id integer, OUT is_new_schema boolean,
    OUT created_at timestamptz, OUT revision bigint
) LANGUAGE plpgsql SET lock_timeout = '10s' AS $$
#variable_conflict use_column
DECLARE
    v_subject sluice.registry_subjects%ROWTYPE;
    v_sequence text;
    v_number integer;
    v_found sluice.schemas%ROWTYPE;
BEGIN
    is_new_schema := false;
    SELECT f.version, f.schema_id INTO version, schema_id
    FROM sluice.registry_find(
        p_context, p_subject, p_text_fingerprint, p_fingerprint, p_given_metadata, p_given_rule_set, false) f;
    IF FOUND THEN
        outcome := 'known';
        RETURN;
    END IF;
    IF p_revision IS NULL THEN
        outcome := 'unknown';
        RETURN;
    END IF;

    -- Importers choose ids, so they are alone in their context; others only wait for them, and not for one another.
    v_number := sluice.registry_open_context(p_context, p_actor, p_remote_address);
    v_sequence := 'sluice.schema_ids_' || v_number;
    IF p_id IS NULL THEN
        PERFORM pg_advisory_xact_lock_shared(hashtextextended('sluice.context:' || p_context, 0));
    ELSE
        PERFORM pg_advisory_xact_lock(hashtextextended('sluice.context:' || p_context, 0));
    END IF;
    -- It may have been deleted before the lock was had.
    IF p_context <> '.' THEN
        PERFORM sluice.registry_open_context(p_context, p_actor, p_remote_address);
    END IF;
    PERFORM sluice.registry_lock(p_context, p_subject);

    -- From here on the subject stands still. Another process may have been faster.
    SELECT * INTO v_subject FROM sluice.registry_subjects WHERE context = p_context AND name = p_subject;
    IF coalesce(v_subject.revision, 0) <> p_revision
        OR sluice.registry_settings_stamp(p_context, p_subject) <> p_settings
    THEN
        outcome := 'stale';
        RETURN;
    END IF;
    version := coalesce(v_subject.last_version, 0) + 1;
    IF p_version IS NOT NULL AND p_version <> version THEN
        IF p_id IS NULL THEN
            outcome := 'version-mismatch';
            RETURN;
        END IF;
        version := p_version;
        PERFORM FROM sluice.subject_versions v
        WHERE v.context = p_context AND v.subject = p_subject AND v.version = p_version;
        IF FOUND THEN
            outcome := 'version-taken';
            RETURN;
        END IF;
    END IF;

    -- Targets can't be deleted until this is committed, and then they are referred to.
    IF cardinality(p_target_versions) > 0 THEN
        PERFORM FROM unnest(p_target_contexts, p_target_subjects, p_target_versions) AS t (context, subject, version)
        JOIN sluice.subject_versions v
            ON v.context = t.context AND v.subject = t.subject AND v.version = t.version AND v.deleted_at IS NULL
        FOR SHARE OF v;
        GET DIAGNOSTICS v_number = ROW_COUNT;
        IF v_number <> cardinality(p_target_versions) THEN
            outcome := 'no-reference';
            RETURN;
        END IF;
    END IF;

    created_at := clock_timestamp();
    IF p_id IS NOT NULL THEN
        SELECT * INTO v_found FROM sluice.schemas s
        WHERE s.context = p_context AND s.fingerprint = p_fingerprint AND s.forgotten_at IS NULL FOR SHARE;
        IF FOUND AND v_found.id <> p_id THEN
            outcome := 'id-mismatch';
            schema_id := v_found.id;
            RETURN;
        END IF;
        IF NOT FOUND THEN
            SELECT * INTO v_found FROM sluice.schemas s WHERE s.context = p_context AND s.id = p_id FOR UPDATE;
            IF FOUND AND (v_found.forgotten_at IS NULL OR v_found.fingerprint <> p_fingerprint) THEN
                outcome := 'id-taken';
                RETURN;
            END IF;
            IF FOUND THEN
                UPDATE sluice.schemas s SET forgotten_at = NULL WHERE s.context = p_context AND s.id = p_id;
            ELSE
                INSERT INTO sluice.schemas (
                    context, id, fingerprint, text_fingerprint, guid, type, text, reference_list, metadata, rule_set,
                    created_at)
                VALUES (
                    p_context, p_id, p_fingerprint, p_text_fingerprint, p_guid, p_type, p_text, p_references,
                    p_metadata, p_rule_set, registry_register.created_at);
                EXECUTE format('SELECT setval(%L, greatest(last_value, $1)) FROM %s', v_sequence, v_sequence)
                    USING p_id;
            END IF;
            is_new_schema := true;
        END IF;
        schema_id := p_id;
    ELSE
        LOOP
            SELECT s.id INTO schema_id FROM sluice.schemas s
            WHERE s.context = p_context AND s.fingerprint = p_fingerprint AND s.forgotten_at IS NULL FOR SHARE;
            EXIT WHEN FOUND;
            INSERT INTO sluice.schemas (
                context, id, fingerprint, text_fingerprint, guid, type, text, reference_list, metadata, rule_set,
                created_at)
            VALUES (
                p_context, nextval(v_sequence::regclass), p_fingerprint, p_text_fingerprint, p_guid, p_type, p_text,
                p_references, p_metadata, p_rule_set, registry_register.created_at)
            ON CONFLICT (context, fingerprint) WHERE forgotten_at IS NULL DO NOTHING
            RETURNING id INTO schema_id;
            is_new_schema := FOUND;
            EXIT WHEN is_new_schema;
        END LOOP;
    END IF;
    IF is_new_schema AND cardinality(p_target_versions) > 0 THEN
        INSERT INTO sluice.schema_references (context, schema_id, target_context, target_subject, target_version)
        SELECT DISTINCT p_context, registry_register.schema_id, t.context, t.subject, t.version
        FROM unnest(p_target_contexts, p_target_subjects, p_target_versions) AS t (context, subject, version);
    END IF;

    INSERT INTO sluice.registry_log (at, actor, remote_address, action, context, subject, version, schema_id)
    VALUES (
        registry_register.created_at, p_actor, p_remote_address, 'register', p_context, p_subject,
        registry_register.version, registry_register.schema_id)
    RETURNING number INTO revision;
    INSERT INTO sluice.subject_versions (context, subject, version, schema_id, created_at)
    VALUES (
        p_context, p_subject, registry_register.version, registry_register.schema_id, registry_register.created_at);
    INSERT INTO sluice.registry_subjects (context, name, last_version, latest_version, revision)
    VALUES (
        p_context, p_subject, registry_register.version, registry_register.version, registry_register.revision)
    ON CONFLICT (context, name) DO UPDATE SET
        last_version = greatest(registry_subjects.last_version, excluded.last_version),
        latest_version = greatest(registry_subjects.latest_version, excluded.latest_version),
        revision = excluded.revision;
    outcome := 'new';
END $$;
