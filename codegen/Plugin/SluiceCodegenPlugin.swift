// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Foundation
import PackagePlugin

/// Generates Swift types from the `.avsc` and `.proto` files in a target's folder, before the target is compiled.
///
/// The schemas are declared as inputs, so an incremental build generates again when one of them changes.
@main
struct SluiceCodegenPlugin: BuildToolPlugin {
    func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
        guard let target = target as? SwiftSourceModuleTarget else { return [] }
        let schemas = target.sourceFiles.map(\.url).filter { ["avsc", "proto"].contains($0.pathExtension) }
            .sorted { $0.path < $1.path }
        guard !schemas.isEmpty else {
            Diagnostics.warning(
                "\(target.name): no .avsc or .proto file is in this target's folder, so nothing is generated")
            return []
        }
        let folder = context.pluginWorkDirectoryURL
        // As `Codegen.fileNames(for:)` says; a plugin can't import the generator.
        var names = schemas.map { "\($0.lastPathComponent).swift" }
        if schemas.contains(where: { $0.pathExtension == "avsc" }) {
            names += ["SharedTypes.generated.swift", "EventCatalog.generated.swift"]
        }
        return [
            .buildCommand(
                displayName: "Generating Swift types from \(schemas.count) schemas of \(target.name)",
                executable: try context.tool(named: "sluice-codegen").url,
                arguments: ["--out", folder.path] + schemas.map(\.path),
                inputFiles: schemas,
                outputFiles: names.map { folder.appendingPathComponent($0) })
        ]
    }
}
