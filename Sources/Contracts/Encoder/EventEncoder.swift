// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

public import Formats
import SluiceRuntime

/// Checks events against their contracts and writes them as Avro, in one walk over the parsed JSON.
///
/// One owner, one thread at a time. An accepted event costs no allocation once the scratch memory has its size. The walk
/// notes violations and goes on, so an event that breaks its contract is answered with all of them.
public final class EventEncoder {
    /// What an event may need at most.
    public struct Limits: Sendable {
        /// Of an event's JSON text, and of its Avro.
        public var eventBytes = 1 << 20
        /// Objects and arrays inside each other, the event itself being the first.
        public var nesting = 64

        public init() {}
    }

    /// More violations of one event than these are not told.
    public static let maximumViolations = 100

    public let limits: Limits
    private let pending: UnsafeMutablePointer<PendingViolation>
    private var slots: UnsafeMutableBufferPointer<UInt32>
    private var seen: SeenNames

    public init(limits: Limits = Limits()) {
        self.limits = limits
        pending = .allocate(capacity: Self.maximumViolations)
        slots = .allocate(capacity: 4096)
        seen = SeenNames()
    }

    deinit {
        pending.deallocate()
        slots.deallocate()
        seen.deallocate()
    }

    /// Encodes the event at `index` of the tape, appending to `output`, or says what is wrong with it; then `output` is as
    /// it was.
    public func encode(
        _ plan: ContractPlan, tape: JSONTape, at index: Int, server: ServerFields, into output: inout OutputBuffer
    ) -> EncodingResult {
        guard tape.kind(at: index) == .object else {
            let violation = Violation(
                pointer: "", code: .notAnObject, expected: "an object", found: tape.words(at: index))
            return .refused([violation])
        }
        if tape.source.count > limits.eventBytes, let size = tape.sourceRange(at: index)?.count,
            size > limits.eventBytes
        {
            return .refused([
                Violation(
                    pointer: "", code: .eventTooLarge, expected: "at most \(limits.eventBytes) bytes",
                    found: "\(size) bytes")
            ])
        }
        let needed = (limits.nesting + 1) * plan.maximumFields
        if slots.count < needed {
            slots.deallocate()
            slots = .allocate(capacity: needed)
        }
        return withExtendedLifetime(plan) {
            let start = output.count
            var writer = EventWriter(
                plan: plan, tape: tape, event: index, server: server, limits: limits, seen: seen,
                base: output.base, capacity: output.capacity, start: start)
            writer.slots = slots.baseAddress
            writer.pending = pending
            writer.event()
            seen = writer.seen
            let accepted = writer.failures == 0
            output.adopt(base: writer.base, capacity: writer.capacity, count: accepted ? writer.count : start)
            guard accepted else {
                let explainer = ViolationExplainer(plan: plan, tape: tape, event: index)
                return .refused((0..<writer.pendingCount).map { explainer.explain(pending[$0], limits: limits) })
            }
            return .encoded(writer.result())
        }
    }
}
