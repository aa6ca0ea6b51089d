# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: 2026 The Sluice authors
"""What an independent client does with a registry: Confluent's Python client and its Avro serializers.

Usage: confluent_client.py URL. Ends with 0 if everything was as a client expects.
"""

import sys

from client_calls import connect, refused, values_of
from confluent_kafka.schema_registry import Schema, SchemaReference
from confluent_kafka.schema_registry.avro import AvroDeserializer, AvroSerializer
from confluent_kafka.schema_registry.schema_registry_client import ConfigCompatibilityLevel, ServerConfig

USER_1 = '{"type":"record","name":"User","namespace":"t","fields":[{"name":"name","type":"string"}]}'
USER_2 = """
{"type": "record", "name": "User", "namespace": "t", "fields": [
  {"name": "name", "type": "string"}, {"name": "age", "type": ["null", "int"], "default": null}]}
"""
BROKEN = '{"type":"record","name":"User","namespace":"t","fields":[{"name":"name","type":"int"}]}'


def main(url):
    client = connect(url)

    # Serializers register on first use, and find the writer's schema by the id in the bytes.
    context = values_of("users")
    one = AvroSerializer(client, USER_1)({"name": "Ada"}, context)
    two = AvroSerializer(client, USER_2)({"name": "Grace", "age": 85}, context)
    assert one[0] == 0 and two[0] == 0
    fresh = connect(url)
    read = AvroDeserializer(fresh, USER_2)
    assert read(one, context) == {"name": "Ada", "age": None}
    assert read(two, context) == {"name": "Grace", "age": 85}
    lazy = AvroSerializer(client, USER_1, conf={"auto.register.schemas": False})({"name": "Bob"}, context)
    assert lazy[:5] == one[:5]
    latest = AvroSerializer(
        client, USER_1, conf={"auto.register.schemas": False, "use.latest.version": True})({"name": "Eve"}, context)
    assert latest[:5] == two[:5]

    # The client's calls one by one.
    assert client.get_subjects() == ["users-value"]
    assert client.get_versions("users-value") == [1, 2]
    registered = client.get_latest_version("users-value")
    assert (registered.version, registered.schema.schema_type) == (2, "AVRO"), registered
    assert client.get_version("users-value", 1).schema_id == client.register_schema("users-value", Schema(USER_1))
    assert client.lookup_schema("users-value", Schema(USER_2)).version == 2
    assert client.get_schema(registered.schema_id).schema_str == registered.schema.schema_str
    assert client.get_schema_types() == ["AVRO", "PROTOBUF"]
    assert client.get_subjects_by_schema_id(registered.schema_id) == ["users-value"]
    full = connect(url).register_schema_full_response("users-value", Schema(USER_1))
    assert full.version == 1 and full.guid, full
    assert client.get_schema_by_guid(full.guid).schema_str == full.schema.schema_str

    assert client.test_compatibility("users-value", Schema(USER_1))
    assert not client.test_compatibility("users-value", Schema(BROKEN))
    error = refused(409, client.register_schema, "users-value", Schema(BROKEN))
    assert "TYPE_MISMATCH" in error.error_message
    refused(42201, client.register_schema, "users-value", Schema("{"))
    refused(40401, client.get_latest_version, "nobody")
    refused(40402, client.get_version, "users-value", 7)
    refused(40403, client.lookup_schema, "users-value", Schema(BROKEN))
    refused(40403, client.get_schema, 4711)

    assert client.get_compatibility() == "BACKWARD"
    client.set_compatibility("users-value", "FULL_TRANSITIVE")
    assert client.get_compatibility("users-value") == "FULL_TRANSITIVE"
    client.set_config("users-value", ServerConfig(compatibility=ConfigCompatibilityLevel.NONE))
    assert client.get_config("users-value").compatibility_level == ConfigCompatibilityLevel.NONE
    refused(40408, client.get_compatibility, "nobody")
    assert client.get_global_mode() == "READWRITE"
    assert client.get_contexts() == ["."]

    # References.
    group = '{"type":"record","name":"Group","namespace":"t","fields":[{"name":"users","type":{"type":"array","items":"User"}}]}'
    reference = SchemaReference("t.User", "users-value", 2)
    group_id = client.register_schema("groups-value", Schema(group, "AVRO", [reference]))
    stored = client.get_schema(group_id)
    assert [(r.name, r.subject, r.version) for r in stored.references] == [("t.User", "users-value", 2)]
    assert client.get_referenced_by("users-value", 2) == [group_id]
    member = {"users": [{"name": "Ada", "age": None}]}
    groups = values_of("groups")
    coded = AvroSerializer(client, Schema(group, "AVRO", [reference]))(member, groups)
    assert AvroDeserializer(fresh)(coded, groups) == member
    refused(42206, client.delete_subject, "users-value")

    # Deletion: the client leaves the order of soft and permanent to its user.
    refused(40405, client.delete_subject, "groups-value", permanent=True)
    assert client.delete_subject("groups-value") == [1]
    assert client.delete_subject("groups-value", permanent=True) == [1]
    assert client.delete_version("users-value", 1) == 1
    assert client.delete_version("users-value", 1, permanent=True) == 1
    assert client.delete_subject("users-value") == [2]
    assert client.get_subjects() == []
    assert client.get_subjects(deleted=True) == ["users-value"]


main(sys.argv[1])
