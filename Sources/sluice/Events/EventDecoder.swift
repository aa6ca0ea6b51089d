// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import ClientKafka
import ClientRegistry
import Formats
import SluiceRuntime

/// Decodes records by the schema that their framing names: for tools; services use generated codecs.
final class EventDecoder {
    private let registry: RegistryClient
    private var schemas: [Int32: AvroSchema] = [:]

    init(registry: RegistryClient) { self.registry = registry }

    /// The value as plain JSON, and the schema's id.
    ///
    /// - Throws: `RegistryClientError` if the registry can't be asked, `EventDecoderError` if the value can't be read.
    func decode(_ value: UnsafeRawBufferPointer) throws -> (schemaID: Int32, json: JSONValue) {
        let schemaID: Int32
        let payload: UnsafeRawBufferPointer
        do throws(CodecError) {
            (schemaID, payload) = try RegistryFraming.parse(value)
        } catch {
            throw EventDecoderError(description: "\(error)")
        }
        let schema = try schema(schemaID)
        do throws(AvroValueError) {
            return (schemaID, try AvroValue.decode(payload, as: schema).plainJSON(as: schema))
        } catch {
            throw EventDecoderError(description: "the value is not what schema \(schemaID) says: \(error)")
        }
    }

    private func schema(_ id: Int32) throws -> AvroSchema {
        if let schema = schemas[id] { return schema }
        let registered = try registry.schema(id: id)
        guard registered.type == .avro else {
            throw EventDecoderError(description: "schema \(id) is \(registered.type.rawValue); only AVRO is decoded.")
        }
        do throws(AvroSchemaError) {
            let schema = try AvroSchema.parse(registered.text)
            schemas[id] = schema
            return schema
        } catch {
            throw EventDecoderError(description: "schema \(id) can't be parsed: \(error)")
        }
    }
}

/// Why a record can't be shown decoded.
struct EventDecoderError: Error, CustomStringConvertible {
    let description: String
}
