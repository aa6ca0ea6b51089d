// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// A table that becomes a list of cards where it does not fit: each cell carries its column's title. Roles are written out
/// because browsers forget them for tables that are laid out otherwise.
struct TableView<Row> {
    struct Column {
        var title: String
        var look: StaticString?
        /// Whether the cell names its row.
        var isHeader = false
        var cell: (Row) -> HTML

        init(
            _ title: String, _ look: StaticString? = nil, isHeader: Bool = false,
            @HTMLBuilder cell: @escaping (Row) -> HTML
        ) {
            self.title = title
            self.look = look
            self.isHeader = isHeader
            self.cell = cell
        }
    }

    /// What the table has, for who does not see it.
    var caption: String
    var look: StaticString?
    var columns: [Column]
    var rows: [Row]
    var rowID: (Row) -> String? = { _ in nil }

    var html: HTML {
        HTML(.table, .class("cards", look), .fixed("role", "table")) {
            HTML(.caption, .class("unseen")) { caption }
            HTML(.thead, .fixed("role", "rowgroup")) {
                HTML(.tr, .fixed("role", "row")) {
                    for column in columns {
                        HTML(.th, .fixed("scope", "col"), .fixed("role", "columnheader")) { column.title }
                    }
                }
            }
            HTML(.tbody, .fixed("role", "rowgroup")) {
                HTML(rows.map(line))
            }
        }
    }

    private func line(_ row: Row) -> HTML {
        HTML(.tr, .fixed("role", "row"), rowID(row).map { .id($0) }) {
            for column in columns {
                if column.isHeader {
                    HTML(
                        .th, .class(column.look), .fixed("scope", "row"), .fixed("role", "rowheader"),
                        .data(.label, column.title)
                    ) { column.cell(row) }
                } else {
                    HTML(.td, .class(column.look), .fixed("role", "cell"), .data(.label, column.title)) {
                        column.cell(row)
                    }
                }
            }
        }
    }
}
