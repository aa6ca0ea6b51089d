// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import BenchSupport
import SluiceRuntime

extension Event: Checkable {
    public var witness: Int { eventID.utf8.count }

    public func add(to sum: inout Checksum) {
        sum.add(eventID)
        sum.add(eventType)
        sum.add(timestamp)
        sum.add(receivedAt)
        sum.add(sessionID)
        sum.add(userID)
        sum.add(deviceID)
        sum.add(appVersion)
        sum.add(Int(platform.number))
        sum.add(pageURL)
        sum.add(referrer)
        sum.add(country)
        sum.add(schemaVersion)
        sum.add(duration)
        sum.add(isFirst)
        sum.add(properties)
    }
}

extension EventWithoutMap: Checkable {
    public var witness: Int { eventID.utf8.count }

    public func add(to sum: inout Checksum) {
        sum.add(eventID)
        sum.add(eventType)
        sum.add(timestamp)
        sum.add(receivedAt)
        sum.add(sessionID)
        sum.add(userID)
        sum.add(deviceID)
        sum.add(appVersion)
        sum.add(Int(platform.number))
        sum.add(pageURL)
        sum.add(referrer)
        sum.add(country)
        sum.add(schemaVersion)
        sum.add(duration)
        sum.add(isFirst)
    }
}

extension Small: Checkable {
    public var witness: Int { eventID.utf8.count }

    public func add(to sum: inout Checksum) {
        sum.add(eventID)
        sum.add(timestamp)
        sum.add(userID)
        sum.add(count)
        sum.add(price)
        sum.add(isFirst)
    }
}

extension Nested: Checkable {
    public var witness: Int { name.utf8.count }

    public func add(to sum: inout Checksum) {
        sum.add(name)
        sum.add(value)
        let second = child ?? Level2()
        sum.add(second.name)
        sum.add(second.value)
        let third = second.child ?? Level3()
        sum.add(third.name)
        sum.add(third.value)
        let fourth = third.child ?? Level4()
        sum.add(fourth.name)
        sum.add(fourth.value)
        let fifth = fourth.child ?? Level5()
        sum.add(fifth.name)
        sum.add(fifth.value)
    }
}

extension Numbers: Checkable {
    public var witness: Int { values.count }

    public func add(to sum: inout Checksum) {
        sum.add(name)
        sum.add(values)
    }
}
