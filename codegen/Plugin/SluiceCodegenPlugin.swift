// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Foundation
import PackagePlugin

/// Generates Swift types from the `.avsc` files in a target's folder, before the target is compiled.
///
/// The schemas are declared as inputs, so an incremental build generates again when one of them changes.
@main
struct SluiceCodegenPlugin: BuildToolPlugin {
    func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
        guard let target = target as? SwiftSourceModuleTarget else { return [] }
        let schemas = target.sourceFiles.map(\.url).filter { $0.pathExtension == "avsc" }
            .sorted { $0.path < $1.path }
        guard !schemas.isEmpty else {
            Diagnostics.warning("\(target.name): no .avsc file is in this target's folder, so nothing is generated")
            return []
        }
        let folder = context.pluginWorkDirectoryURL
        // As `Codegen.fileNames(for:)` says; a plugin can't import the generator.
        let names =
            schemas.map { "\($0.deletingPathExtension().lastPathComponent).avsc.swift" }
            + ["SharedTypes.generated.swift", "EventCatalog.generated.swift"]
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
