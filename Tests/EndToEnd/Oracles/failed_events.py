# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: 2026 The Sluice authors
"""Reads what ingest has refused and kept, decoded by the schema from the registry.

    failed_events.py BOOTSTRAP REGISTRY    prints [{"stage": …, "event_type": …, "codes": […], "body": …}, …]
"""

import json
import sys

from confluent_kafka.schema_registry import SchemaRegistryClient
from confluent_kafka.schema_registry.avro import AvroDeserializer
from confluent_kafka.serialization import MessageField, SerializationContext

from topic_messages import messages

decode = AvroDeserializer(SchemaRegistryClient({"url": sys.argv[2]}))
failures = []
for message in messages(sys.argv[1], "sluice.failed"):
    failure = decode(message.value(), SerializationContext("sluice.failed", MessageField.VALUE))
    failures.append(
        {
            "stage": failure["stage"],
            "event_type": failure["event_type"],
            "codes": [error["code"] for error in failure["errors"]],
            "body": failure["body"].decode("utf-8", "replace")[:200],
        }
    )
json.dump(failures, sys.stdout)
