// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import CRdKafka
import ClientTelemetry

/// Owns one librdkafka client: its sockets, threads and queues.
///
/// Unchecked because the pointer is never changed and every function of librdkafka may be called from any thread.
final class KafkaHandle: @unchecked Sendable {
    let pointer: OpaquePointer

    /// - Parameters:
    ///   - defaults: properties that the configuration may override.
    ///   - events: librdkafka's event bits that come through the queues instead of callbacks.
    init(
        _ type: rd_kafka_type_t, _ configuration: KafkaConfiguration, defaults: [String: String] = [:],
        required: [String: String] = [:], events: Int32 = 0
    ) throws(KafkaError) {
        let action = "make a Kafka client for \(configuration.bootstrapServers)"
        guard let conf = rd_kafka_conf_new() else {
            throw KafkaError(action, RD_KAFKA_RESP_ERR__CRIT_SYS_RESOURCE)
        }
        var properties = ["client.id": "sluice", "log.connection.close": "false"]
        properties.merge(defaults) { _, new in new }
        properties.merge(configuration.properties) { _, new in new }
        properties.merge(required) { _, new in new }
        properties["bootstrap.servers"] = configuration.bootstrapServers
        properties[KafkaConfiguration.idleRest] = nil
        for (name, value) in properties {
            if let reason = Self.set(conf, name, value) {
                rd_kafka_conf_destroy(conf)
                throw KafkaError(action, RD_KAFKA_RESP_ERR__INVALID_ARG, detail: reason)
            }
        }
        rd_kafka_conf_set_events(conf, events)
        rd_kafka_conf_set_log_cb(conf) { _, level, facility, text in
            guard let text else { return }
            let fields = facility.map { ["facility": String(cString: $0)] } ?? [:]
            let message = String(cString: text)
            // syslog's levels: up to 3 is an error, 4 a warning, 5 and 6 information.
            switch level {
            case ...3: Log("kafka").error(message, fields)
            case 4: Log("kafka").warning(message, fields)
            case 5, 6: Log("kafka").info(message, fields)
            default: Log("kafka").debug(message, fields)
            }
        }
        var reason = ErrorText()
        guard let pointer = reason.fill({ rd_kafka_new(type, conf, $0, $1) }) else {
            rd_kafka_conf_destroy(conf)
            throw KafkaError(action, RD_KAFKA_RESP_ERR__INVALID_ARG, detail: reason.text)
        }
        self.pointer = pointer
    }

    /// Returns what is wrong, or nil.
    private static func set(_ conf: OpaquePointer, _ name: String, _ value: String) -> String? {
        var reason = ErrorText()
        let result = reason.fill { rd_kafka_conf_set(conf, name, value, $0, $1) }
        return result == RD_KAFKA_CONF_OK ? nil : reason.text
    }

    /// The error that ended this client for good, if one did.
    var fatalError: KafkaError? {
        var reason = ErrorText()
        let code = reason.fill { rd_kafka_fatal_error(pointer, $0, $1) }
        guard code != RD_KAFKA_RESP_ERR_NO_ERROR else { return nil }
        let kind: KafkaError.Kind = KafkaError.Kind(code) == .fenced ? .fenced : .fatal
        return KafkaError("go on with this Kafka client", code, kind: kind, detail: reason.text)
    }

    deinit { rd_kafka_destroy(pointer) }
}

/// The buffer that C functions write their reason into.
struct ErrorText {
    private var bytes = [CChar](repeating: 0, count: 512)

    mutating func fill<T>(_ body: (UnsafeMutablePointer<CChar>?, Int) -> T) -> T {
        bytes.withUnsafeMutableBufferPointer { body($0.baseAddress, $0.count) }
    }

    var text: String { String(decoding: bytes.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self) }
}
