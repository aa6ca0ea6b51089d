// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

extension EventWriter {
    /// One block of elements, then the empty block (specification 1.12, "Arrays").
    mutating func array(_ type: UnsafePointer<TypePlan>, _ index: Int) {
        guard tape.kind(at: index) == .array, let items = type.pointee.element else {
            return fail(.typeMismatch, index, type)
        }
        guard enter(index) else { return }
        let count = tape.childCount(of: index)
        if count > 0 { putLong(Int64(count)) }
        var element = index &+ 1
        let end = tape.end(of: index)
        while element < end, !isHalted {
            value(items, element)
            element = tape.next(after: element)
        }
        put(0)
        leave()
    }

    mutating func map(_ type: UnsafePointer<TypePlan>, _ index: Int) {
        guard tape.kind(at: index) == .object, let values = type.pointee.element else {
            return fail(.typeMismatch, index, type)
        }
        guard enter(index) else { return }
        let count = tape.childCount(of: index)
        if count > 0 { putLong(Int64(count)) }
        if count > 1, let repeated = seen.firstRepeated(in: tape, object: index) {
            fail(.duplicateField, repeated, type)
        }
        var member = index &+ 1
        let end = tape.end(of: index)
        while member < end, !isHalted {
            putText(tape.string(at: member))
            value(values, member &+ 1)
            member = tape.next(after: member &+ 1)
        }
        put(0)
        leave()
    }

    /// Writes an object as a record; an index of 0 stands for an object without members that isn't there.
    mutating func record(_ plan: UnsafePointer<RecordPlan>, _ index: Int) {
        guard let slots = self.slots, enter(index) else { return }
        let count = plan.pointee.count
        self.slots = slots + count
        slots.update(repeating: 0, count: count)
        if index > 0 { findMembers(plan, index, slots) }
        if plan.pointee.isEnvelope { prepareEnvelope(plan, slots) }
        let fields = plan.pointee.fields
        for position in 0..<count where !isHalted {
            let field = fields + position
            let content = Int(slots[position])
            self.field = field
            fieldIndex = content
            if field.pointee.role != .plain {
                envelopeField(field, content, index)
            } else if content != 0 {
                value(field.pointee.type, content)
            } else {
                fill(field, index)
            }
        }
        self.slots = slots
        leave()
    }

    /// Writes what stands for a missing field.
    @inline(__always)
    mutating func fill(_ field: UnsafePointer<FieldPlan>, _ object: Int) {
        guard let filling = field.pointee.filling else {
            return fail(.missingField, object, field.pointee.type, missing: field)
        }
        putBytes(filling, field.pointee.fillingCount)
    }

    /// Notes for each field where its value is: an SDK sends members in one order, so the next is mostly the expected one.
    @inline(__always)
    private mutating func findMembers(
        _ plan: UnsafePointer<RecordPlan>, _ index: Int, _ slots: UnsafeMutablePointer<UInt32>
    ) {
        let fields = plan.pointee.fields
        let count = plan.pointee.count
        var member = index &+ 1
        let end = tape.end(of: index)
        var expected = 0
        while member < end {
            let name = tape.string(at: member)
            guard let start = name.baseAddress else { return }
            var position = -1
            if expected < count, fields[expected].nameCount == name.count,
                equalBytes(fields[expected].name, start, name.count)
            {
                position = expected
            } else {
                position = plan.pointee.names.find(start, name.count)
            }
            if position < 0 {
                if !dropsUnknown { fail(.unknownField, member, record: plan) }
            } else if slots[position] != 0 {
                fail(.duplicateField, member, record: plan)
            } else {
                slots[position] = UInt32(truncatingIfNeeded: member &+ 1)
                expected = position &+ 1
            }
            member = tape.next(after: member &+ 1)
        }
    }
}
