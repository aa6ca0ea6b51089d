// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

internal import CCrypto

/// Hashes of byte strings, by OpenSSL's libcrypto.
public enum MessageDigest {
    /// 16 bytes. For fingerprints that the field knows by this hash; it keeps no secret.
    public static func md5(_ bytes: [UInt8]) -> [UInt8] { digest(bytes, EVP_md5(), count: 16) }

    /// 32 bytes.
    public static func sha256(_ bytes: [UInt8]) -> [UInt8] { digest(bytes, EVP_sha256(), count: 32) }

    private static func digest(_ bytes: [UInt8], _ algorithm: OpaquePointer?, count: Int) -> [UInt8] {
        var result = [UInt8](repeating: 0, count: Int(EVP_MAX_MD_SIZE))
        var length: UInt32 = 0
        let done = EVP_Digest(bytes, bytes.count, &result, &length, algorithm, nil)
        // It fails only where a machine's policy turns the algorithm off; a wrong hash must not pass for a right one.
        precondition(done == 1 && Int(length) == count, "libcrypto does not provide a hash of \(count) bytes")
        return Array(result.prefix(count))
    }
}
