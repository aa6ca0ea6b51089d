// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

// bench-codecs SHAPE FILE OPERATION ROUNDS: what bench.py starts; operations are checksum, decode, encode and columns.

import Foundation
import SluiceRuntime

func cpuSeconds() -> Double {
    var now = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now)
    return Double(now.tv_sec) + Double(now.tv_nsec) / 1e9
}

/// Prints the seconds that the rounds took, and what keeps the optimizer from leaving out what is measured.
func measured(_ rounds: Int, _ round: () throws -> Int) rethrows {
    let begun = cpuSeconds()
    var witness = 0
    for _ in 0..<rounds { witness &+= try round() }
    print(String(format: "%.9f %ld", cpuSeconds() - begun, witness))
}

func run<Value: AvroCodable & Checkable>(
    _ type: Value.Type, _ messages: Messages, _ operation: String, _ rounds: Int
) throws {
    switch operation {
    case "checksum":
        var sum = Checksum()
        for message in messages.all { try Value(avro: message).add(to: &sum) }
        print(String(format: "%016llx", sum.sum))
    case "decode":
        try measured(rounds) {
            var witness = 0
            for message in messages.all { witness &+= try Value(avro: message).witness }
            return witness
        }
    case "encode":
        let values = try messages.all.map { try Value(avro: $0) }
        var writer = AvroWriter(capacity: 1 << 20)
        measured(rounds) {
            var witness = 0
            for value in values {
                writer.removeAll()
                value.encode(into: &writer)
                witness &+= writer.count
            }
            return witness
        }
    default:
        print("unknown operation \(operation)")
        exit(2)
    }
}

let arguments = CommandLine.arguments
guard arguments.count == 5, let rounds = Int(arguments[4]) else {
    print("usage: bench-codecs SHAPE FILE checksum|decode|encode ROUNDS")
    exit(2)
}
let messages = try Messages(path: arguments[2])
let operation = arguments[3]
switch arguments[1] {
case "event": try run(Event.self, messages, operation, rounds)
case "event_without_map": try run(EventWithoutMap.self, messages, operation, rounds)
case "small": try run(Small.self, messages, operation, rounds)
case "nested": try run(Nested.self, messages, operation, rounds)
case "numbers": try run(Numbers.self, messages, operation, rounds)
default:
    print("unknown shape \(arguments[1])")
    exit(2)
}
