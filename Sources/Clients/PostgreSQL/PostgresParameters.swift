// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

internal import CLibpq

/// Lends a null-terminated array of C strings, as libpq wants keywords and values.
func withCStrings<T>(_ strings: [String], _ body: (UnsafePointer<UnsafePointer<CChar>?>) -> T) -> T {
    var bytes: [CChar] = []
    var starts: [Int] = []
    for string in strings {
        starts.append(bytes.count)
        bytes.append(contentsOf: string.utf8CString)
    }
    return bytes.withUnsafeBufferPointer { buffer in
        let pointers: [UnsafePointer<CChar>?] = starts.map { buffer.baseAddress?.advanced(by: $0) } + [nil]
        return pointers.withUnsafeBufferPointer { list in
            // The list is never empty: it ends with nil.
            list.baseAddress.map(body) ?? withUnsafePointer(to: nil, body)
        }
    }
}

/// Lends parameters in the four parallel arrays of `PQexecParams`.
func withParameters<T>(
    _ wires: [PostgresValue.Wire],
    _ body: (
        UnsafePointer<Oid>?, UnsafePointer<UnsafePointer<CChar>?>?, UnsafePointer<Int32>?, UnsafePointer<Int32>?
    ) -> T
) -> T {
    let bytea: Oid = 17
    var storage: [CChar] = []
    var starts: [Int?] = []
    var types: [Oid] = []
    var lengths: [Int32] = []
    var formats: [Int32] = []
    for wire in wires {
        switch wire {
        case .null:
            starts.append(nil)
            types.append(0)
            lengths.append(0)
            formats.append(0)
        case .text(let text):
            starts.append(storage.count)
            types.append(0)
            lengths.append(0)
            formats.append(0)
            storage.append(contentsOf: text.utf8CString)
        case .binary(let bytes):
            starts.append(storage.count)
            types.append(bytea)
            lengths.append(Int32(clamping: bytes.count))
            formats.append(1)
            storage.append(contentsOf: bytes.lazy.map { CChar(bitPattern: $0) })
            storage.append(0)
        }
    }
    return storage.withUnsafeBufferPointer { buffer in
        let pointers = starts.map { start in start.flatMap { buffer.baseAddress?.advanced(by: $0) } }
        return pointers.withUnsafeBufferPointer { values in
            types.withUnsafeBufferPointer { types in
                lengths.withUnsafeBufferPointer { lengths in
                    formats.withUnsafeBufferPointer { formats in
                        body(types.baseAddress, values.baseAddress, lengths.baseAddress, formats.baseAddress)
                    }
                }
            }
        }
    }
}
