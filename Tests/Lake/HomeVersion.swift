// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats
import SluiceRuntime
import SluiceSchemas

/// Another version of the event type `home` than the generated one, and how its events are written.
struct HomeVersion: Sendable {
    let id: Int32
    let schema: AvroSchema
    private let change: @Sendable (inout [AvroValue.Entry]) -> Void

    static let all = [newer, older, wider]

    /// Has a new property and has lost `device_id`, which has a default.
    static let newer = HomeVersion(id: 101) { fields, properties in
        fields.removeAll { $0.name == "device_id" }
        let optional = AvroType(.union([AvroType(.null), AvroType(.string)]))
        properties.append(AvroField(name: "campaign", type: optional, defaultValue: .null))
    } change: { entries in
        entries.removeAll { $0.name == "device_id" }
        for index in entries.indices where entries[index].name == "properties" {
            guard case .record(var properties) = entries[index].value else { continue }
            properties.append(.init(name: "campaign", value: .union(branch: 1, value: .string("spring"))))
            entries[index].value = .record(properties)
        }
    }

    /// Has an int where the type has a long since.
    static let older = HomeVersion(id: 102) { fields, _ in
        for index in fields.indices where fields[index].name == "received_at" { fields[index].type = AvroType(.int) }
    } change: { entries in
        for index in entries.indices where entries[index].name == "received_at" {
            entries[index].value = .int(1_710_000_000)
        }
    }

    /// Has a long where the type has an int: the type can't be read from it.
    static let wider = HomeVersion(id: 103) { fields, _ in
        for index in fields.indices where fields[index].name == "time_flags" { fields[index].type = AvroType(.long) }
    } change: { entries in
        for index in entries.indices where entries[index].name == "time_flags" { entries[index].value = .long(0) }
    }

    private init(
        id: Int32, _ edit: (_ fields: inout [AvroField], _ properties: inout [AvroField]) -> Void,
        change: @escaping @Sendable (inout [AvroValue.Entry]) -> Void
    ) {
        self.id = id
        self.change = change
        schema = Self.edited(edit)
    }

    private static var generated: AvroSchema? { try? AvroSchema.parse(Home.avroSchema) }

    private static func edited(
        _ edit: (_ fields: inout [AvroField], _ properties: inout [AvroField]) -> Void
    ) -> AvroSchema {
        let home = AvroName(namespace: "sluice.events", name: "Home")
        let own = AvroName(namespace: "sluice.events", name: "HomeProperties")
        guard let generated, case .record(var event)? = generated.types[home],
            case .record(var properties)? = generated.types[own]
        else { return AvroSchema(root: AvroType(.null), types: [:], text: "") }
        edit(&event.fields, &properties.fields)
        var types = generated.types
        types[home] = .record(event)
        types[own] = .record(properties)
        return AvroSchema(root: generated.root, types: types, text: "")
    }

    /// The event as a client of this version sends it, framed.
    func framed(_ event: Home) throws -> [UInt8] {
        guard let generated = Self.generated,
            case .record(var entries) = try AvroValue.decode(event.avroBytes(), as: generated)
        else { return [] }
        change(&entries)
        return RegistryFraming.frame(schemaID: id, try AvroValue.record(entries).encode(as: schema))
    }
}
