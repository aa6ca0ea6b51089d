// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// The only value of Avro's type `null`, where a schema uses that type by itself. It takes no bytes.
public struct AvroNull: AvroFragment, Codable {
    public init() {}

    public init(from reader: inout AvroReader) throws(CodecError) {}

    public func encode(into writer: inout AvroWriter) {}
}
