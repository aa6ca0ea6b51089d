// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// A schema's fields with what they mean.
struct FieldTableView {
    let table: FieldTable

    var html: HTML {
        HTML {
            if let problem = table.problem {
                HTML(.p, .class("notice bad")) { problem }
            }
            for section in table.sections {
                HTML(.h3) { HTML(.code) { section.title } }
                if let doc = section.doc { HTML(.p, .class("prose")) { doc } }
                if !section.rows.isEmpty { rows(section) }
            }
            if table.isCut { HTML(.p, .class("muted")) { "There are more fields; the schema below has all." } }
        }
    }

    private func rows(_ section: FieldTable.Section) -> HTML {
        var columns: [TableView<FieldTable.Row>.Column] = []
        if table.hasNumbers {
            columns.append(.init("Number", "count") { $0.number.map { HTML(String($0)) } })
        }
        columns += [
            .init("Field", "name", isHeader: true, cell: name), .init("Type") { row in HTML(.code) { row.type } },
            .init("Default") { row in row.preset.map { preset in HTML(.code) { preset } } },
            .init("Meaning", "prose", cell: meaning),
        ]
        return TableView(
            caption: "Fields of \(section.title)", look: "fields", columns: columns, rows: section.rows,
            rowID: { "field-\($0.path)" }
        ).html
    }

    private func name(_ row: FieldTable.Row) -> HTML {
        HTML(.a, .class(Self.depths[min(row.depth, Self.depths.count - 1)]), .href(.anchor("field-\(row.path)"))) {
            if row.path != row.name {
                HTML(.span, .class("muted")) { String(row.path.dropLast(row.name.count)) }
            }
            row.name
        }
    }

    private static let depths: [StaticString?] = [nil, "d1", "d2", "d3", "d4", "d5"]

    @HTMLBuilder private func meaning(_ row: FieldTable.Row) -> HTML {
        if let doc = row.doc {
            doc
        } else if row.notes.isEmpty {
            HTML(.span, .class("muted")) { "not documented" }
        }
        for note in row.notes { HTML(.div, .class("muted")) { note } }
        if !row.aliases.isEmpty {
            HTML(.div, .class("muted")) { "also read as \(row.aliases.joined(separator: ", "))" }
        }
    }
}
