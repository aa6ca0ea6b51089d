// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import ClientKafka
import SluiceRuntime

/// The logic of a task: records in, messages out, no I/O of its own.
///
/// Whatever a stage has in memory follows from its changelog and the committed offsets; a task that can't commit throws
/// the stage away and restores another.
protocol Stage {
    /// What the task reads.
    var sources: [Source] { get }

    /// Takes over an entry of the changelog; nil is a tombstone.
    mutating func restore(_ key: StateKey, _ value: UnsafeRawBufferPointer?) throws(CodecError)
    /// Takes over what was committed with the offsets. Called once, after the changelog.
    mutating func resume(_ committed: [KafkaOffset])

    /// Takes in a record. Returns why it can't be used, if so: the task then puts it aside.
    mutating func process(
        _ source: Source, _ value: UnsafeRawBufferPointer?, into output: inout StageOutput
    ) throws -> SideOutput?
    /// The source was read to its end.
    mutating func reachedEnd(of source: Source, now: Int64)
    /// Writes out everything that has changed since the last commit.
    ///
    /// - Parameter now: milliseconds of a clock that only goes forward.
    mutating func finish(now: Int64, into output: inout StageOutput)

    /// What is committed with a source's offset.
    func note(for source: Source) -> String
}

/// A record that is put aside into `sluice.late`, with the reasons as headers.
struct SideOutput: Sendable, Hashable {
    enum Reason: String, Sendable {
        /// Its windows take no more records.
        case late
        /// Its time lies too far after its receipt.
        case future
        /// It is no event of the topic's type.
        case undecodable
        /// It was written with a schema that its type can't be read from.
        case incompatible
        /// A part of a window that is no longer kept for corrections.
        case expired
    }

    let reason: Reason
    /// Further headers: text by name.
    var details: [String: String] = [:]
}

/// A message to be written within the transaction.
struct OutgoingMessage: Sendable, Hashable {
    struct Header: Sendable, Hashable {
        let name: String
        let value: [UInt8]
    }

    let topic: String
    let partition: Int32
    let key: [UInt8]?
    let value: [UInt8]?
    var headers: [Header] = []
    /// Milliseconds since 1970; 0 is now.
    var timestampMs: Int64 = 0
}

/// What a stage wants written, and what it has counted; both count only once committed.
struct StageOutput: Sendable {
    var messages: [OutgoingMessage] = []
    var counts = StageCounts()
    private let changelog: Source

    /// - Parameter changelog: the partition of the changelog that belongs to the task.
    init(changelog: Source) { self.changelog = changelog }

    mutating func send(_ message: StageMessage, key: [UInt8]?, to topic: String, _ partition: Int32) {
        messages.append(
            OutgoingMessage(topic: topic, partition: partition, key: key, value: message.storedBytes))
    }

    /// Stores a value; nil removes it.
    mutating func store(_ key: StateKey, _ value: (some StoredValue)?) {
        messages.append(
            OutgoingMessage(
                topic: changelog.topic, partition: changelog.partition, key: key.storedBytes,
                value: value?.storedBytes))
    }

    mutating func remove(_ key: StateKey) { store(key, StoredPart?.none) }
}

/// What happened to records.
struct StageCounts: Sendable, Hashable {
    /// Events read, whatever became of them.
    var events = 0
    /// Events that were too late for at least one metric.
    var late = 0
    var future = 0
    var undecodable = 0
    /// Events of a schema that the type can't be read from.
    var incompatible = 0
    /// Parts that came after their window was given up.
    var expired = 0
    /// Windows and groups published.
    var aggregates = 0

    mutating func add(_ reason: SideOutput.Reason) {
        switch reason {
        case .late: late += 1
        case .future: future += 1
        case .undecodable: undecodable += 1
        case .incompatible: incompatible += 1
        case .expired: expired += 1
        }
    }
}
