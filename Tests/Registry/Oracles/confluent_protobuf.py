# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: 2026 The Sluice authors
"""What Confluent's Python client does with Protobuf: messages that refer to other files, written and read back.

Usage: confluent_protobuf.py URL. Ends with 0 if everything was as a client expects.
"""

import sys

from client_calls import connect, refused, values_of
from confluent_kafka.schema_registry import Schema
from confluent_kafka.schema_registry.confluent.type import decimal_pb2
from confluent_kafka.schema_registry.protobuf import ProtobufDeserializer, ProtobufSerializer
from google.protobuf import descriptor_pb2, descriptor_pool, message_factory, timestamp_pb2

FIELD = descriptor_pb2.FieldDescriptorProto


def file(name, package, dependencies=()):
    made = descriptor_pb2.FileDescriptorProto(name=name, package=package, syntax="proto3")
    made.dependency.extend(dependencies)
    return made


def message(parent, name, *fields):
    made = parent.message_type.add(name=name) if hasattr(parent, "message_type") else parent.nested_type.add(name=name)
    for number, (field, kind, type_name) in enumerate(fields, 1):
        made.field.add(
            name=field, number=number, type=kind, type_name=type_name, label=FIELD.LABEL_OPTIONAL,
            json_name=field)
    return made


def schema_of_orders():
    """money.proto <- order.proto, which uses well-known types too; the second message has a nested one."""
    money = file("shop/money.proto", "shop")
    message(money, "Money", ("units", FIELD.TYPE_INT64, None), ("currency", FIELD.TYPE_STRING, None))
    order = file("shop/order.proto", "shop", [
        "shop/money.proto", "google/protobuf/timestamp.proto", "confluent/type/decimal.proto"])
    message(order, "Other", ("x", FIELD.TYPE_INT32, None))
    outer = message(
        order, "Order", ("id", FIELD.TYPE_STRING, None), ("total", FIELD.TYPE_MESSAGE, ".shop.Money"),
        ("at", FIELD.TYPE_MESSAGE, ".google.protobuf.Timestamp"),
        ("weight", FIELD.TYPE_MESSAGE, ".confluent.type.Decimal"))
    message(outer, "Line", ("sku", FIELD.TYPE_STRING, None))
    return money, order


def classes(*files):
    pool = descriptor_pool.DescriptorPool()
    for known in (timestamp_pb2, decimal_pb2):
        pool.AddSerializedFile(known.DESCRIPTOR.serialized_pb)
    for each in files:
        pool.AddSerializedFile(each.SerializeToString())
    return lambda name: message_factory.GetMessageClass(pool.FindMessageTypeByName(name))


def main(url):
    client = connect(url)
    context = values_of("orders")
    message_class = classes(*schema_of_orders())
    Order, Line = message_class("shop.Order"), message_class("shop.Order.Line")

    # The serializer registers what the file imports first, then the file; known types it leaves out.
    order = Order(id="7")
    order.total.units = 995
    order.total.currency = "EUR"
    order.at.seconds = 1_700_000_000
    order.weight.value = b"\x04\xd2"
    order.weight.scale = 3
    coded = ProtobufSerializer(Order, client)(order, context)
    assert client.get_subjects() == ["orders-value", "shop/money.proto"]
    registered = client.get_latest_version("orders-value")
    assert registered.schema.schema_type == "PROTOBUF"
    assert [(r.name, r.subject, r.version) for r in registered.schema.references] == [
        ("shop/money.proto", "shop/money.proto", 1)]
    fresh = connect(url)
    assert ProtobufDeserializer(Order, schema_registry_client=fresh)(coded, context) == order
    # The second message of the file, nested: its path is written before the bytes.
    line_context = values_of("lines")
    line = Line(sku="a")
    coded_line = ProtobufSerializer(Line, client)(line, line_context)
    assert ProtobufDeserializer(Line, schema_registry_client=fresh)(coded_line, line_context) == line

    # Not registering but looking up; and taking the latest, whose descriptor the client asks for by format.
    strict = ProtobufSerializer(Order, connect(url), {"auto.register.schemas": False})
    assert strict(order, context) == coded
    latest = ProtobufSerializer(
        Order, connect(url), {"auto.register.schemas": False, "use.latest.version": True})
    assert latest(order, context) == coded
    normal = ProtobufSerializer(
        Order, connect(url), {"auto.register.schemas": True, "normalize.schemas": True})
    assert ProtobufDeserializer(Order, schema_registry_client=fresh)(normal(order, context), context) == order

    # A field more is compatible, and both readers read both writers.
    money, wider = schema_of_orders()
    wider.message_type[1].field.add(
        name="note", number=9, type=FIELD.TYPE_STRING, label=FIELD.LABEL_OPTIONAL, json_name="note")
    Wider = classes(money, wider)("shop.Order")
    wide = Wider(id="8", note="gift")
    coded_wide = ProtobufSerializer(Wider, client)(wide, context)
    assert client.get_versions("orders-value")[-1] > registered.version
    assert ProtobufDeserializer(Order, schema_registry_client=fresh)(coded_wide, context).id == "8"
    assert ProtobufDeserializer(Wider, schema_registry_client=fresh)(coded, context).id == "7"

    # Text is the other way to write a schema; the two are compared as one language.
    text = 'syntax = "proto3"; package shop; message Order { int32 id = 1; }'
    assert not client.test_compatibility("orders-value", Schema(text, "PROTOBUF"))
    refused(409, client.register_schema, "orders-value", Schema(text, "PROTOBUF"))
    refused(42201, client.register_schema, "orders-value", Schema("message {", "PROTOBUF"))
    refused(42206, client.delete_subject, "shop/money.proto")


main(sys.argv[1])
