// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Foundation

/// What a program was asked for: `SHAPE FILE OPERATION ROUNDS`.
public struct Measurement {
    public let shape: String
    public let messages: Messages
    @usableFromInline let operation: String
    @usableFromInline let rounds: Int

    /// Ends the program if the arguments are others.
    public init() throws {
        let arguments = CommandLine.arguments
        guard arguments.count == 5, let rounds = Int(arguments[4]) else {
            Self.fail("usage: SHAPE FILE checksum|decode|encode ROUNDS")
        }
        shape = arguments[1]
        messages = try Messages(path: arguments[2])
        operation = arguments[3]
        self.rounds = rounds
    }

    /// Does what was asked for with the types of a shape.
    ///
    /// Inlinable, so that it is compiled for each type in the program that measures it.
    ///
    /// - Parameters:
    ///   - encode: writes a value into memory that is used again, and answers how many bytes it takes.
    @inlinable
    public func run<Value: Checkable>(
        _ decode: (UnsafeRawBufferPointer) throws -> Value, encode: (Value) -> Int
    ) throws {
        switch operation {
        case "checksum":
            var sum = Checksum()
            for message in messages.all { try decode(message).add(to: &sum) }
            Self.print(sum)
        case "decode":
            try measure {
                var witness = 0
                for message in messages.all { witness &+= try decode(message).witness }
                return witness
            }
        case "encode":
            let values = try messages.all.map(decode)
            measure {
                var witness = 0
                for value in values { witness &+= encode(value) }
                return witness
            }
        default: Self.fail("unknown operation \(operation)")
        }
    }

    /// Prints the seconds that the rounds took, and what keeps the optimizer from leaving out what is measured.
    @inlinable
    func measure(_ round: () throws -> Int) rethrows {
        let begun = Self.cpuSeconds()
        var witness = 0
        for _ in 0..<rounds { witness &+= try round() }
        Self.print(seconds: Self.cpuSeconds() - begun, witness)
    }

    @usableFromInline
    static func print(_ sum: Checksum) { Swift.print(String(format: "%016llx", sum.sum)) }

    @usableFromInline
    static func print(seconds: Double, _ witness: Int) { Swift.print(String(format: "%.9f %ld", seconds, witness)) }

    @usableFromInline
    static func cpuSeconds() -> Double {
        var now = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now)
        return Double(now.tv_sec) + Double(now.tv_nsec) / 1e9
    }

    public static func fail(_ message: String) -> Never {
        Swift.print(message)
        exit(2)
    }
}
