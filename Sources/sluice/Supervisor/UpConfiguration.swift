// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// What `sluice up` runs, and where.
struct UpConfiguration: Sendable {
    let folder: DataFolder
    let home: ProjectHome
    let parts: [PartName]
    let ports: [PartName: Int]
    /// Of this process; settings that parts left out need come from there.
    let environment: [String: String]

    /// Options of the commands that start parts.
    static let options: [any OptionDeclaration] = [Settings.data, Settings.home, partList] + portOptions.map(\.option)

    static let partList = Option<ChoiceList<PartName>>(
        "parts", "PART,…", environment: "SLUICE_UP_PARTS", default: ChoiceList(PartName.allCases),
        defaultText: PartName.allCases.map(\.rawValue).joined(separator: ","),
        help: "What to run here; what is left out is reached by its usual setting.")

    /// The usual ports of Redis and Kafka are left to those that may already run.
    private static let defaultPorts: [(name: PartName, number: Int)] = [
        (.redis, 16_379), (.kafka, 19_092), (.registry, 8081), (.ingest, 8080), (.streams, 8083), (.lake, 8084),
    ]

    static let portOptions: [(name: PartName, option: Option<Port>)] = defaultPorts.map { name, number in
        let option = Option<Port>(
            "\(name.rawValue)-port", "PORT", environment: "SLUICE_UP_\(name.rawValue.uppercased())_PORT",
            default: Port(number), defaultText: "\(number)", help: "The port of \(name.title).")
        return (name, option)
    }

    init(_ arguments: Arguments) throws(UsageError) {
        let chosen = try arguments.value(Self.partList).choices
        var ports: [PartName: Int] = [:]
        for (name, option) in Self.portOptions {
            let number = try arguments.value(option).number
            if chosen.contains(name), let other = ports.first(where: { $0.value == number }) {
                throw UsageError("\(other.key.title) and \(name.title) can't both have the port \(number).")
            }
            if chosen.contains(name) { ports[name] = number }
        }
        self.ports = ports
        parts = PartName.allCases.filter(chosen.contains)
        folder = DataFolder(try arguments.value(Settings.data))
        do {
            home = try ProjectHome.find(setting: try arguments.optional(Settings.home))
        } catch let error as UsageError {
            throw error
        } catch {
            throw UsageError("\(error)")
        }
        environment = arguments.environment
    }

    /// How a person chooses another port for a part; nil if the part listens on none.
    func listeningPort(_ name: PartName) -> Part.ListeningPort? {
        guard let number = ports[name] else { return nil }
        return .init(
            number: number, flag: "\(name.rawValue)-port", variable: "SLUICE_UP_\(name.rawValue.uppercased())_PORT")
    }

    /// By environment variable: where the parts that run here are reached.
    var settings: [String: String] {
        var settings = ["SLUICE_LAKE": folder.lake]
        for part in parts {
            let port = ports[part] ?? 0
            switch part {
            case .postgres: settings["SLUICE_DATABASE"] = folder.databaseURL
            case .redis: settings["SLUICE_REDIS"] = "redis://127.0.0.1:\(port)/0"
            case .kafka:
                settings["SLUICE_KAFKA"] = "127.0.0.1:\(port)"
                // It does not hold back a fetch until there is something to answer.
                settings["SLUICE_KAFKA_SLUICE_IDLE_REST_MS"] = "200"
                // One broker has one copy; and a few partitions are enough for one machine.
                settings["SLUICE_TOPIC_REPLICATION"] = "1"
                settings["SLUICE_TOPIC_PARTITIONS"] = "4"
            case .registry: settings["SLUICE_REGISTRY"] = "http://127.0.0.1:\(port)"
            case .ingest: settings["SLUICE_INGEST"] = "http://127.0.0.1:\(port)"
            case .streams, .lake: break
            }
        }
        return settings
    }

    /// What the processes that are started get.
    var childEnvironment: [String: String] {
        let defaults = [
            // A demo that is run again days later should still know its events.
            "SLUICE_INGEST_DEDUP_WINDOW": "7d",
            // One that replays months in minutes may be months of event time behind after a restart.
            "SLUICE_STREAMS_STATE_RETENTION": "400d",
            // The one-machine broker never notices that a member of a group has died, but lets one of the same name take
            // its place.
            "SLUICE_STREAMS_INSTANCE": "up",
            "SLUICE_LAKE_INSTANCE": "up",
            // What was sent should soon be seen.
            "SLUICE_LAKE_ROTATION_AGE": "5s",
            // Replayed in another order than that of time, months of dates are written at once.
            "SLUICE_LAKE_OPEN_FILES": "5000",
        ]
        var child = defaults.merging(environment) { $1 }.merging(settings) { $1 }
        child["SLUICE_DATA"] = folder.path
        child["SLUICE_HOME"] = home.path
        child["SLUICE_LISTEN"] = nil
        return child
    }
}
