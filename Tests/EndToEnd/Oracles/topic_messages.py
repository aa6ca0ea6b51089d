# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: 2026 The Sluice authors
"""Reads a topic with confluent-kafka, as any consumer outside Sluice would."""

from confluent_kafka import Consumer, TopicPartition


def messages(bootstrap, topic):
    """Every committed message of the topic up to its present end."""
    consumer = Consumer(
        {
            "bootstrap.servers": bootstrap,
            "group.id": f"independent-reader-{topic}",
            "enable.auto.commit": False,
            "auto.offset.reset": "earliest",
            "isolation.level": "read_committed",
            "enable.partition.eof": True,
            "receive.message.max.bytes": 2_000_000_000,
            "fetch.max.bytes": 1_999_000_000,
        }
    )
    partitions = consumer.list_topics(topic, timeout=20).topics[topic].partitions
    consumer.assign([TopicPartition(topic, p, 0) for p in partitions])
    open_partitions = set(partitions)
    while open_partitions:
        message = consumer.poll(30)
        if message is None:
            raise SystemExit(f"{topic}: no message and no end of partition within 30 s")
        if message.error():
            if message.error().code() == -191:  # end of partition
                open_partitions.discard(message.partition())
                continue
            raise SystemExit(f"{topic}: {message.error()}")
        yield message
    consumer.close()
