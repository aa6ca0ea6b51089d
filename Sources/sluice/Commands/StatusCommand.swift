// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// `sluice status`: what a running `sluice up` has started, and how it is.
struct StatusCommand: Command {
    static let definition = CommandDefinition(
        "status", summary: "Show the parts that `sluice up` runs here",
        discussion: """
            Exit code 0 if every part is healthy, 1 if one is not, 3 if nothing runs with this data folder.
            """,
        options: [Settings.data, Settings.json],
        examples: [
            .init("sluice status", "A table of the parts: status, process, address, log."),
            .init("sluice status --json | jq '.parts[] | select(.status != \"healthy\")'", "What is not well."),
        ])

    let folder: String
    let asJSON: Bool

    init(_ arguments: Arguments) throws(UsageError) {
        folder = try arguments.value(Settings.data)
        asJSON = arguments[Settings.json]
    }

    func run(_ console: Console) throws -> ExitCode {
        guard let state = UpState.running(in: folder) else {
            throw CommandFailure.unreachable(
                "nothing runs with the data folder \(folder). Start it with: sluice up --data \(folder)")
        }
        let isWell = state.parts.allSatisfy { $0.status == "healthy" }
        if asJSON {
            try console.printJSON(state)
            return isWell ? .done : .no
        }
        var table = Table([
            .text("part"), .text("status"), .number("process"), .number("restarts"), .text("address"), .text("log"),
        ])
        for part in state.parts {
            table.add([
                part.name.title, part.status, part.processID.map { "\($0)" } ?? "", "\(part.restarts)", part.address,
                part.log,
            ])
        }
        console.print(table.text(console))
        for part in state.parts {
            if let problem = part.problem { console.print("\(part.name.title): \(problem)") }
        }
        console.print("sluice up, process \(state.processID), since \(state.startedAt). To stop: sluice down")
        return isWell ? .done : .no
    }
}
