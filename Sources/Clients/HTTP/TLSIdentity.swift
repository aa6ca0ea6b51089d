// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Foundation

/// A server's certificate with its chain, and its private key. TLS 1.2 and 1.3 are spoken.
public struct TLSIdentity: Sendable {
    let certificate: String
    let key: String
    private let certificateFile, keyFile: String

    /// Reads two files in PEM (RFC 7468): the certificate first in its chain, and the key without a passphrase.
    public init(certificateFile: String, keyFile: String) throws(HTTPServerError) {
        certificate = try Self.text(certificateFile, expecting: "CERTIFICATE", name: "certificate")
        key = try Self.text(keyFile, expecting: "PRIVATE KEY", name: "private key")
        self.certificateFile = certificateFile
        self.keyFile = keyFile
    }

    /// What the files have now.
    public func reread() throws(HTTPServerError) -> TLSIdentity {
        try TLSIdentity(certificateFile: certificateFile, keyFile: keyFile)
    }

    private static func text(
        _ path: String, expecting label: String, name: String
    ) throws(HTTPServerError) -> String {
        let text: String
        do {
            text = try String(contentsOfFile: path, encoding: .utf8)
        } catch {
            throw HTTPServerError(
                .invalidIdentity,
                "The TLS \(name) in \(path) can't be read: \(error.localizedDescription). Check the path and its rights"
            )
        }
        guard text.split(separator: "\n").contains(where: { $0.hasPrefix("-----BEGIN") && $0.contains(label) }) else {
            throw HTTPServerError(
                .invalidIdentity,
                "\(path) has no TLS \(name): expected PEM with a line -----BEGIN … \(label)-----. Convert it with openssl"
            )
        }
        return text
    }

    /// Why the library did not take them.
    var refusal: HTTPServerError {
        HTTPServerError(
            .invalidIdentity,
            "The TLS certificate and private key in \(certificateFile) and \(keyFile) are not accepted. Check that they are whole PEM, that the "
                + "key has no passphrase and belongs to the certificate")
    }
}
