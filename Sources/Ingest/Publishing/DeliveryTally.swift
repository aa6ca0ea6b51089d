// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

internal import ClientKafka
import Synchronization

/// Collects what became of a group of messages, and tells when all of it is known.
final class DeliveryTally: Sendable {
    private struct State {
        var results: [KafkaDelivery?]
        /// One for each message under way, and one until `seal()`.
        var pending = 1
    }

    private let state: Mutex<State>
    private let whenComplete: @Sendable (DeliveryTally) -> Void

    /// - Parameter whenComplete: is called once, on the thread of the last event; must not block.
    init(count: Int, whenComplete: @escaping @Sendable (DeliveryTally) -> Void) {
        state = Mutex(State(results: Array(repeating: nil, count: count)))
        self.whenComplete = whenComplete
    }

    /// A message is about to be handed to the producer.
    func expect() { state.withLock { $0.pending += 1 } }

    /// The producer did not take the message after all.
    func withdraw() { complete { $0.pending -= 1 } }

    /// What became of a message. The slot is its position in the group.
    func note(_ slot: Int, _ delivery: KafkaDelivery) {
        complete { state in
            guard state.results.indices.contains(slot), state.results[slot] == nil else { return }
            state.results[slot] = delivery
            state.pending -= 1
        }
    }

    /// No further messages come.
    func seal() { complete { $0.pending -= 1 } }

    /// By slot; nil for a message that was not expected.
    var results: [KafkaDelivery?] { state.withLock { $0.results } }

    private func complete(_ change: (inout State) -> Void) {
        let isComplete = state.withLock { state in
            change(&state)
            return state.pending == 0
        }
        if isComplete { whenComplete(self) }
    }
}

/// Brings deliveries to the tallies that expect them. A token is the tally's number and the slot within it.
final class DeliveryRouter: Sendable {
    static let slotBits: UInt64 = 17

    private struct State {
        var tallies: [UInt64: DeliveryTally] = [:]
        var upcoming: UInt64 = 1
    }

    private let state = Mutex(State())

    /// - Returns: the number that the tally's tokens begin with.
    func register(_ tally: DeliveryTally) -> UInt64 {
        state.withLock { state in
            let number = state.upcoming
            state.upcoming += 1
            state.tallies[number] = tally
            return number
        }
    }

    func forget(_ number: UInt64) { state.withLock { _ = $0.tallies.removeValue(forKey: number) } }

    static func token(_ number: UInt64, slot: Int) -> UInt64 { number << slotBits | UInt64(slot) }

    /// Takes a batch of the producer's thread; deliveries of one request come in runs.
    func deliver(_ deliveries: Span<KafkaDelivery>) {
        var lastNumber: UInt64 = 0
        var last: DeliveryTally?
        for index in deliveries.indices {
            let delivery = deliveries[index]
            let number = delivery.token >> Self.slotBits
            if number != lastNumber {
                lastNumber = number
                last = state.withLock { $0.tallies[number] }
            }
            last?.note(Int(delivery.token & (1 << Self.slotBits - 1)), delivery)
        }
    }
}
