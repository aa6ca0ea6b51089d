// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

/// libFuzzer's entry point (`make fuzz-avro`): a schema's text, and after a zero byte another one's, and after a second
/// zero byte data of the first.
///
/// What is wrong: a trap, a hang, memory without bound, a normal form that is no schema or another one, and a
/// counter-example that the writer itself can't read.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzAvro(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    guard let start else { return 0 }
    let input = UnsafeBufferPointer(start: start, count: count)
    let parts = input.split(separator: 0, maxSplits: 2, omittingEmptySubsequences: false)
    guard let first = parts.first, let schema = try? AvroSchema.parse(String(decoding: first, as: UTF8.self)) else {
        return 0
    }
    let normal = try? AvroSchema.parse(schema.normalForm())
    precondition(normal?.canonicalForm == schema.canonicalForm, "the normal form is another schema")
    _ = schema.positions(of: schema.findings.map(\.pointer))
    guard parts.count > 1, let reader = try? AvroSchema.parse(String(decoding: parts[1], as: UTF8.self)) else {
        return 0
    }
    if let found = AvroCounterExample.find(writer: schema, reader: reader) {
        let limits = AvroLimits(maxDepth: 600)
        let readable = try? AvroValue.decode(found.bytes, as: schema, limits: limits)
        precondition(readable == found.value, "the counter-example is no value of the writer")
    }
    if parts.count > 2 { _ = try? AvroValue.decode(Array(parts[2]), writer: schema, reader: reader) }
    return 0
}
