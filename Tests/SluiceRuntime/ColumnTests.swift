// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import SluiceRuntime
import Testing

/// What the generator makes of a record of a string, a nullable long and an array of longs.
private struct SampleColumns: ~Copyable, RecordColumns {
    var name = BytesColumn(.string)
    var count = PrimitiveColumn<Int64>(.int64, isNullable: true)
    var flag = BooleanColumn()
    var sizes = ListColumn(PrimitiveColumn<Int64>(.int64))

    mutating func append(from reader: inout AvroReader) throws(CodecError) {
        try name.append(try reader.utf8(at: "name"))
        if try reader.isNull(branch: 0, at: "count") {
            count.appendNull()
        } else {
            count.append(try reader.long(at: "count"))
        }
        flag.append(try reader.boolean(at: "flag"))
        try sizes.append(from: &reader, at: "sizes") { items, reader throws(CodecError) in
            items.append(try reader.long())
        }
    }

    mutating func visit(_ visitor: inout some ColumnVisitor) {
        visitor.visit(&name, named: "name")
        visitor.visit(&count, named: "count")
        visitor.visit(&flag, named: "flag")
        visitor.visit(&sizes, named: "sizes")
    }
}

@Suite("Columns hold rows in Arrow's layout")
struct ColumnTests {
    private func append(_ batch: ColumnBatch<SampleColumns>, _ bytes: [UInt8]) throws {
        try bytes.withUnsafeBytes { raw in
            var reader = AvroReader(raw)
            try batch.append(from: &reader)
        }
    }

    private func int32s(_ buffer: UnsafeRawBufferPointer) -> [Int32] {
        stride(from: 0, to: buffer.count, by: 4).map { buffer.loadUnaligned(fromByteOffset: $0, as: Int32.self) }
    }

    @Test("Values, offsets and validity are where Arrow expects them")
    func layout() throws {
        let batch = ColumnBatch<SampleColumns>()
        try append(batch, [4, 0x61, 0x62, 2, 10, 1, 4, 2, 4, 0])
        try append(batch, [0, 0, 0, 0])
        try append(batch, [2, 0x63, 2, 1, 1, 2, 6, 0])
        #expect(batch.rows == 3)
        #expect(
            ColumnBatch<SampleColumns>.fields == [
                ColumnField("name", .string), ColumnField("count", .int64, isNullable: true),
                ColumnField("flag", .boolean), ColumnField("sizes", .list(ColumnField("element", .int64))),
            ])
        batch.withColumns { columns in
            #expect(columns.map(\.rows) == [3, 3, 3, 3])
            #expect(int32s(columns[0].buffers[0]) == [0, 2, 2, 3])
            #expect(Array(columns[0].buffers[1]) == [0x61, 0x62, 0x63])
            #expect(columns[0].validity == nil)
            #expect(columns[1].nullCount == 1)
            #expect(columns[1].validity.map(Array.init) == [0b101])
            #expect(columns[2].buffers[0].first == 0b101)
            #expect(int32s(columns[3].buffers[0]) == [0, 2, 2, 3])
            #expect(columns[3].children[0].rows == 3)
        }
    }

    @Test("A row that can't be read leaves no trace")
    func failedRow() throws {
        let batch = ColumnBatch<SampleColumns>()
        try append(batch, [2, 0x61, 0, 1, 2, 2, 0])
        // The array's second item is missing: three columns have the row already.
        #expect(throws: CodecError.self) { try append(batch, [4, 0x62, 0x63, 2, 8, 1, 4, 2]) }
        try append(batch, [2, 0x64, 2, 2, 0, 0])
        #expect(batch.rows == 2)
        batch.withColumns { columns in
            #expect(columns.map(\.rows) == [2, 2, 2, 2])
            #expect(Array(columns[0].buffers[1]) == [0x61, 0x64])
            #expect(columns[1].nullCount == 1)
            #expect(columns[1].validity.map(Array.init) == [0b10])
            #expect(columns[2].buffers[0].first == 0b01)
            #expect(columns[3].children[0].rows == 1)
        }
    }

    @Test("Many rows outgrow the first memory, and clearing keeps nothing of them")
    func growth() throws {
        let batch = ColumnBatch<SampleColumns>()
        for _ in 0..<1000 { try append(batch, [4, 0x61, 0x62, 2, 10, 1, 4, 2, 4, 0]) }
        batch.withColumns { columns in
            #expect(int32s(columns[0].buffers[0]).last == 2000)
            #expect(columns[3].children[0].rows == 2000)
        }
        #expect(batch.byteCount > 1000 * (2 + 4 + 8 + 4 + 16))
        batch.removeAll()
        #expect(batch.rows == 0)
        batch.withColumns { columns in #expect(columns.map(\.rows) == [0, 0, 0, 0]) }
    }
}
