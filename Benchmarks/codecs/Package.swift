// swift-tools-version: 6.2
// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

// A package of its own, so that what is measured is what a consumer's release build has.

import PackageDescription

/// A program for each format: the types of both have the same names.
func program(_ name: String) -> Target {
    .executableTarget(
        name: name, dependencies: ["BenchSupport", .product(name: "SluiceRuntime", package: "sluice")],
        plugins: [.plugin(name: "SluiceCodegenPlugin", package: "sluice")])
}

let package = Package(
    name: "bench-codecs",
    dependencies: [.package(name: "sluice", path: "../..")],
    targets: [
        .target(name: "BenchSupport"),
        program("bench-codecs-avro"),
        program("bench-codecs-protobuf"),
    ]
)
