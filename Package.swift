// swift-tools-version: 6.2
// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

// The order of the targets is the layer order: a target depends only on targets that stand above it.
// `docs/architecture.md` tells what each layer is for.

import PackageDescription

/// What every Swift target is compiled with.
///
/// Swift 6 language mode brings complete concurrency checking. The upcoming features make imports private unless said
/// otherwise, members visible only through an import in the same file, and existentials visible as `any`.
let swift: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("ExistentialAny"),
]

/// Names a client's target `Client<Name>` in `Sources/Clients/<Name>`.
func client(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .target(name: "Client\(name)", dependencies: dependencies, path: "Sources/Clients/\(name)", swiftSettings: swift)
}

/// Names a system library's target in `Sources/System/<name>`.
func system(_ name: String, pkgConfig: String? = nil) -> Target {
    .systemLibrary(name: name, path: "Sources/System/\(name)", pkgConfig: pkgConfig)
}

/// A test target that mirrors a folder of `Sources`.
func tests(
    _ name: String, _ dependencies: [Target.Dependency], exclude: [String] = []
) -> Target {
    .testTarget(
        name: "\(name)Tests", dependencies: dependencies + ["TestKit"], path: "Tests/\(name)", exclude: exclude,
        swiftSettings: swift)
}

let package = Package(
    name: "sluice",
    products: [
        .executable(name: "sluice", targets: ["sluice"]),
        .library(name: "SluiceRuntime", targets: ["SluiceRuntime"]),
        .library(name: "SluiceStreams", targets: ["SluiceStreams"]),
        // Not linked by `sluice` but opened by `sluice lake`: the other commands do without Arrow's 14 MB of memory.
        .library(name: "SluiceParquet", type: .dynamic, targets: ["CArrow"]),
        .plugin(name: "SluiceCodegenPlugin", targets: ["SluiceCodegenPlugin"]),
    ],
    targets: [
        // System: C libraries, no logic. hiredis and simdjson are linked by name: their pkg-config flags SwiftPM refuses.
        system("CLibpq", pkgConfig: "libpq"),
        system("CRdKafka", pkgConfig: "rdkafka"),
        system("CMicrohttpd", pkgConfig: "libmicrohttpd"),
        system("CHiredis"),
        system("CCurl", pkgConfig: "libcurl"),
        system("CCrypto", pkgConfig: "libcrypto"),
        system("CArrowWheel", pkgConfig: "arrow-wheel"),
        .target(
            name: "CSimdjson", path: "Sources/System/CSimdjson", cxxSettings: [.unsafeFlags(["-O3"])],
            linkerSettings: [.linkedLibrary("simdjson")]),
        .target(
            name: "CProtobuf", path: "Sources/System/CProtobuf",
            linkerSettings: [.linkedLibrary("protobuf")]),
        system("CParquet"),
        // The library finds Arrow C++ where `scripts/bootstrap` unpacked it (from the pyarrow wheel).
        .target(
            name: "CArrow", dependencies: ["CArrowWheel"], path: "Sources/System/CArrow", publicHeadersPath: ".",
            linkerSettings: [
                .unsafeFlags(["-Xlinker", "-rpath", "-Xlinker", "\(Context.packageDirectory)/.deps/arrow/lib"])
            ]),

        // What generated code imports.
        .target(name: "SluiceRuntime", swiftSettings: swift),

        // Schemas, generic codecs and parsed JSON: values and bytes, no I/O.
        .target(
            name: "Formats", dependencies: ["SluiceRuntime", "CSimdjson", "CProtobuf", "CCrypto"], swiftSettings: swift),
        .target(name: "Contracts", dependencies: ["Formats", "SluiceRuntime"], swiftSettings: swift),

        // The generator, its tool and its build plugin; then what this project itself registers, as Swift types.
        .target(
            name: "CodegenCore", dependencies: ["Formats"], path: "codegen/Generator", swiftSettings: swift),
        .executableTarget(
            name: "sluice-codegen", dependencies: ["CodegenCore"], path: "codegen/Tool", swiftSettings: swift),
        .plugin(
            name: "SluiceCodegenPlugin", capability: .buildTool(), dependencies: ["sluice-codegen"],
            path: "codegen/Plugin"),
        .target(
            name: "SluiceSchemas", dependencies: ["SluiceRuntime"], path: "schemas", swiftSettings: swift,
            plugins: ["SluiceCodegenPlugin"]),

        // What the generator makes of every construct: reviewed in diffs, compiled and run by the tests.
        .target(
            name: "CodegenGolden", dependencies: ["SluiceRuntime"], path: "codegen/Golden", exclude: ["schemas"],
            swiftSettings: swift),

        // Clients: one Swift face per system library; they know no domain.
        client("Telemetry", []),
        client("PostgreSQL", ["CLibpq", "ClientTelemetry"]),
        client("Kafka", ["CRdKafka", "ClientTelemetry"]),
        client("Redis", ["CHiredis", "ClientTelemetry"]),
        client("HTTP", ["CMicrohttpd", "CCurl", "ClientTelemetry"]),
        client("Registry", ["ClientHTTP", "Formats", "SluiceRuntime"]),
        client("Parquet", ["CParquet", "SluiceRuntime"]),

        // Domains: they meet only in the command line.
        .target(name: "Access", dependencies: ["Formats", "ClientPostgreSQL"], swiftSettings: swift),
        .target(
            name: "Registry",
            dependencies: [
                "SluiceRuntime", "Formats", "ClientPostgreSQL", "ClientHTTP", "ClientTelemetry", "Access",
            ],
            swiftSettings: swift),
        .target(
            name: "Ingest",
            dependencies: [
                "SluiceRuntime", "Formats", "Contracts", "SluiceSchemas", "ClientKafka", "ClientRedis", "ClientHTTP",
                "ClientRegistry", "ClientPostgreSQL", "ClientTelemetry", "Access",
            ], swiftSettings: swift),
        .target(
            name: "SluiceStreams",
            dependencies: [
                "SluiceRuntime", "ClientKafka", "ClientRedis", "ClientRegistry", "ClientHTTP", "ClientTelemetry",
            ],
            swiftSettings: swift),
        .target(
            name: "Lake",
            dependencies: [
                "SluiceRuntime", "ClientKafka", "ClientParquet", "ClientPostgreSQL", "ClientRegistry", "ClientHTTP",
                "ClientTelemetry",
            ],
            swiftSettings: swift),
        .executableTarget(
            name: "sluice",
            dependencies: [
                "SluiceRuntime", "Formats", "Contracts", "CodegenCore", "SluiceSchemas", "ClientTelemetry",
                "ClientPostgreSQL", "ClientKafka", "ClientRedis", "ClientHTTP", "ClientRegistry", "ClientParquet",
                "Access",
                "Registry", "Ingest", "SluiceStreams", "Lake",
            ], swiftSettings: swift),

        // Tests mirror Sources; TestKit starts real services on free ports.
        .target(
            name: "TestKit",
            dependencies: ["ClientTelemetry"], path: "Tests/TestKit", swiftSettings: swift),
        tests("SluiceRuntime", ["SluiceRuntime"]),
        // What fuzzers ask of an input; the tests ask it of their corpus.
        .target(name: "FuzzChecks", dependencies: ["Formats"], path: "Tests/Fuzz/Checks", swiftSettings: swift),
        tests("Formats", ["Formats", "SluiceRuntime", "FuzzChecks"], exclude: ["Oracles"]),
        tests("Contracts", ["Contracts", "Formats", "SluiceRuntime"], exclude: ["Oracles"]),
        tests(
            "Codegen", ["CodegenCore", "CodegenGolden", "SluiceSchemas", "SluiceRuntime", "Formats"],
            exclude: ["Oracles"]),
        tests(
            "Clients",
            [
                "ClientTelemetry", "ClientPostgreSQL", "ClientKafka", "ClientRedis", "ClientHTTP", "ClientRegistry",
                "ClientParquet", "CParquet", "CodegenGolden", "SluiceRuntime",
            ], exclude: ["Parquet/Oracles"]),
        tests("Access", ["Access", "ClientPostgreSQL"]),
        tests(
            "Registry", ["Registry", "Access", "Formats", "ClientPostgreSQL", "ClientHTTP"],
            exclude: ["Oracles"]),
        tests(
            "Ingest",
            [
                "Ingest", "Registry", "Access", "Contracts", "Formats", "SluiceSchemas", "SluiceRuntime", "ClientKafka",
                "ClientRedis", "ClientHTTP", "ClientRegistry", "ClientPostgreSQL",
            ]),
        tests(
            "SluiceStreams",
            [
                "SluiceStreams", "SluiceRuntime", "Formats", "ClientKafka", "ClientRedis", "ClientRegistry",
                "ClientHTTP",
            ]),
        tests(
            "Lake",
            [
                "Lake", "SluiceRuntime", "Formats", "SluiceSchemas", "ClientParquet", "ClientKafka", "ClientPostgreSQL",
                "ClientRegistry", "ClientHTTP", "ClientTelemetry",
            ], exclude: ["Oracles"]),
        tests(
            "sluice",
            [
                "sluice", "Registry", "Formats", "SluiceRuntime", "ClientHTTP", "ClientPostgreSQL", "ClientRegistry",
                "ClientKafka",
            ]),
        tests("EndToEnd", ["ClientHTTP", "ClientPostgreSQL"], exclude: ["Oracles"]),
    ],
    cxxLanguageStandard: .cxx20
)

// Fuzzers are linked by `swift build --sanitize fuzzer`, which brings their main function; so they are no part of other
// builds (`make fuzz-avro`, `make fuzz-protobuf`).
if Context.environment["SLUICE_FUZZ"] != nil {
    for (name, folder) in [("fuzz-avro", "Avro"), ("fuzz-protobuf", "Protobuf")] {
        package.products.append(.executable(name: name, targets: [name]))
        package.targets.append(
            .executableTarget(
                name: name, dependencies: ["Formats", "FuzzChecks"], path: "Tests/Fuzz/\(folder)",
                exclude: ["Corpus"], swiftSettings: swift + [.unsafeFlags(["-parse-as-library"])]))
    }
}
