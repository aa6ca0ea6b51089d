// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

// The generated Avro codecs, as bench.py starts them.

import BenchSupport
import SluiceRuntime

func run<Value: AvroCodable & Checkable>(_ type: Value.Type, _ measurement: Measurement) throws {
    var writer = AvroWriter(capacity: 1 << 20)
    try measurement.run({ try Value(avro: $0) }) { value in
        writer.removeAll()
        value.encode(into: &writer)
        return writer.count
    }
}

let measurement = try Measurement()
switch measurement.shape {
case "event": try run(Event.self, measurement)
case "event_without_map": try run(EventWithoutMap.self, measurement)
case "small": try run(Small.self, measurement)
case "nested": try run(Nested.self, measurement)
case "numbers": try run(Numbers.self, measurement)
default: Measurement.fail("unknown shape \(measurement.shape)")
}
