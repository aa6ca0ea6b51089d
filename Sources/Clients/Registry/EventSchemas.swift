// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

public import SluiceRuntime
import Synchronization

/// Finds out how the events of each schema id are read by the types that were generated from other versions, or from the
/// same one. Each id is looked up once.
///
/// Avro's bytes can only be read with the schema that wrote them. Equal fingerprints of the Parsing Canonical Form (Avro
/// 1.12, "Schema Fingerprints") mean equal encodings; events of another schema are converted to the type's first.
public final class EventSchemas: Sendable {
    /// The CRC-64-AVRO fingerprint of the Parsing Canonical Form of a schema's text. Parsing schemas is not a client's
    /// business, so it is given.
    public typealias Fingerprint = @Sendable (_ schema: String) throws -> UInt64
    /// What turns events of the writer's schema into such of the reader's; nil if they are that already.
    public typealias Conversion = @Sendable (_ writer: String, _ reader: String) throws -> (any EventConverter)?

    /// How events of a schema are read.
    public enum Reading: Sendable {
        /// By the type's codec, after the conversion if there is one. The fingerprint is the writer's.
        case readable((any EventConverter)?, fingerprint: UInt64)
        /// Not at all, and why.
        case incompatible(String)
        /// The registry does not know the id, so that the bytes can't be an event of ours.
        case unknown
    }

    private struct Key: Hashable {
        let id: Int32
        let fingerprint: UInt64
    }

    private let schemas: any SchemaSource
    private let fingerprint: Fingerprint
    private let conversion: Conversion
    private let known = Mutex<[Key: Reading]>([:])

    public init(
        schemas: any SchemaSource, fingerprint: @escaping Fingerprint, conversion: @escaping Conversion
    ) {
        self.schemas = schemas
        self.fingerprint = fingerprint
        self.conversion = conversion
    }

    /// How events of a schema id are read by a type that was generated from `schema`.
    ///
    /// - Throws: whatever the source of schemas throws if it can't be asked now.
    public func reading(id: Int32, schema: String, fingerprint: UInt64) throws -> Reading {
        let key = Key(id: id, fingerprint: fingerprint)
        if let reading = known.withLock({ $0[key] }) { return reading }
        let registered: RegisteredSchema
        do {
            registered = try schemas.schema(id: id)
        } catch let error as RegistryClientError where error.isNotFound {
            return .unknown
        }
        let reading = reading(of: registered, schema: schema, fingerprint: fingerprint)
        known.withLock { $0[key] = reading }
        return reading
    }

    private func reading(of registered: RegisteredSchema, schema: String, fingerprint: UInt64) -> Reading {
        guard registered.type == .avro else {
            return .incompatible("it is a \(registered.type.rawValue) schema, and the type was generated from Avro")
        }
        // The usual case, in which nothing has to be compared.
        if registered.text == schema { return .readable(nil, fingerprint: fingerprint) }
        do {
            return .readable(
                try conversion(registered.text, schema), fingerprint: try self.fingerprint(registered.text))
        } catch {
            return .incompatible("\(error)")
        }
    }
}
