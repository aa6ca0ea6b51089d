-- SPDX-License-Identifier: Apache-2.0
-- SPDX-FileCopyrightText: 2026 The Sluice authors
--
-- Indexes of the registry, with the column first that tells rows apart (module Registry).
--
-- Most registries have one context. Before PostgreSQL has statistics of a table, an index that begins with the context
-- looks to it as good as any other for every question that names the context, so it read whole tables for a single row.

ALTER TABLE sluice.subject_versions DROP CONSTRAINT subject_versions_context_schema_id_fkey;
ALTER TABLE sluice.schema_references DROP CONSTRAINT schema_references_context_schema_id_fkey;
ALTER TABLE sluice.schemas DROP CONSTRAINT schemas_pkey, ADD PRIMARY KEY (id, context);
ALTER TABLE sluice.subject_versions ADD FOREIGN KEY (context, schema_id) REFERENCES sluice.schemas (context, id);
ALTER TABLE sluice.schema_references ADD FOREIGN KEY (context, schema_id) REFERENCES sluice.schemas (context, id);

DROP INDEX sluice.schemas_content;
DROP INDEX sluice.schemas_text;
CREATE UNIQUE INDEX schemas_content ON sluice.schemas (fingerprint, context) WHERE forgotten_at IS NULL;
CREATE INDEX schemas_text ON sluice.schemas (text_fingerprint, context) WHERE forgotten_at IS NULL;

DROP INDEX sluice.subject_versions_schema;
DROP INDEX sluice.subject_versions_live;
CREATE INDEX subject_versions_schema ON sluice.subject_versions (schema_id, context, subject);
CREATE UNIQUE INDEX subject_versions_live ON sluice.subject_versions (subject, context, schema_id)
    WHERE deleted_at IS NULL;
