# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: 2026 The Sluice authors
"""Reads event topics as clients that know nothing of Sluice: the Python Confluent deserializer and ClickHouse's
AvroConfluent format, both through the registry.

    independent_readers.py BOOTSTRAP REGISTRY_URL TOPIC...    prints {topic: {"confluent": n, "clickhouse": n, ...}}
"""

import json
import sys
import tempfile

import chdb
from confluent_kafka.schema_registry import SchemaRegistryClient
from confluent_kafka.schema_registry.avro import AvroDeserializer
from confluent_kafka.serialization import MessageField, SerializationContext

from topic_messages import messages


def main():
    bootstrap, registry_url, *topics = sys.argv[1:]
    deserialize = AvroDeserializer(SchemaRegistryClient({"url": registry_url}))
    result = {}
    for topic in topics:
        raw, ids, event_types = [], set(), set()
        for message in messages(bootstrap, topic):
            value = deserialize(message.value(), SerializationContext(topic, MessageField.VALUE))
            ids.add(str(value["event_id"]))
            event_types.add(value["event_type"])
            raw.append(message.value())
        with tempfile.NamedTemporaryFile(suffix=".avro") as file:
            file.write(b"".join(raw))
            file.flush()
            rows = chdb.query(
                f"SELECT count(), uniqExact(event_id) FROM file('{file.name}', AvroConfluent, "
                "'event_id UUID, event_type String') "
                f"SETTINGS format_avro_schema_registry_url = '{registry_url}'",
                "TSV",
            )
            clickhouse, clickhouse_ids = (int(n) for n in str(rows).split()) if raw else (0, 0)
        result[topic] = {
            "confluent": len(raw),
            "distinct_ids": len(ids),
            "event_types": sorted(event_types),
            "clickhouse": clickhouse,
            "clickhouse_distinct_ids": clickhouse_ids,
        }
    json.dump(result, sys.stdout)


main()
