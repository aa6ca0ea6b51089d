// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import CParquet
import Glibc

/// The library that writes Parquet files, `Sources/System/CArrow`, opened when it is needed.
///
/// Not linked: Arrow takes 14 MB of every process that it is linked to, and of all commands only `sluice lake` writes Parquet.
/// What it is opened by says what it needs: nothing but one table of functions.
public struct ParquetLibrary {
    /// What it is called, in the folder of the program.
    public static let name = "libSluiceParquet.so"

    /// Arrow's version, such as `26.0.1`.
    public let arrowVersion: String

    let functions: sluice_parquet_functions

    /// Opens the library; after the first time, that costs nothing.
    ///
    /// `ParquetWriter` does it too. Who writes files later asks at the start, so that what is missing is told then.
    public init() throws(ParquetError) { try self.init(Self.name) }

    /// - Parameter name: looked for where the program's run path says, which begins with the program's own folder.
    init(_ name: String) throws(ParquetError) {
        // Arrow has a newer simdjson in it than ours, of the same names. Ours can't be bound to Arrow's, because the library
        // is local; and Arrow's is not bound to ours, because its own names go before the program's.
        guard let handle = dlopen(name, RTLD_NOW | RTLD_LOCAL | RTLD_DEEPBIND) else {
            throw ParquetError(
                action: "open", path: name, detail: dlerror().map { String(cString: $0) } ?? "no reason given",
                advice: "it belongs into the folder of the program, and Arrow into .deps/: run `make build`")
        }
        // It stays open as long as the process: Arrow has threads.
        guard let table = dlsym(handle, SLUICE_PARQUET_FUNCTIONS) else {
            throw ParquetError(
                action: "use", path: name, detail: "it has no \(SLUICE_PARQUET_FUNCTIONS), so it is of another build",
                advice: "build it and the program together: run `make build`")
        }
        functions = table.load(as: sluice_parquet_functions.self)
        arrowVersion = String(cString: functions.arrow_version)
    }

    /// Takes over a text of the library.
    func error(_ action: String, _ path: String, taking text: UnsafeMutablePointer<CChar>?) -> ParquetError {
        defer { functions.free_text(text) }
        return ParquetError(
            action: action, path: path, detail: text.map { String(cString: $0) } ?? "no reason given",
            advice: "check that the folder is there, writable and not full")
    }
}
