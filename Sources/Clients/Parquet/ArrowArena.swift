// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import CParquet
import SluiceRuntime

/// Builds the structures of the Arrow C Data Interface for one call, and owns their memory.
///
/// The columns' own memory stays with their builders. Arrow has let go of everything when the call returns, so the
/// release callbacks only mark the structures as released.
final class ArrowArena {
    private var allocations: [UnsafeMutableRawPointer] = []

    deinit {
        for allocation in allocations { allocation.deallocate() }
    }

    /// A copy that ends in a zero byte.
    func text(_ value: String) -> UnsafeMutablePointer<CChar> {
        let bytes = Array(value.utf8CString)
        let copy = allocate(CChar.self, bytes.count)
        copy.initialize(from: bytes, count: bytes.count)
        return copy
    }

    private func allocate<Value>(_ type: Value.Type, _ count: Int) -> UnsafeMutablePointer<Value> {
        let pointer = UnsafeMutablePointer<Value>.allocate(capacity: max(count, 1))
        allocations.append(UnsafeMutableRawPointer(pointer))
        return pointer
    }

    private func list<Value>(_ values: [Value]) -> UnsafeMutablePointer<Value> {
        let copy = allocate(Value.self, values.count)
        copy.initialize(from: values, count: values.count)
        return copy
    }

    // MARK: Schemas

    /// The schema of a record batch: a structure of the fields.
    func schema(of fields: [ColumnField]) -> UnsafeMutablePointer<ArrowSchema> {
        schema("+s", name: "", isNullable: false, children: fields.map(schema))
    }

    private func schema(_ field: ColumnField) -> UnsafeMutablePointer<ArrowSchema> {
        var children: [UnsafeMutablePointer<ArrowSchema>] = []
        var dictionary: UnsafeMutablePointer<ArrowSchema>?
        switch field.type {
        case .list(let item): children = [schema(item)]
        case .structure(let fields): children = fields.map(schema)
        case .map(let value):
            let entry = [schema(ColumnField("key", .string)), schema(value)]
            children = [schema("+s", name: "entries", isNullable: false, children: entry)]
        case .dictionary: dictionary = schema("u", name: "", isNullable: false, children: [])
        default: break
        }
        return schema(
            field.type.arrowFormat, name: field.name, isNullable: field.isNullable, children: children,
            dictionary: dictionary)
    }

    private func schema(
        _ format: String, name: String, isNullable: Bool, children: [UnsafeMutablePointer<ArrowSchema>],
        dictionary: UnsafeMutablePointer<ArrowSchema>? = nil
    ) -> UnsafeMutablePointer<ArrowSchema> {
        list([
            ArrowSchema(
                format: text(format), name: text(name), metadata: nil,
                flags: isNullable ? Int64(ARROW_FLAG_NULLABLE) : 0,
                n_children: Int64(children.count), children: list(children.map(Optional.some)), dictionary: dictionary,
                release: { $0?.pointee.release = nil }, private_data: nil)
        ])
    }

    // MARK: Arrays

    /// A record batch: a structure of the columns.
    func array(of columns: [ColumnView]) -> UnsafeMutablePointer<ArrowArray> {
        array(rows: columns.first?.rows ?? 0, nullCount: 0, buffers: [nil], children: columns.map(array))
    }

    private func array(_ column: ColumnView) -> UnsafeMutablePointer<ArrowArray> {
        var children = column.children.map(array)
        var dictionary: UnsafeMutablePointer<ArrowArray>?
        switch column.field.type {
        case .map:
            let entries = column.children.first?.rows ?? 0
            children = [array(rows: entries, nullCount: 0, buffers: [nil], children: children)]
        case .dictionary(let symbols): dictionary = strings(symbols)
        default: break
        }
        return array(
            rows: column.rows, nullCount: column.nullCount,
            buffers: [column.validity?.baseAddress] + column.buffers.map(\.baseAddress), children: children,
            dictionary: dictionary)
    }

    private func strings(_ values: [String]) -> UnsafeMutablePointer<ArrowArray> {
        var offsets: [Int32] = [0]
        var data: [UInt8] = []
        for value in values {
            data += value.utf8
            offsets.append(Int32(clamping: data.count))
        }
        return array(
            rows: values.count, nullCount: 0,
            buffers: [nil, UnsafeRawPointer(list(offsets)), UnsafeRawPointer(list(data))], children: [])
    }

    private func array(
        rows: Int, nullCount: Int, buffers: [UnsafeRawPointer?], children: [UnsafeMutablePointer<ArrowArray>],
        dictionary: UnsafeMutablePointer<ArrowArray>? = nil
    ) -> UnsafeMutablePointer<ArrowArray> {
        list([
            ArrowArray(
                length: Int64(rows), null_count: Int64(nullCount), offset: 0, n_buffers: Int64(buffers.count),
                n_children: Int64(children.count), buffers: list(buffers), children: list(children.map(Optional.some)),
                dictionary: dictionary, release: { $0?.pointee.release = nil }, private_data: nil)
        ])
    }
}

extension ColumnType {
    /// The format string of the Arrow C Data Interface.
    fileprivate var arrowFormat: String {
        switch self {
        case .boolean: "b"
        case .int32, .dictionary: "i"
        case .int64: "l"
        case .float: "f"
        case .double: "g"
        case .string: "u"
        case .binary: "z"
        case .fixedBinary(let size): "w:\(size)"
        case .decimal(let precision, let scale): "d:\(precision),\(scale)"
        case .date: "tdD"
        case .timeOfDay: "ttu"
        case .timestamp: "tsu:UTC"
        case .localTimestamp: "tsu:"
        case .list: "+l"
        case .map: "+m"
        case .structure: "+s"
        }
    }
}
