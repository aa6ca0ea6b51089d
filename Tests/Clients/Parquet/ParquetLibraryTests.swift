// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import CParquet
import Glibc
import TestKit
import Testing

@testable import ClientParquet

@Suite("The library that writes Parquet is opened when it is needed")
struct ParquetLibraryTests {
    @Test("It lies beside the program, and its names are not the program's")
    func opened() throws {
        #expect(try ParquetLibrary().arrowVersion.hasPrefix("26."))
        // Arrow's simdjson, another than ours, would be found the same way.
        #expect(dlsym(nil, SLUICE_PARQUET_FUNCTIONS) == nil)
    }

    @Test("One that is not there is named, with what to do")
    func missing() {
        let error = #expect(throws: ParquetError.self) { try ParquetLibrary("libSluiceAbsent.so") }
        #expect(error?.description.hasPrefix("could not open libSluiceAbsent.so: ") == true)
        #expect(error?.description.contains("No such file or directory; ") == true)
        #expect(error?.description.hasSuffix("run `make build`") == true)
    }

    @Test("One of another build is refused, and not called")
    func stranger() {
        let error = #expect(throws: ParquetError.self) { try ParquetLibrary("libm.so.6") }
        #expect(
            error?.description
                == "could not use libm.so.6: it has no \(SLUICE_PARQUET_FUNCTIONS), so it is of another build; "
                + "build it and the program together: run `make build`")
    }

    @Test("The program is not linked to Arrow, which every process of it would carry")
    func notLinked() throws {
        let loaded = try SluiceProcess.run([], environment: ["LD_TRACE_LOADED_OBJECTS": "1"]).output
        #expect(loaded.contains("libsimdjson.so"))
        #expect(!loaded.contains("libarrow"))
        #expect(!loaded.contains("libparquet"))
    }
}
