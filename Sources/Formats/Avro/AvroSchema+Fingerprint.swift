// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

// Specification 1.12, "Schema Fingerprints": hashes of the Parsing Canonical Form.
extension AvroSchema {
    /// CRC-64-AVRO (Rabin), as single-object encoding uses it.
    public var fingerprint64: UInt64 { AvroFingerprint.crc64(canonicalForm.utf8) }
    /// 16 bytes.
    public var md5: [UInt8] { MessageDigest.md5(Array(canonicalForm.utf8)) }
    /// 32 bytes.
    public var sha256: [UInt8] { MessageDigest.sha256(Array(canonicalForm.utf8)) }
}

/// CRC-64-AVRO of bytes, as the specification's reference code computes it.
public enum AvroFingerprint {
    private static let empty: UInt64 = 0xC15D_213A_A4D7_A795

    private static let table: [UInt64] = (0..<256).map { byte in
        (0..<8).reduce(UInt64(byte)) { value, _ in (value >> 1) ^ (empty & (0 &- (value & 1))) }
    }

    public static func crc64(_ bytes: some Sequence<UInt8>) -> UInt64 {
        bytes.reduce(empty) { ($0 >> 8) ^ table[Int(UInt8(truncatingIfNeeded: $0) ^ $1)] }
    }
}
