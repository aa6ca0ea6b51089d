# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: 2026 The Sluice authors
"""Reads a metric's windows twice: from its Kafka topic, by the Confluent deserializer, and from Redis, by redis-py.

    metric_values.py BOOTSTRAP REGISTRY_URL REDIS_PORT METRIC...

Prints {metric: {"kafka": {window start: {group: value}}, "redis": {...}}}. The value is the count, or the steps of a
funnel as {event type: sessions}; a window's start is in seconds since 1970; a group is its parts joined by "/".
"""

import json
import sys

import redis
from confluent_kafka.schema_registry import SchemaRegistryClient
from confluent_kafka.schema_registry.avro import AvroDeserializer
from confluent_kafka.serialization import MessageField, SerializationContext

from topic_messages import messages


def value_of(aggregate):
    if aggregate["kind"] == "funnel":
        return {step["event_type"]: step["sessions"] for step in aggregate["steps"]}
    return aggregate["count"]


def from_kafka(bootstrap, deserialize, metric):
    """The value with the highest revision of each window and group: what a compacted topic comes to."""
    topic = f"sluice.aggregates.{metric}"
    newest = {}
    for message in messages(bootstrap, topic):
        if message.value() is None:
            continue
        aggregate = deserialize(message.value(), SerializationContext(topic, MessageField.VALUE))
        if aggregate["window_start"] is None:
            continue
        start = int(aggregate["window_start"].timestamp())
        place = (start, "/".join(part or "" for part in aggregate["key_values"]))
        revision = (aggregate["generation"], aggregate["revision"])
        if place not in newest or revision > newest[place][0]:
            newest[place] = (revision, value_of(aggregate))
    windows = {}
    for (start, group), (_, value) in sorted(newest.items()):
        windows.setdefault(str(start), {})[group] = value
    return windows


def from_redis(client, metric):
    windows = {}
    starts = [int(s) for s in client.zrange(f"sluice:{{{metric}}}:windows", 0, -1)]
    pipeline = client.pipeline(transaction=False)
    for start in starts:
        pipeline.hgetall(f"sluice:{{{metric}}}:window:{start}")
    for start, fields in zip(starts, pipeline.execute()):
        windows[str(start)] = {
            "/".join(part or "" for part in json.loads(group)): value_of(json.loads(value))
            for group, value in sorted(fields.items())
        }
    return windows


def main():
    bootstrap, registry_url, redis_port, *metrics = sys.argv[1:]
    deserialize = AvroDeserializer(SchemaRegistryClient({"url": registry_url}))
    client = redis.Redis(port=int(redis_port))
    result = {
        metric: {"kafka": from_kafka(bootstrap, deserialize, metric), "redis": from_redis(client, metric)}
        for metric in metrics
    }
    json.dump(result, sys.stdout)


main()
