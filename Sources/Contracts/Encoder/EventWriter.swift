// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats
import SluiceRuntime

/// The hot path: walks one event of the tape along the plan and writes Avro.
///
/// A struct of raw pointers that is passed `inout`, so that nothing is counted, locked or checked for exclusivity: 150 ns
/// an event where classes took 990. The encoder owns the memory; the writer's copy of the pointers is the only one in use
/// while it works.
struct EventWriter {
    let tape: JSONTape
    let eventIndex: Int
    let root: UnsafePointer<RecordPlan>
    let dropsUnknown: Bool
    let server: ServerFields
    let contract: Contract

    // Output. `limit` is the end of the memory, or of what the event may take.
    private(set) var base: UnsafeMutablePointer<UInt8>
    private(set) var capacity: Int
    var out: UnsafeMutablePointer<UInt8>
    private var limit: UnsafeMutablePointer<UInt8>
    private let start: Int
    private let maximumBytes: Int

    // Scratch of the encoder.
    var slots: UnsafeMutablePointer<UInt32>?
    var pending: UnsafeMutablePointer<PendingViolation>?
    var seen: SeenNames

    // Where the walk is.
    private var depth = 0
    private let maximumDepth: Int
    var field: UnsafePointer<FieldPlan>?
    var fieldIndex = 0
    /// Set when the event grew too large: there is nothing more to find out.
    private(set) var isHalted = false
    /// How often something was wrong; `pendingCount` of them are noted.
    private(set) var failures = 0
    private(set) var pendingCount = 0

    var envelope = EnvelopeState()

    /// The plan's constants.
    struct Contract {
        let schemaID: Int32
        let version: Int32
        let eventType: UnsafePointer<UInt8>
        let eventTypeCount: Int
        let indexes: EnvelopeIndexes
    }

    init(
        plan: ContractPlan, tape: JSONTape, event: Int, server: ServerFields, limits: EventEncoder.Limits,
        seen: SeenNames, base: UnsafeMutablePointer<UInt8>, capacity: Int, start: Int
    ) {
        self.tape = tape
        eventIndex = event
        root = plan.root
        dropsUnknown = plan.unknownFields == .drop
        self.server = server
        self.seen = seen
        contract = Contract(
            schemaID: plan.schemaID, version: plan.version, eventType: plan.eventTypeBytes,
            eventTypeCount: plan.eventTypeCount, indexes: plan.envelope)
        self.base = base
        self.capacity = capacity
        self.start = start
        maximumBytes = limits.eventBytes
        maximumDepth = limits.nesting
        out = base + start
        limit = base + min(capacity, start + maximumBytes)
    }

    /// Bytes in the output, those before this event included.
    var count: Int { out - base }

    /// Writes the whole event in registry framing.
    mutating func event() {
        reserve(5)
        out[0] = 0
        let id = UInt32(bitPattern: contract.schemaID)
        for index in 0..<4 { out[1 + index] = UInt8(truncatingIfNeeded: id >> UInt32(24 - 8 * index)) }
        out += 5
        record(root, eventIndex)
    }

    func result() -> EncodedEvent {
        EncodedEvent(
            range: start..<count, eventID: UUID128(high: envelope.idHigh, low: envelope.idLow),
            timestamp: Timestamp(microseconds: envelope.time), timeFlags: envelope.flags,
            keyRange: envelope.key, fingerprint: EventFingerprint.of(tape, at: eventIndex))
    }

    // MARK: Violations

    @inline(never)
    mutating func fail(
        _ code: ErrorCode, _ index: Int, _ type: UnsafePointer<TypePlan>? = nil,
        record: UnsafePointer<RecordPlan>? = nil, missing: UnsafePointer<FieldPlan>? = nil
    ) {
        failures += 1
        guard let pending, pendingCount < EventEncoder.maximumViolations else { return }
        pending[pendingCount] = PendingViolation(
            code: code, index: index, type: type, record: record, field: missing ?? field, fieldIndex: fieldIndex)
        pendingCount += 1
    }

    /// Where the output and the violations stood, to take back a branch of a union that didn't fit.
    struct Checkpoint {
        fileprivate let offset: Int
        fileprivate let failures: Int
        fileprivate let pendingCount: Int
    }

    func checkpoint() -> Checkpoint { Checkpoint(offset: out - base, failures: failures, pendingCount: pendingCount) }

    /// Whether something failed since then; if so, what was written and noted since is taken back.
    mutating func takeBackIfFailed(_ checkpoint: Checkpoint) -> Bool {
        guard failures > checkpoint.failures, !isHalted else { return false }
        out = base + checkpoint.offset
        failures = checkpoint.failures
        pendingCount = checkpoint.pendingCount
        return true
    }

    // MARK: Nesting

    /// Goes one level down; false, and noted, if that is too deep.
    @inline(__always)
    mutating func enter(_ index: Int) -> Bool {
        if depth >= maximumDepth {
            fail(.nestingTooDeep, index)
            return false
        }
        depth &+= 1
        return true
    }

    @inline(__always)
    mutating func leave() { depth &-= 1 }

    // MARK: Output

    /// Makes room. Copies may write 16 bytes more than they mean, which is added here.
    @inline(__always)
    mutating func reserve(_ bytes: Int) {
        if limit - out < bytes &+ 16 { makeRoom(bytes &+ 16) }
    }

    @inline(never)
    private mutating func makeRoom(_ bytes: Int) {
        if out - base - start + bytes > maximumBytes + 16, !isHalted {
            isHalted = true
            fail(.eventTooLarge, eventIndex)
        }
        // Once halted, the event is refused in any case, so later writes may go over the earlier ones.
        if isHalted { out = base + start }
        let used = out - base
        if capacity - used < bytes {
            let larger = max(capacity * 2, used + bytes)
            let memory = UnsafeMutablePointer<UInt8>.allocate(capacity: larger)
            memory.update(from: base, count: used)
            base.deallocate()
            base = memory
            capacity = larger
            out = base + used
        }
        limit = base + (isHalted ? capacity : min(capacity, start + maximumBytes + 16))
    }

    @inline(__always)
    mutating func put(_ byte: UInt8) {
        reserve(1)
        out.pointee = byte
        out += 1
    }

    /// A zigzag varint (specification 1.12, "Binary Encoding").
    @inline(__always)
    mutating func putLong(_ value: Int64) {
        reserve(10)
        var rest = UInt64(bitPattern: (value &<< 1) ^ (value &>> 63))
        while rest >= 0x80 {
            out.pointee = UInt8(truncatingIfNeeded: rest) | 0x80
            out += 1
            rest &>>= 7
        }
        out.pointee = UInt8(truncatingIfNeeded: rest)
        out += 1
    }

    @inline(__always)
    mutating func putText(_ text: UnsafeBufferPointer<UInt8>) {
        putLong(Int64(text.count))
        if let start = text.baseAddress { putBytes(start, text.count) }
    }

    /// Copies bytes; at least 16 after the last must be readable.
    @inline(__always)
    mutating func putBytes(_ bytes: UnsafePointer<UInt8>, _ count: Int) {
        reserve(count)
        if count <= 64 {
            let source = UnsafeRawPointer(bytes)
            let target = UnsafeMutableRawPointer(out)
            var offset = 0
            while offset < count {
                target.storeBytes(
                    of: source.loadUnaligned(fromByteOffset: offset, as: SIMD16<UInt8>.self), toByteOffset: offset,
                    as: SIMD16<UInt8>.self)
                offset &+= 16
            }
        } else {
            out.update(from: bytes, count: count)
        }
        out += count
    }

    @inline(__always)
    mutating func putLittleEndian<Bits: FixedWidthInteger & BitwiseCopyable>(_ bits: Bits) {
        reserve(8)
        UnsafeMutableRawPointer(out).storeBytes(of: bits.littleEndian, as: Bits.self)
        out += MemoryLayout<Bits>.size
    }
}
