// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Foundation

/// A program run to its end, with what it wrote.
struct ToolRun {
    let ending: ChildProcess.Ending
    /// Standard output and standard error together.
    let output: String

    var succeeded: Bool { ending == .exited(0) }

    /// Starts the program and waits for it. Its output goes through a file that nobody else can open, so that no amount
    /// of it blocks.
    init(_ launch: ChildProcess.Launch) throws {
        guard let file = tmpfile() else {
            throw CommandFailure.no("no temporary file can be made: \(String(cString: strerror(errno))).")
        }
        defer { fclose(file) }
        var launch = launch
        launch.output = fileno(file)
        ending = try ChildProcess(launch).wait()
        rewind(file)
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 64 << 10)
        while true {
            let count = fread(&chunk, 1, chunk.count, file)
            guard count > 0 else { break }
            bytes += chunk.prefix(count)
        }
        output = String(decoding: bytes, as: UTF8.self)
    }
}
