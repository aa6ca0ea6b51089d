// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats
import SluiceRuntime

/// What is known of an event's envelope while it is written.
struct EnvelopeState {
    var idHigh: UInt64 = 0
    var idLow: UInt64 = 0
    /// Event time in microseconds since 1970, after correction.
    var time: Int64 = 0
    var hasTime = false
    var clientTime: Int64 = 0
    /// Whether the value given for `sent_at` could be read.
    var hasSentAt = false
    var sentAt: Int64 = 0
    var flags: TimeFlags = []
    /// Places in the output.
    var idRange = 0..<0
    var userRange = 0..<0
    var deviceRange = 0..<0

    /// What chooses the partition.
    var key: Range<Int> {
        if !userRange.isEmpty { return userRange }
        return deviceRange.isEmpty ? idRange : deviceRange
    }
}

extension EventWriter {
    /// Finds the event's time before any field is written, since fields before and after it depend on it.
    mutating func prepareEnvelope(_ plan: UnsafePointer<RecordPlan>, _ slots: UnsafeMutablePointer<UInt32>) {
        let indexes = contract.indexes
        let fields = plan.pointee.fields
        let sentAt = Int(slots[indexes.sentAt])
        if sentAt != 0, tape.kind(at: sentAt) != .null {
            note(fields + indexes.sentAt, sentAt)
            if let type = other(fields[indexes.sentAt].type), let time = envelopeTime(type, sentAt) {
                envelope.hasSentAt = true
                envelope.sentAt = time
            }
        }
        let timestamp = Int(slots[indexes.timestamp])
        guard timestamp != 0 else { return }
        note(fields + indexes.timestamp, timestamp)
        guard let time = envelopeTime(fields[indexes.timestamp].type, timestamp) else { return }
        envelope.hasTime = true
        envelope.time = time
        envelope.clientTime = time
        let platform = Int(slots[indexes.platform])
        correctTime(isClient: platform == 0 || !isText(platform, "backend"))
    }

    /// Skew and future, by the server's policy. A correction that leaves the years 1 to 9999 comes from a `sent_at` that
    /// is no clock's, and isn't made.
    private mutating func correctTime(isClient: Bool) {
        let received = server.receivedAt.microseconds
        if envelope.hasSentAt, isClient {
            let (skew, overflow) = received.subtractingReportingOverflow(envelope.sentAt)
            let (corrected, carry) = envelope.time.addingReportingOverflow(skew)
            if !overflow, !carry, skew.magnitude > UInt64(max(0, server.times.skewThreshold)),
                Self.timestampSeconds.contains(corrected / 1_000_000)
            {
                envelope.time = corrected
                envelope.flags.insert(.corrected)
            }
        }
        let (ahead, overflow) = envelope.time.subtractingReportingOverflow(received)
        if !overflow, ahead > server.times.futureLimit {
            envelope.time = received
            envelope.flags.insert(.clamped)
        }
    }

    /// Writes a field that means something to the server.
    mutating func envelopeField(_ field: UnsafePointer<FieldPlan>, _ content: Int, _ object: Int) {
        let type = field.pointee.type
        switch field.pointee.role {
        case .receivedAt, .timeFlags, .clientTimestamp: serverField(field, content)
        case .eventID:
            guard content != 0 else { return fill(field, object) }
            if let id = uuid(type, content) {
                envelope.idHigh = id.high
                envelope.idLow = id.low
                let length = type.pointee.kind == .uuidText ? UUIDText.length : 16
                envelope.idRange = count - length..<count
            }
        case .eventType:
            guard content != 0 else { return fill(field, object) }
            guard let text = text(type, content), let start = text.baseAddress else { return }
            if text.count != contract.eventTypeCount || !equalBytes(start, contract.eventType, text.count) {
                return fail(.eventTypeMismatch, content, type)
            }
            putText(text)
        case .timestamp:
            guard content != 0 else { return fail(.missingField, object, type, missing: field) }
            if envelope.hasTime { putLong(envelope.time) }
        case .sentAt:
            if envelope.hasSentAt {
                putOther(type)
                putLong(envelope.sentAt)
            } else {
                putNull(type)
            }
        case .userID:
            guard content != 0 else { return fill(field, object) }
            value(type, content)
            if tape.kind(at: content) == .string { envelope.userRange = lastText(content) }
        case .deviceID:
            guard content != 0 else { return fill(field, object) }
            value(type, content)
            if tape.kind(at: content) == .string { envelope.deviceRange = lastText(content) }
        case .schemaVersion: schemaVersion(type, content)
        case .context: context(field, content, object)
        case .address: address(field, content, object)
        case .platform, .plain:
            guard content != 0 else { return fill(field, object) }
            value(type, content)
        }
    }

    private mutating func serverField(_ field: UnsafePointer<FieldPlan>, _ content: Int) {
        let type = field.pointee.type
        if content != 0 { return fail(.serverField, content, type) }
        switch field.pointee.role {
        case .receivedAt: putLong(server.receivedAt.microseconds)
        case .timeFlags: putLong(Int64(envelope.flags.rawValue))
        default:
            guard envelope.flags.contains(.corrected) || envelope.flags.contains(.clamped) else { return putNull(type) }
            putOther(type)
            putLong(envelope.clientTime)
        }
    }

    /// The version that validated the event, which must be the one asked for.
    private mutating func schemaVersion(_ type: UnsafePointer<TypePlan>, _ content: Int) {
        if content != 0, tape.kind(at: content) != .null {
            guard let inner = other(type), let asked = integer(inner, content) else { return }
            if asked != Int64(contract.version) { return fail(.schemaVersionMismatch, content, inner) }
        }
        putOther(type)
        putLong(Int64(contract.version))
    }

    private mutating func context(_ field: UnsafePointer<FieldPlan>, _ content: Int, _ object: Int) {
        guard content == 0 else { return value(field.pointee.type, content) }
        guard let record = field.pointee.type.pointee.record, record.pointee.canBeAbsent else {
            return fill(field, object)
        }
        self.record(record, 0)
    }

    /// The client's address or the request's, cut to its network.
    private mutating func address(_ field: UnsafePointer<FieldPlan>, _ content: Int, _ object: Int) {
        let type = field.pointee.type
        guard content != 0 else {
            guard let network = server.clientNetwork else { return fill(field, object) }
            return putAddress(network, type)
        }
        if tape.kind(at: content) == .null { return putNull(type) }
        guard let inner = other(type), let text = text(inner, content) else { return }
        guard let network = NetworkAddress(bytes: text) else { return fail(.invalidAddress, content, inner) }
        putAddress(network, type)
    }

    private mutating func putAddress(_ network: NetworkAddress, _ type: UnsafePointer<TypePlan>) {
        putOther(type)
        putLong(Int64(network.count))
        reserve(16)
        network.copy(to: out)
        out += network.count
    }

    // MARK: Nullable types; `EventEnvelope` has checked that the fields are such.

    private func other(_ type: UnsafePointer<TypePlan>) -> UnsafePointer<TypePlan>? {
        guard let union = type.pointee.union, union.pointee.other >= 0 else { return nil }
        return union.pointee.branches[Int(union.pointee.other)]
    }

    private mutating func putOther(_ type: UnsafePointer<TypePlan>) {
        putLong(Int64(type.pointee.union?.pointee.other ?? 0))
    }

    private mutating func putNull(_ type: UnsafePointer<TypePlan>) {
        putLong(Int64(type.pointee.union?.pointee.null ?? 0))
    }

    private mutating func note(_ field: UnsafePointer<FieldPlan>, _ content: Int) {
        self.field = field
        fieldIndex = content
    }

    /// Where the text that was just written is in the output.
    private func lastText(_ content: Int) -> Range<Int> {
        let length = min(tape.string(at: content).count, count)
        return count - length..<count
    }

    private func isText(_ index: Int, _ wanted: StaticString) -> Bool {
        guard tape.kind(at: index) == .string else { return false }
        let text = tape.string(at: index)
        guard text.count == wanted.utf8CodeUnitCount else { return false }
        return text.elementsEqual(UnsafeBufferPointer(start: wanted.utf8Start, count: wanted.utf8CodeUnitCount))
    }
}
