// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// A number of bytes as an argument: `1048576`, `64KiB`, `16MiB`, `1GiB`.
struct ByteSize: ArgumentValue, Hashable, CustomStringConvertible {
    let bytes: Int
    /// As it was written.
    let description: String

    init?(argument: String) {
        let digits = argument.prefix { $0.isASCII && $0.isNumber }
        guard let number = Int(digits), number > 0, number < 1 << 31 else { return nil }
        switch argument.dropFirst(digits.count) {
        case "": bytes = number
        case "KiB": bytes = number << 10
        case "MiB": bytes = number << 20
        case "GiB": bytes = number << 30
        default: return nil
        }
        description = argument
    }

    static func mebibytes(_ count: Int) -> ByteSize { ByteSize(bytes: count << 20, description: "\(count)MiB") }

    private init(bytes: Int, description: String) {
        self.bytes = bytes
        self.description = description
    }

    static let expectation = "a number of bytes, also with KiB, MiB or GiB"
}
