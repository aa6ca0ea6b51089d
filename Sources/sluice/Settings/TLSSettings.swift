// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import ClientHTTP

/// Whether a service speaks TLS, and as whom.
struct TLSSettings: Sendable {
    static let certificate = Option<String>(
        "tls-certificate", "FILE", environment: "SLUICE_TLS_CERTIFICATE",
        help: "Serve https with this certificate and its chain (PEM); plain http without.")
    static let key = Option<String>(
        "tls-key", "FILE", environment: "SLUICE_TLS_KEY", help: "The certificate's private key (PEM, no passphrase).")

    static let options: [any OptionDeclaration] = [certificate, key]

    /// Nil for plain HTTP.
    let identity: TLSIdentity?

    init(_ arguments: Arguments) throws(UsageError) {
        switch (try arguments.optional(Self.certificate), try arguments.optional(Self.key)) {
        case (nil, nil): identity = nil
        case (let certificate?, let key?):
            do {
                identity = try TLSIdentity(certificateFile: certificate, keyFile: key)
            } catch {
                throw UsageError(error.description)
            }
        default: throw UsageError("--tls-certificate and --tls-key belong together; one of them is missing.")
        }
    }
}
