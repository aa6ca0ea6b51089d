// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

extension ProtobufChangeRule {
    static let packageChanged = ProtobufChangeRule(
        "PACKAGE_CHANGED", "The package stays the same.",
        mending: "Keep the package, or register the schema under another subject.",
        description: {
            "The package at '\($0.path)' in the \($0.reader) schema does not match the package in the \($0.writer) "
                + "schema"
        },
        why: {
            "The \($0.writer) schema has \($0.written) and the \($0.reader) one \($0.read), so that every type has "
                + "another full name: code that looks types up by name, and messages in Any, no longer match."
        },
        remedy: {
            $0.direction == .backward
                ? "Declare \($0.written) in the new schema." : "Declare \($0.read) in the new schema."
        })
}
