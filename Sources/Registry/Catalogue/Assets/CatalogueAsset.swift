// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

/// What pages are made with beside HTML. The path has the content's hash, so it may be kept for ever.
struct CatalogueAsset: Sendable {
    let path: String
    let contentType: String
    let bytes: [UInt8]

    private init(_ name: String, _ suffix: String, _ contentType: String, _ text: String) {
        bytes = Array(text.utf8)
        path = "\(name)-\(MessageDigest.hex(MessageDigest.sha256(bytes).prefix(6))).\(suffix)"
        self.contentType = contentType
    }

    static let style = CatalogueAsset(
        "catalogue", "css", "text/css; charset=utf-8", CataloguePalette.css + CatalogueStyle.css)
    static let script = CatalogueAsset(
        "catalogue", "js", "text/javascript; charset=utf-8", CatalogueScript.text)
    static let icon = CatalogueAsset("icon", "svg", "image/svg+xml", CatalogueStyle.icon)

    static let all = [style, script, icon]
}

extension MessageDigest {
    /// Bytes as lower-case hexadecimal digits.
    static func hex(_ bytes: some Sequence<UInt8>) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
