// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Lake
import SluiceRuntime

/// `sluice lake ls`: what is in the lake, by its books.
struct LakeListCommand: Command {
    private struct Totals: Encodable {
        let eventType: String
        let files: Int64
        let rows: Int64
        let bytes: Int64
    }

    static let type = Option<String>("type", "EVENT_TYPE", help: "List the files of this event type.")
    static let paths = Flag("paths", help: "Print exactly the paths of the live files, for engines that read by list.")

    static let definition = CommandDefinition(
        "lake ls", summary: "List what is in the lake",
        options: [type, paths, Settings.lake, Settings.database, Settings.json],
        examples: [
            .init("sluice lake ls", "Files, rows and bytes of each event type."),
            .init("sluice lake ls --type purchase", "Its files by date."),
            .init(
                "duckdb -c \"SELECT count(*) FROM read_parquet([$(sluice lake ls --paths | sed \"s/.*/'&'/\" | paste -sd,)])\"",
                "Read by an engine, exactly what is live."),
        ])

    let type: String?
    let printsPaths: Bool
    let lake: String
    let catalog: LakeCatalog
    let asJSON: Bool

    init(_ arguments: Arguments) throws(UsageError) {
        type = try arguments.optional(Self.type)
        printsPaths = arguments[Self.paths]
        lake = try arguments.value(Settings.lake)
        catalog = LakeCatalog(databaseURL: try arguments.value(Settings.database))
        asJSON = arguments[Settings.json]
    }

    func run(_ console: Console) throws -> ExitCode {
        if printsPaths {
            for file in try catalog.files(eventType: type) { console.out.write("\(lake)/\(file.path)\n") }
        } else if type != nil {
            try showFiles(console)
        } else {
            try showTotals(console)
        }
        return .done
    }

    private func showTotals(_ console: Console) throws {
        let totals = try catalog.totals().map {
            Totals(eventType: $0.eventType, files: $0.files, rows: $0.rows, bytes: $0.bytes)
        }
        if asJSON { return try console.printJSON(totals) }
        var table = Table([.text("event type"), .number("files"), .number("rows"), .number("size")])
        for total in totals {
            table.add([
                total.eventType, Int(total.files).grouped, Int(total.rows).grouped, Int(total.bytes).asByteSize,
            ])
        }
        console.print(totals.isEmpty ? "The lake is empty." : table.text(console))
    }

    private func showFiles(_ console: Console) throws {
        struct Row: Encodable {
            let path: String
            let date: String
            let rows: Int64
            let bytes: Int64
            let firstTimestamp: String
            let lastTimestamp: String
            let schemaID: Int32
        }
        let rows = try catalog.files(eventType: type).map { file in
            Row(
                path: file.path, date: file.date, rows: file.rows, bytes: file.bytes,
                firstTimestamp: file.timestamps.lowerBound.rfc3339, lastTimestamp: file.timestamps.upperBound.rfc3339,
                schemaID: file.schemaID)
        }
        if asJSON { return try console.printJSON(rows) }
        var table = Table([.text("date"), .number("rows"), .number("size"), .text("file")])
        for row in rows { table.add([row.date, Int(row.rows).grouped, Int(row.bytes).asByteSize, row.path]) }
        console.print(rows.isEmpty ? "There are no files of this event type." : table.text(console))
    }
}

/// `sluice lake verify`: whether the folder has what the books say.
struct LakeVerifyCommand: Command {
    static let definition = CommandDefinition(
        "lake verify", summary: "Compare the lake's folder with its books",
        discussion:
            "Every listed file must be there with its size, and nothing else. Exit code 1 if something is not so.",
        options: [Settings.lake, Settings.database],
        examples: [.init("sluice lake verify", "Names what is missing, changed, or not listed.")])

    let lake: String
    let catalog: LakeCatalog

    init(_ arguments: Arguments) throws(UsageError) {
        lake = try arguments.value(Settings.lake)
        catalog = LakeCatalog(databaseURL: try arguments.value(Settings.database))
    }

    func run(_ console: Console) throws -> ExitCode {
        let problems = try catalog.verify(folder: lake)
        for problem in problems { console.print("✗ \(problem.path): \(problem.description)") }
        if problems.isEmpty { console.print("✓ \(try catalog.files().count.grouped) files are as they should be.") }
        return problems.isEmpty ? .done : .no
    }
}
