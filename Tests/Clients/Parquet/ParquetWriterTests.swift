// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import ClientParquet
import CodegenGolden
import Foundation
import SluiceRuntime
import TestKit
import Testing

@Suite("Parquet files have what was appended, for every reader")
struct ParquetWriterTests {
    private struct Report: Decodable {
        let metadata: [String: String]
        let rowGroups: Int
        let compression: String
        let duckdb: Int
        let duckdbByID: Int
        let duckdbBloom: Int
        let clickhouse: Int
        let clickhouseCountries: Int
        let countries: Int
    }

    @Test("Events with every construct come back from pyarrow value by value, and DuckDB and ClickHouse count them")
    func everything() throws {
        let schema = ProjectRoot.path + "/codegen/Golden/schemas/everything.avsc"
        let lines = try PythonOracle.run(file: "Tests/Codegen/Oracles/avro.py", ["make", schema, "300", "3"])
        let folder = try TemporaryFolder.make("parquet")
        try Data(lines.utf8).write(to: URL(fileURLWithPath: folder + "/lines"))

        var options = ParquetWriter.Options()
        options.bloomFilterColumns = ["event_id", "user_id"]
        options.expectedDistinctValues = 100
        let path = folder + "/events.parquet"
        let writer = try ParquetWriter(path: path, fields: Everything.Columns.fields, options: options)
        let batch = Everything.Columns()
        for line in lines.split(separator: "\n") {
            try append(line, to: batch)
            if batch.rows == 100 {
                try batch.withColumns { try writer.writeRowGroup($0) }
                batch.removeAll()
            }
        }
        let size = try writer.close(metadata: [("sluice.event_type", "everything"), ("note", "naïve")])
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        #expect(attributes[.size] as? Int64 == size)

        let output = try PythonOracle.run(
            file: "Tests/Clients/Parquet/Oracles/parquet_oracle.py", [schema, folder + "/lines", path])
        let report = try JSONDecoder().decode(Report.self, from: Data(output.utf8))
        #expect(report.metadata["sluice.event_type"] == "everything")
        #expect(report.metadata["note"] == "naïve")
        #expect(report.rowGroups == 3)
        #expect(report.compression == "ZSTD")
        #expect(report.duckdb == 300)
        #expect(report.duckdbByID == 1)
        #expect(report.duckdbBloom == 3)
        #expect(report.clickhouse == 300)
        #expect(report.clickhouseCountries == report.countries)
    }

    private func append(_ line: Substring, to batch: Everything.Columns) throws {
        let digits = line.compactMap(\.hexDigitValue)
        let bytes = stride(from: 0, to: digits.count - 1, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
        try bytes.withUnsafeBytes { raw in
            var reader = AvroReader(raw)
            try batch.append(from: &reader)
            try reader.expectEnd()
        }
    }

    @Test("A folder that is not there, and a file that is closed, are errors with a text")
    func errors() throws {
        let fields = [ColumnField("n", .int64)]
        let missing = #expect(throws: ParquetError.self) {
            try ParquetWriter(path: "/nowhere/at/all.parquet", fields: fields)
        }
        #expect(missing?.description.contains("/nowhere/at/all.parquet") == true)
        let writer = try ParquetWriter(path: try TemporaryFolder.make("parquet") + "/a.parquet", fields: fields)
        #expect(try writer.close() > 0)
        #expect(throws: ParquetError.self) { try writer.close() }
        #expect(throws: ParquetError.self) { try writer.writeRowGroup([]) }
    }

    @Test("A schema that Parquet does not have is an error with a text")
    func impossibleSchema() throws {
        let path = try TemporaryFolder.make("parquet") + "/a.parquet"
        #expect(throws: ParquetError.self) {
            try ParquetWriter(path: path, fields: [ColumnField("empty", .structure([]))])
        }
    }
}
