// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

extension EventWriter {
    /// Writes a union's value with the branch that follows from it; `ContractPlan` tells the rules.
    mutating func union(_ type: UnsafePointer<TypePlan>, _ index: Int) {
        guard let plan = type.pointee.union else { return fail(.typeMismatch, index, type) }
        if tape.kind(at: index) == .null {
            if plan.pointee.null < 0 { return fail(.typeMismatch, index, type) }
            return putLong(Int64(plan.pointee.null))
        }
        if plan.pointee.other >= 0 { return write(plan, plan.pointee.other, index) }
        guard let category = category(index) else { return fail(.typeMismatch, index, type) }
        let candidates = plan.pointee.candidates[category.rawValue]
        switch candidates.count {
        case 0: fail(.typeMismatch, index, type)
        case 1: write(plan, candidates.branches[0], index)
        default:
            if category == .object {
                write(plan, branchForObject(plan, candidates, index), index)
            } else {
                tryEach(candidates, plan, type, index)
            }
        }
    }

    @inline(__always)
    private mutating func write(_ plan: UnsafePointer<UnionPlan>, _ branch: Int32, _ index: Int) {
        putLong(Int64(branch))
        value(plan.pointee.branches[Int(branch)], index)
    }

    /// Scalars are cheap to try; only they, and no containers, come here.
    private mutating func tryEach(
        _ candidates: UnionPlan.Candidates, _ plan: UnsafePointer<UnionPlan>, _ type: UnsafePointer<TypePlan>,
        _ index: Int
    ) {
        for position in 0..<candidates.count {
            let checkpoint = checkpoint()
            write(plan, candidates.branches[position], index)
            if !takeBackIfFailed(checkpoint) { return }
        }
        fail(.typeMismatch, index, type)
    }

    /// The first record that knows every member and misses nothing that it requires; else the map; else, so that the
    /// violations are told of the likeliest, the record that knows most members.
    ///
    /// Only the members' names are looked at: trying whole records would double the work with each level.
    private func branchForObject(
        _ plan: UnsafePointer<UnionPlan>, _ candidates: UnionPlan.Candidates, _ index: Int
    ) -> Int32 {
        var best = candidates.branches[0]
        var mostKnown = -1
        let members = tape.childCount(of: index)
        for position in 0..<candidates.count {
            let branch = candidates.branches[position]
            guard let record = plan.pointee.branches[Int(branch)].pointee.record else {
                // The map comes last: no record fitted.
                return branch
            }
            let (known, required) = knownMembers(record, index)
            if known == members, required == record.pointee.required { return branch }
            if known > mostKnown {
                mostKnown = known
                best = branch
            }
        }
        return best
    }

    private func knownMembers(_ record: UnsafePointer<RecordPlan>, _ index: Int) -> (known: Int, required: Int) {
        var known = 0
        var required = 0
        var member = index &+ 1
        let end = tape.end(of: index)
        while member < end {
            let name = tape.string(at: member)
            if let start = name.baseAddress {
                let position = record.pointee.names.find(start, name.count)
                if position >= 0 {
                    known += 1
                    if record.pointee.fields[position].filling == nil { required += 1 }
                }
            }
            member = tape.next(after: member &+ 1)
        }
        return (known, required)
    }

    @inline(__always)
    private func category(_ index: Int) -> JSONCategory? {
        switch tape.kind(at: index) {
        case .true, .false: .boolean
        case .integer: .integer
        case .unsigned, .double: .number
        case .string: .string
        case .array: .array
        case .object: .object
        default: nil
        }
    }
}
