// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import CParquet
public import SluiceRuntime

/// A Parquet file that is being written on this machine, by Arrow C++.
///
/// Zstandard at level 1 (a higher one was slower and gave larger files on events), page indexes, statistics, and bloom
/// filters on the columns named. Calls block. A writer that goes without `close` leaves a file that can't be read.
///
/// Arrow comes into the process with the first file, by a library of its own (`ParquetLibrary`).
public final class ParquetWriter {
    /// How a file is written.
    public struct Options: Sendable {
        /// Zstandard's level.
        public var compressionLevel: Int32 = 1
        /// Names of top-level columns that get a bloom filter, and no dictionary: those whose values hardly repeat.
        public var bloomFilterColumns: [String] = []
        /// How many different values such a column has in a row group, about; the filters' size follows from it.
        public var expectedDistinctValues = 1_000_000

        public init() {}
    }

    public let path: String
    private let library: ParquetLibrary
    private let file: OpaquePointer

    /// Makes the file; one that is there is overwritten.
    public init(path: String, fields: [ColumnField], options: Options = Options()) throws(ParquetError) {
        self.path = path
        library = try ParquetLibrary()
        let arena = ArrowArena()
        let names = options.bloomFilterColumns.map { Optional(UnsafePointer(arena.text($0))) }
        var message: UnsafeMutablePointer<CChar>?
        let opened = names.withUnsafeBufferPointer { [library] columns in
            var settings = sluice_parquet_options(
                compression_level: options.compressionLevel, bloom_columns: columns.baseAddress,
                bloom_column_count: Int64(columns.count),
                bloom_distinct_values: Int64(max(1, options.expectedDistinctValues)))
            return library.functions.open(path, arena.schema(of: fields), &settings, &message)
        }
        guard let opened else { throw library.error("make the Parquet file", path, taking: message) }
        file = opened
    }

    deinit { library.functions.free(file) }

    /// Writes the rows as one row group.
    ///
    /// - Parameter columns: the columns of the fields that the file was made with, all of as many rows.
    public func writeRowGroup(_ columns: [ColumnView]) throws(ParquetError) {
        let arena = ArrowArena()
        var message: UnsafeMutablePointer<CChar>?
        guard library.functions.write(file, arena.array(of: columns), &message) == 0 else {
            throw library.error("write a row group to", path, taking: message)
        }
    }

    /// The size of the row groups written, in bytes.
    public var bytesWritten: Int64 { library.functions.size(file) }

    /// Writes the footer and closes the file; nothing can be written afterwards.
    ///
    /// - Parameter metadata: what the footer tells beside the schema.
    /// - Returns: the file's size in bytes.
    public func close(metadata: [(key: String, value: String)] = []) throws(ParquetError) -> Int64 {
        let arena = ArrowArena()
        let keys = metadata.map { Optional(UnsafePointer(arena.text($0.key))) }
        let values = metadata.map { Optional(UnsafePointer(arena.text($0.value))) }
        var message: UnsafeMutablePointer<CChar>?
        guard library.functions.close(file, keys, values, Int64(metadata.count), &message) == 0 else {
            throw library.error("finish the Parquet file", path, taking: message)
        }
        return library.functions.size(file)
    }
}
