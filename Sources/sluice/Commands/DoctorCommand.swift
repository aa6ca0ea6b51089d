// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import ClientKafka

/// `sluice doctor`: what Sluice depends on, whether it is reached, and what to do if not.
struct DoctorCommand: Command {
    static let definition = CommandDefinition(
        "doctor", summary: "Tell for each dependency whether it is reached, and what to do if not",
        discussion: "Exit code 0 if everything is reached (warnings may remain), 3 if something is not.",
        options: [
            Settings.database, Settings.kafka, Settings.redis, Settings.registry, Settings.registryKey,
            Settings.registryAuthority, Settings.ingest, Settings.lake,
            Settings.home, Settings.json,
        ] + UpConfiguration.portOptions.map(\.option),
        examples: [
            .init("sluice doctor", "A line for each, with its version."),
            .init("sluice doctor --json | jq '.[] | select(.state != \"well\")'", "What is not well."),
        ])

    let doctor: Doctor
    let asJSON: Bool

    init(_ arguments: Arguments) throws(UsageError) {
        let isUp = UpState.running(in: try arguments.value(Settings.data)) != nil
        let ports = isUp ? [] : UpConfiguration.portOptions
        doctor = Doctor(
            database: try arguments.value(Settings.database), kafka: try KafkaSettings.configuration(arguments),
            redis: try arguments.value(Settings.redis), registry: try RegistrySettings(arguments),
            ingest: try arguments.value(Settings.ingest), lake: try arguments.value(Settings.lake),
            home: try? ProjectHome.find(setting: try arguments.optional(Settings.home)),
            ports: try Self.listeningPorts(ports, arguments))
        asJSON = arguments[Settings.json]
    }

    func run(_ console: Console) throws -> ExitCode {
        let findings = doctor.examine()
        let exitCode: ExitCode = findings.contains { $0.state == .unreachable } ? .unreachable : .done
        if asJSON {
            try console.printJSON(findings)
            return exitCode
        }
        for finding in findings {
            let mark =
                switch finding.state {
                case .well: console.styled("✓", .green)
                case .warning: console.styled("!", .yellow)
                case .unreachable: console.styled("✗", .red)
                }
            let version = finding.version.map { " (\($0))" } ?? ""
            console.print("\(mark) \(finding.name.padded(to: 11)) \(finding.address)\(version): \(finding.detail)")
            if let advice = finding.advice { console.print("    → \(advice)") }
        }
        return exitCode
    }

    private static func listeningPorts(
        _ options: [(name: PartName, option: Option<Port>)], _ arguments: Arguments
    ) throws(UsageError) -> [Part.ListeningPort] {
        var ports: [Part.ListeningPort] = []
        for (_, option) in options {
            ports.append(
                .init(
                    number: try arguments.value(option).number, flag: option.spec.name,
                    variable: option.spec.environment ?? ""))
        }
        return ports
    }
}
