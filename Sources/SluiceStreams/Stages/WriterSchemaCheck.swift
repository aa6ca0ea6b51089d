// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import ClientRegistry
import SluiceRuntime

/// Makes sure that events were written with the schema that the generated type reads.
///
/// Avro's bytes can only be read with the schema that wrote them. Each schema id is looked up once; equal fingerprints of
/// the Parsing Canonical Form (Avro 1.12, "Schema Fingerprints") mean equal encodings. Reading older versions is not
/// possible yet: such an id stops the job with an error that says so, rather than yielding wrong numbers.
struct WriterSchemaCheck: Sendable {
    let schemas: any SchemaSource
    /// The fingerprint of a schema's text. Injected, because parsing schemas is not this library's business.
    let fingerprint: @Sendable (String) throws -> UInt64

    /// - Returns: false if the registry does not know the id, so that the bytes can't be an event of ours.
    /// - Throws: `StreamsError` if the schema is another one, or can't be fetched now.
    func isReadable(id: Int32, by decoder: any EventDecoder) throws(StreamsError) -> Bool {
        let found: UInt64
        do {
            let schema = try schemas.schema(id: id)
            guard schema.type == .avro else { throw StreamsError.foreignSchema(id: id, decoder, "a Protobuf schema") }
            found = try fingerprint(schema.text)
        } catch let error as RegistryClientError where error.isNotFound {
            return false
        } catch let error as StreamsError {
            throw error
        } catch {
            throw StreamsError(.dependency, "could not fetch the schema \(id) of \(decoder.subject): \(error)")
        }
        guard found == decoder.fingerprint else {
            throw StreamsError.foreignSchema(id: id, decoder, "fingerprint \(String(found, radix: 16))")
        }
        return true
    }
}

extension StreamsError {
    fileprivate static func foreignSchema(id: Int32, _ decoder: any EventDecoder, _ found: String) -> StreamsError {
        StreamsError(
            .schema,
            "an event of \(decoder.subject) was written with schema \(id) (\(found)), expected the schema that the type "
                + "was generated from (fingerprint \(String(decoder.fingerprint, radix: 16))); generate the types "
                + "again with 'sluice codegen' from the registered schema, build and start this service again")
    }
}
