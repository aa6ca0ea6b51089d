// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// What is kept with a committed offset: the partition's watermark there, so that a restart goes on where it was and
/// never opens a closed window again.
struct OffsetNote: Sendable, Hashable {
    var watermark: Int64?

    /// `1;` for the layout, then the watermark in microseconds, or `-` for none.
    var text: String { "1;" + (watermark.map { String($0) } ?? "-") }

    init(watermark: Int64?) { self.watermark = watermark }

    /// Nil if the text is not ours.
    init?(_ text: String) {
        guard text.hasPrefix("1;") else { return nil }
        let rest = text.dropFirst(2)
        if rest == "-" { return }
        guard let value = Int64(rest) else { return nil }
        watermark = value
    }
}
