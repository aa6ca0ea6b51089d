// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import ClientHTTP
import Formats

extension Catalogue {
    /// A page may use what this registry serves, and nothing else: no other host, no script or style within the page, no
    /// frame around it.
    static let policy =
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "
        + "frame-ancestors 'none'"

    /// A page with its ETag; who has it already is told so.
    static func page(_ page: CataloguePage, status: Int = 200, to request: HTTPRequest) -> HTTPResponse {
        let bytes = page.bytes
        let tag = "\"\(MessageDigest.hex(MessageDigest.sha256(bytes).prefix(16)))\""
        // What is shown depends on the key, so nobody but the reader may keep it, and only to ask again.
        let headers =
            securityHeaders + [("ETag", tag), ("Cache-Control", "private, no-cache"), ("Vary", "Authorization")]
        let known = (request.header("If-None-Match") ?? "").split(separator: ",").map { $0.filter { $0 != " " } }
        if known.contains(where: { $0 == tag || $0 == "W/" + tag || $0 == "*" }) {
            return HTTPResponse(status: 304, headers: headers)
        }
        return HTTPResponse(status: status, headers: [("Content-Type", html)] + headers, body: bytes)
    }

    /// Leads to another page, as long as things are as they are.
    static func redirect(to link: CatalogueLink) -> HTTPResponse {
        HTTPResponse(
            status: 302, headers: [("Location", link.text)] + securityHeaders + [("Cache-Control", "private, no-store")]
        )
    }

    /// A page that tells what is wrong. Browsers ask for a key where one is needed.
    static func problem(_ error: RegistryError) -> HTTPResponse {
        let title =
            switch error.status {
            case 401: "A key is needed"
            case 403: "Not allowed"
            case 404: "Not found"
            case 500...: "Not now"
            default: "This can’t be shown"
            }
        let message = error == .notFound ? "There is no such page." : error.message
        let page = ProblemPage(title: title, message: message).page
        return HTTPResponse(
            status: error.status,
            headers: [("Content-Type", html)] + securityHeaders + [("Cache-Control", "no-store")] + error.headers,
            body: page.bytes)
    }

    /// A style, script or picture. Its name changes with its content, so it is kept for ever.
    static func asset(_ name: String) -> HTTPResponse? {
        guard let asset = CatalogueAsset.all.first(where: { $0.path == name }) else { return nil }
        return HTTPResponse(
            status: 200,
            headers: [
                ("Content-Type", asset.contentType), ("Cache-Control", "public, max-age=31536000, immutable"),
                ("X-Content-Type-Options", "nosniff"),
            ], body: asset.bytes)
    }

    private static let html = "text/html; charset=utf-8"

    private static let securityHeaders = [
        ("Content-Security-Policy", policy), ("X-Content-Type-Options", "nosniff"),
        ("Referrer-Policy", "same-origin"), ("Cross-Origin-Opener-Policy", "same-origin"),
    ]
}
