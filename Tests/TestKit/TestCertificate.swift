// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// A certificate for 127.0.0.1 that is its own authority, with its key, made by openssl.
public struct TestCertificate: Sendable {
    /// PEM; a client that has it as its authority trusts it.
    public let file: String
    public let keyFile: String

    /// - Parameter folder: where the files are made; those of the same name are written over.
    public init(in folder: String, name: String) throws {
        file = "\(folder)/\(name).pem"
        keyFile = "\(folder)/\(name).key"
        _ = try Spawn.run([
            "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
            "-subj", "/CN=\(name)", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", keyFile, "-out", file,
        ])
    }
}
