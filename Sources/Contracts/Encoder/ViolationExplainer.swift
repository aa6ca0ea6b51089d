// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

/// Makes words of what the encoder noted. Only refused events come here, so it may take its time.
struct ViolationExplainer {
    /// Characters of a member's name that a pointer shows; longer ones come from no honest client.
    private static let shownNameCharacters = 200

    let plan: ContractPlan
    let tape: JSONTape
    let event: Int

    func explain(_ pending: PendingViolation, limits: EventEncoder.Limits) -> Violation {
        let type = expected(pending)
        let found = tape.words(at: pending.index)
        switch pending.code {
        case .missingField:
            let name = pending.field.map(name) ?? ""
            return Violation(
                pointer: pointer(to: pending.index) + JSONPointer([name]).description, code: pending.code,
                expected: type, found: "nothing")
        case .unknownField:
            let fields = pending.record.map(names) ?? []
            let nearest = EditDistance.nearest(to: tape.text(at: pending.index), among: fields)
            let record = pending.record.map { plan.descriptions[Int($0.pointee.description)] } ?? "the record"
            return Violation(
                pointer: pointer(to: pending.index), code: pending.code, expected: "a field of \(record)",
                found: "field \(tape.text(at: pending.index).quotedExcerpt)",
                hint: nearest.map { "did you mean \($0.quotedExcerpt)?" })
        case .duplicateField:
            return Violation(
                pointer: pointer(to: pending.index), code: pending.code, expected: "one member of that name",
                found: "a second \(tape.text(at: pending.index).quotedExcerpt)")
        case .serverField:
            return Violation(
                pointer: pointer(to: pending.index), code: pending.code, expected: "nothing: the server sets it",
                found: found, hint: "leave it out")
        case .nestingTooDeep:
            return Violation(
                pointer: pointer(to: pending.index), code: pending.code,
                expected: "at most \(limits.nesting) objects and arrays inside each other", found: found)
        case .eventTooLarge:
            return Violation(
                pointer: "", code: pending.code, expected: "at most \(limits.eventBytes) bytes of Avro", found: "more")
        case .eventTypeMismatch:
            return Violation(
                pointer: pointer(to: pending.index), code: pending.code, expected: plan.eventType.quotedExcerpt,
                found: found)
        case .schemaVersionMismatch:
            return Violation(
                pointer: pointer(to: pending.index), code: pending.code, expected: "version \(plan.version)",
                found: found)
        default:
            return Violation(
                pointer: pointer(to: pending.index), code: pending.code, expected: type, found: found,
                hint: ViolationHints(explainer: self).hint(pending))
        }
    }

    // MARK: Expected

    private func expected(_ pending: PendingViolation) -> String {
        guard let type = pending.type else { return "another value" }
        let words = plan.descriptions[Int(type.pointee.description)]
        switch (pending.code, type.pointee.kind) {
        case (.invalidAddress, _): return "an IPv4 or IPv6 address"
        case (.outOfRange, .int): return "int, \(Int32.min) to \(Int32.max)"
        case (.outOfRange, .long): return "long, \(Int64.min) to \(Int64.max)"
        case (_, .timestamp): return "\(words): RFC 3339 with a zone, or an integer"
        case (_, .localTimestamp): return "\(words): as RFC 3339 but without a zone, or an integer"
        case (_, .date): return "date such as \"2026-03-13\", or days since 1970"
        case (_, .timeMillis), (_, .timeMicros): return "\(words) such as \"10:21:14.5\", or an integer"
        case (_, .uuidText), (_, .uuidBytes): return "uuid such as \"0f9e4a52-7d0b-4c59-9a53-0b2f6b1f2a10\""
        case (_, .bytes), (_, .fixed): return "\(words) in base64"
        default: return words
        }
    }

    private func names(_ record: UnsafePointer<RecordPlan>) -> [String] {
        (0..<record.pointee.count).map { name(record.pointee.fields + $0) }
    }

    private func name(_ field: UnsafePointer<FieldPlan>) -> String {
        String(
            decoding: UnsafeBufferPointer(start: field.pointee.name, count: field.pointee.nameCount), as: UTF8.self)
    }

    // MARK: Place

    /// The path from the event to a value, or to a member by its name's index.
    ///
    /// The encoder keeps no path; it is found again by looking for the container that the index is within, level by level.
    func pointer(to target: Int) -> String {
        var tokens: [String] = []
        var place = event
        descent: while place != target {
            let isObject = tape.kind(at: place) == .object
            guard isObject || tape.kind(at: place) == .array else { break }
            var child = place + 1
            var position = 0
            let end = tape.end(of: place)
            while child < end {
                let content = isObject ? child + 1 : child
                let next = tape.next(after: content)
                if target < next {
                    tokens.append(isObject ? tape.text(at: child).excerpt(Self.shownNameCharacters) : String(position))
                    if target <= content { break descent }
                    place = content
                    continue descent
                }
                child = next
                position += 1
            }
            break
        }
        return JSONPointer(tokens).description
    }
}
