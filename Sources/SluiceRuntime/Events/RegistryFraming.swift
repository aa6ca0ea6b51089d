// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// The framing that registry serializers put before a value: a zero byte and the schema's id, four bytes big-endian.
public enum RegistryFraming {
    /// Bytes before the payload.
    public static let headerSize = 5

    /// The schema's id, and the payload as it lies in `bytes`.
    public static func parse(
        _ bytes: UnsafeRawBufferPointer
    ) throws(CodecError) -> (schemaID: Int32, payload: UnsafeRawBufferPointer) {
        guard let magic = bytes.first else {
            throw CodecError(path: "registry framing", offset: 0, reason: .truncated(needed: headerSize))
        }
        guard magic == 0 else {
            throw CodecError(path: "registry framing", offset: 0, reason: .notFramed(firstByte: magic))
        }
        guard bytes.count >= headerSize else {
            throw CodecError(
                path: "registry framing", offset: bytes.count, reason: .truncated(needed: headerSize - bytes.count))
        }
        let id = Int32(bigEndian: bytes.loadUnaligned(fromByteOffset: 1, as: Int32.self))
        return (id, UnsafeRawBufferPointer(rebasing: bytes[headerSize...]))
    }

    /// Header and payload in one array.
    public static func frame(schemaID: Int32, _ payload: [UInt8]) -> [UInt8] {
        var framed: [UInt8] = []
        framed.reserveCapacity(headerSize + payload.count)
        framed.append(0)
        withUnsafeBytes(of: schemaID.bigEndian) { framed.append(contentsOf: $0) }
        framed.append(contentsOf: payload)
        return framed
    }
}
