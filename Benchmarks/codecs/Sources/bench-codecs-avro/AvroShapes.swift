// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import BenchSupport
import SluiceRuntime

extension Platform {
    var number: Int {
        switch self {
        case .unknown: 0
        case .web: 1
        case .ios: 2
        case .android: 3
        case .backend: 4
        }
    }
}

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
        sum.add(platform.number)
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
        sum.add(platform.number)
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
        sum.add(child.name)
        sum.add(child.value)
        sum.add(child.child.name)
        sum.add(child.child.value)
        sum.add(child.child.child.name)
        sum.add(child.child.child.value)
        sum.add(child.child.child.child.name)
        sum.add(child.child.child.child.value)
    }
}

extension Numbers: Checkable {
    public var witness: Int { values.count }

    public func add(to sum: inout Checksum) {
        sum.add(name)
        sum.add(values)
    }
}
