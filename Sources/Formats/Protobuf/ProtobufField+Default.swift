// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

extension ProtobufField {
    /// The default of a field with bytes, without the escapes of its text form.
    public var defaultBytes: [UInt8]? { kind == .bytes ? defaultValue.map(ProtobufLiteral.unescaped) : nil }
}
