// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

extension ProtobufRule {
    static let packageServiceNoDelete = ProtobufRule(
        "PACKAGE_SERVICE_NO_DELETE", "Services stay in the package, in whichever file.",
        mending: "Put the service back.", policies: [.package]
    ) { pair in
        pair.removedFromPackage(\.servicesByFullName, fullName: \.fullName).map {
            pair.finding(
                removed: "." + $0.service.name, ProtobufPart("service \($0.service.name)", at: $0.service.path),
                from: "package", reads: false)
        }
    }
}
