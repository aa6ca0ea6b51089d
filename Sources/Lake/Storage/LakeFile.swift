// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

public import ClientKafka
public import SluiceRuntime

/// A file of the lake, as the manifest has it.
public struct LakeFile: Sendable, Hashable {
    public let id: UUID128
    public let eventType: String
    /// The UTC date of its events, such as `2024-03-13`.
    public let date: String
    /// Without the folder.
    public let name: String
    public let rows: Int64
    public let bytes: Int64
    /// The earliest and the latest event.
    public let timestamps: ClosedRange<Timestamp>
    /// The registered schema that the events were written with, and its fingerprint.
    public let schemaID: Int32
    public let fingerprint: UInt64
    /// The records that its rows come from.
    public let sources: [Source]

    /// Rows of one partition: those of the file's date between two offsets.
    public struct Source: Sendable, Hashable {
        public let partition: KafkaTopicPartition
        public let offsets: ClosedRange<Int64>
        public let rows: Int64
    }

    /// Below the lake's folder.
    public var path: String { "\(LakeFile.folder(eventType: eventType, date: date))/\(name)" }

    /// The folder of an event type's files of one date, below the lake's.
    static func folder(eventType: String, date: String) -> String { "event_type=\(eventType)/date=\(date)" }
}

extension UInt64 {
    /// Sixteen hexadecimal digits, as fingerprints are written.
    var hexadecimal: String {
        let digits = String(self, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
