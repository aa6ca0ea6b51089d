# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: 2026 The Sluice authors
"""What the oracles that drive Confluent's Python client have in common."""

from confluent_kafka.schema_registry import SchemaRegistryClient
from confluent_kafka.schema_registry.error import SchemaRegistryError
from confluent_kafka.serialization import MessageField, SerializationContext


def connect(url):
    """A client that has nothing in its caches."""
    return SchemaRegistryClient({"url": url})


def values_of(topic):
    """Tells serializers that they write and read the values of a topic."""
    return SerializationContext(topic, MessageField.VALUE)


def refused(code, call, *arguments, **named):
    """Makes a call that the registry must refuse with that error code, and returns the error."""
    try:
        call(*arguments, **named)
    except SchemaRegistryError as error:
        assert error.error_code == code, (error.error_code, error)
        return error
    raise AssertionError(f"{call} was not refused")
