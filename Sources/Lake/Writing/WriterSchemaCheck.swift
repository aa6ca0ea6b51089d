// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import ClientRegistry
import SluiceRuntime
import Synchronization

/// Makes sure that events were written with the schema that the generated type reads.
///
/// Avro's bytes can only be read with the schema that wrote them. Equal fingerprints of the Parsing Canonical Form (Avro
/// 1.12, "Schema Fingerprints") mean equal encodings. Each id is looked up once.
final class WriterSchemaCheck: Sendable {
    private let schemas: any SchemaSource
    private let fingerprint: @Sendable (String) throws -> UInt64
    private let known = Mutex<[Int32: UInt64]>([:])

    init(schemas: any SchemaSource, fingerprint: @escaping @Sendable (String) throws -> UInt64) {
        self.schemas = schemas
        self.fingerprint = fingerprint
    }

    /// - Returns: false if the registry does not know the id, so that the bytes can't be an event of ours.
    /// - Throws: `LakeError` if the schema is another one, or can't be fetched now.
    func isReadable(id: Int32, by kind: EventKind) throws(LakeError) -> Bool {
        var fingerprint = known.withLock { $0[id] }
        if fingerprint == nil { fingerprint = try fetch(id, kind) }
        guard let found = fingerprint else { return false }
        guard found == kind.fingerprint else {
            throw LakeError(
                .schema,
                "an event of \(kind.topic) was written with schema \(id) (fingerprint \(found.hexadecimal)), expected the "
                    + "schema that the type was generated from (fingerprint \(kind.fingerprint.hexadecimal)); generate the types "
                    + "again with 'sluice codegen' from the registered schema, build and start this service again")
        }
        return true
    }

    /// Nil if there is no such schema.
    private func fetch(_ id: Int32, _ kind: EventKind) throws(LakeError) -> UInt64? {
        let schema: RegisteredSchema
        do {
            schema = try schemas.schema(id: id)
        } catch let error as RegistryClientError where error.isNotFound {
            return nil
        } catch {
            throw LakeError(.dependency, "could not fetch the schema \(id) of \(kind.topic): \(error)")
        }
        guard schema.type == .avro else {
            throw LakeError(
                .schema,
                "an event of \(kind.topic) was written with the Protobuf schema \(id), expected the Avro schema that the type "
                    + "was generated from; the lake can't archive Protobuf events yet")
        }
        do {
            let value = try fingerprint(schema.text)
            known.withLock { $0[id] = value }
            return value
        } catch {
            throw LakeError(.schema, "the schema \(id) of \(kind.topic) can't be parsed: \(error)")
        }
    }
}
