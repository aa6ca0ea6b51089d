// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Registry

/// `sluice registry`: one process of the schema registry.
struct RegistryCommand: Command {
    static let shapes = Option<ReplyShapes>(
        "shapes", "SHAPES", environment: "SLUICE_REGISTRY_SHAPES", default: .byHeader, defaultText: "by-header",
        help: "Which generation of clients replies are made for: v7, v8, or by-header.")
    static let incompatibleCode = Option<IncompatibleCode>(
        "incompatible-code", "CODE", environment: "SLUICE_REGISTRY_INCOMPATIBLE_CODE", default: .established,
        defaultText: "409", help: "The error code of an incompatible schema: 409, or 40901 as newer registries have it."
    )
    static let threads = Option<PositiveCount>(
        "threads", "N", environment: "SLUICE_REGISTRY_THREADS", default: PositiveCount(8), defaultText: "8",
        help: "Requests worked on at once, each with a connection to the database.")

    static let definition = CommandDefinition(
        "registry", summary: "Serve the schema registry from PostgreSQL",
        discussion: """
            Speaks the REST interface that existing Avro and Protobuf clients know. Any number of processes may serve one \
            database. Ends in order on SIGTERM.
            """,
        options: [
            Settings.listen(port: 8081), Settings.database, shapes, incompatibleCode, threads, Settings.logLevel,
        ] + AccessSettings.options + TLSSettings.options,
        examples: [
            .init("sluice registry", "On port 8081 of this machine."),
            .init("sluice registry --listen 0.0.0.0:8081 --threads 32", "For others, with more at once."),
            .init("sluice registry --auth required", "Only for who has a key: sluice keys create NAME --role reader"),
        ])

    let configuration: RegistryConfiguration
    let logLevel: LogLevel

    init(_ arguments: Arguments) throws(UsageError) {
        let listen = try arguments.value(Settings.listen(port: 8081))
        var configuration = RegistryConfiguration(
            databaseURL: try arguments.value(Settings.database), host: listen.host, port: listen.port)
        configuration.shapes = try arguments.value(Self.shapes).shapes
        configuration.incompatibleCode = try arguments.value(Self.incompatibleCode).number
        configuration.threads = try arguments.value(Self.threads).value
        let access = try AccessSettings(arguments)
        configuration.access = access.mode
        configuration.trustedProxies = access.proxies
        configuration.tls = try TLSSettings(arguments).identity
        self.configuration = configuration
        logLevel = try arguments.value(Settings.logLevel)
    }

    func run(_ console: Console) throws -> ExitCode {
        try ServiceRun(name: "registry", logLevel: logLevel, takesReloads: configuration.tls != nil).run {
            RegistryService(configuration: configuration)
        } start: { service in
            try service.start()
            return service.port
        } reload: {
            try $0.reloadIdentity()
        } stop: {
            $0.stop()
        }
    }
}

/// `ResponseShapes` as an argument.
enum ReplyShapes: String, ArgumentChoice {
    case v7, v8
    case byHeader = "by-header"

    var shapes: ResponseShapes {
        switch self {
        case .v7: .v7
        case .v8: .v8
        case .byHeader: .byHeader
        }
    }
}

/// The error code of an incompatible schema as an argument.
enum IncompatibleCode: String, ArgumentChoice {
    case established = "409"
    case newer = "40901"

    var number: Int {
        switch self {
        case .established: 409
        case .newer: 40_901
        }
    }
}
