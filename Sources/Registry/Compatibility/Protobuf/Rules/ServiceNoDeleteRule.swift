// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

extension ProtobufRule {
    static let serviceNoDelete = ProtobufRule(
        "SERVICE_NO_DELETE", "Services stay in the file.", mending: "Put the service back.", policies: [.file]
    ) { pair in
        let kept = Set(pair.new.file.services.map(\.name))
        return pair.old.file.servicesByFullName.filter { !kept.contains($0.service.name) }.map {
            pair.finding(
                removed: "." + $0.service.name, ProtobufPart("service \($0.service.name)", at: $0.service.path),
                from: "file", reads: false)
        }
    }
}
