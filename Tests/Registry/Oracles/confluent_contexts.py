# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: 2026 The Sluice authors
"""Contexts, modes, settings and metadata through Confluent's Python client.

Usage: confluent_contexts.py URL. Ends with 0 if everything was as a client expects.
"""

import sys

from client_calls import connect, refused, values_of
from confluent_kafka.schema_registry import Metadata, MetadataProperties, Schema
from confluent_kafka.schema_registry.avro import AvroDeserializer, AvroSerializer
from confluent_kafka.schema_registry.schema_registry_client import ConfigCompatibilityLevel, ServerConfig

ONE = '{"type":"record","name":"R","fields":[{"name":"a","type":"int"}]}'
TWO = '{"type":"record","name":"R","fields":[{"name":"a","type":"long"}]}'
OTHER = '{"type":"record","name":"R","fields":[{"name":"z","type":"string"}]}'


def contexts(url):
    client = connect(url)
    team = connect(url + "/contexts/.team")
    context = values_of("t")
    coded = AvroSerializer(team, ONE)({"a": 1}, context)
    assert AvroDeserializer(connect(url + "/contexts/.team"))(coded, context) == {"a": 1}
    assert team.get_subjects() == [":.team:t-value"], team.get_subjects()
    assert client.get_versions(":.team:t-value") == [1]
    assert client.get_contexts() == [".", ".team"]
    # Ids are the context's own: both begin to count for themselves.
    assert client.register_schema("t-value", Schema(OTHER)) == team.get_latest_version("t-value").schema_id
    assert client.get_latest_version("t-value").schema.schema_str == OTHER
    assert team.get_latest_version("t-value").schema.schema_str == ONE
    # A deserializer that knows the subject finds the id where the subject is.
    assert client.get_schema(1, subject_name=":.team:t-value").schema_str == ONE
    assert client.get_schema(1).schema_str == OTHER


def modes(url):
    client = connect(url)
    client.register_schema("m-value", Schema(ONE))
    assert client.get_global_mode() == "READWRITE"
    refused(40409, client.get_mode, "m-value")
    assert client.update_mode("m-value", "READONLY") == "READONLY"
    assert client.get_mode("m-value") == "READONLY"
    refused(42205, client.register_schema, "m-value", Schema(TWO))
    refused(42205, client.delete_subject, "m-value")
    assert client.delete_mode("m-value") == "READONLY"
    refused(40401, client.delete_mode, "m-value")
    refused(42205, client.update_global_mode, "IMPORT")
    assert client.update_global_mode("IMPORT", force=True) == "IMPORT"
    assert client.update_global_mode("READWRITE") == "READWRITE"
    refused(42204, client.update_global_mode, "FAST")


def settings(url):
    client = connect(url)

    def tagged(text, **properties):
        return Schema(text, metadata=Metadata(tags=None, properties=MetadataProperties(properties), sensitive=None))

    client.set_config("g-value", ServerConfig(
        compatibility=ConfigCompatibilityLevel.BACKWARD, compatibility_group="major"))
    assert client.get_config("g-value").compatibility_group == "major"
    client.register_schema("g-value", tagged(ONE, major="1"))
    client.register_schema("g-value", tagged(OTHER, major="2"))
    refused(409, client.register_schema, "g-value", tagged(OTHER, major="1"))
    found = client.get_latest_with_metadata("g-value", {"major": "1"})
    assert (found.version, found.schema.metadata.properties.properties["major"]) == (1, "1"), found
    client.delete_config("g-value")
    refused(40408, client.get_config, "g-value")


contexts(sys.argv[1])
modes(sys.argv[1])
settings(sys.argv[1])
