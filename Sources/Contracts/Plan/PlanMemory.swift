// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// Owns what a plan's descriptors point at.
///
/// `@unchecked Sendable`: it is filled by the one thread that compiles the plan and never changed afterwards.
final class PlanMemory: @unchecked Sendable {
    private var blocks: [UnsafeMutableRawPointer] = []

    deinit {
        // Descriptors are plain data, so there is nothing to deinitialise.
        for block in blocks { block.deallocate() }
    }

    /// A block of values that lives as long as the plan.
    func store<Value: BitwiseCopyable>(_ values: [Value]) -> UnsafeMutablePointer<Value> {
        let block = UnsafeMutablePointer<Value>.allocate(capacity: max(1, values.count))
        block.initialize(from: values, count: values.count)
        blocks.append(UnsafeMutableRawPointer(block))
        return block
    }

    func store<Value: BitwiseCopyable>(_ value: Value) -> UnsafeMutablePointer<Value> { store([value]) }

    /// Bytes followed by 64 zeros, so that they may be read in words.
    func storePadded(_ bytes: some Collection<UInt8>) -> UnsafePointer<UInt8> {
        UnsafePointer(store(Array(bytes) + [UInt8](repeating: 0, count: 64)))
    }
}
