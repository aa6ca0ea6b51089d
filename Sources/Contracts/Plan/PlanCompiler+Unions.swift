// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

extension PlanCompiler {
    /// A union's plan: for each kind of JSON value the branches to try, best first (see `ContractPlan`).
    mutating func union(
        _ types: [AvroType], description: String, path: String
    ) throws(ContractError) -> UnsafePointer<UnionPlan> {
        var branches: [UnsafePointer<TypePlan>] = []
        for type in types { branches.append(try compile(type, path: path)) }
        let kinds = branches.map(\.pointee.kind)
        let null = kinds.firstIndex(of: .null)
        let other = kinds.count == 2 && null != nil ? kinds.firstIndex { $0 != .null } : nil

        // Only a union of several values must tell them apart; null beside one value is never in doubt.
        if other == nil { try checkStrings(kinds, description: description, path: path) }
        let candidates = JSONCategory.allCases.map { category in
            let indexes = Self.order(category, kinds).flatMap { wanted in
                kinds.indices.filter { kinds[$0] == wanted }.map { Int32($0) }
            }
            return UnionPlan.Candidates(branches: UnsafePointer(memory.store(indexes)), count: indexes.count)
        }
        return UnsafePointer(
            memory.store(
                UnionPlan(
                    branches: UnsafePointer(memory.store(branches)), count: branches.count,
                    null: null.map { Int32($0) } ?? -1, other: other.map { Int32($0) } ?? -1,
                    candidates: UnsafePointer(memory.store(candidates)))))
    }

    /// Which kinds of branch a JSON value may go to, in this order.
    private static func order(_ category: JSONCategory, _ kinds: [TypePlan.Kind]) -> [TypePlan.Kind] {
        switch category {
        case .boolean: [.boolean]
        case .integer:
            [
                .int, .long, .decimalBytes, .decimalFixed, .double, .float, .date, .timeMillis, .timeMicros, .timestamp,
                .localTimestamp,
            ]
        case .number: [.decimalBytes, .decimalFixed, .double, .float, .int, .long]
        case .string:
            // A plain string takes every text as it is, so nothing else may guess at one, but an enum's own symbols.
            kinds.contains(.string)
                ? [.enumeration, .string]
                : [
                    .enumeration, .uuidText, .uuidBytes, .timestamp, .localTimestamp, .date, .timeMillis, .timeMicros,
                    .decimalBytes, .decimalFixed, .bytes, .fixed,
                ]
        case .array: [.array]
        case .object: [.record, .map]
        }
    }

    /// Refuses branches that no JSON value, or the same JSON strings, would lead to.
    private func checkStrings(
        _ kinds: [TypePlan.Kind], description: String, path: String
    ) throws(ContractError) {
        let base64 = kinds.filter { [.bytes, .fixed].contains($0) }
        let decimals = kinds.filter { [.decimalBytes, .decimalFixed].contains($0) }
        if kinds.contains(.string), !base64.isEmpty || kinds.contains(.uuidBytes) {
            throw .ambiguousUnion(path: path, branches: description, value: "a string")
        }
        if decimals.count > 1 { throw .ambiguousUnion(path: path, branches: description, value: "a number") }
        if base64.count + decimals.count > 1 {
            throw .ambiguousUnion(path: path, branches: description, value: "a string")
        }
    }
}
