// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// The lines of two texts beside each other; below each other on narrow screens.
struct DiffView {
    let model: ComparisonModel

    var html: HTML {
        HTML {
            if model.isSameText {
                HTML(.p, .class("empty")) { "The texts are the same." }
            }
            HTML(
                .div, .class("diff-box"), .fixed("role", "region"), .fixed("tabindex", "0"),
                .label("Difference of the texts")
            ) {
                HTML(.table, .class("diff"), .fixed("role", "table")) {
                    HTML(.caption, .class("unseen")) {
                        "Version \(model.old.version) beside version \(model.new.version), line by line"
                    }
                    HTML(.thead, .fixed("role", "rowgroup")) {
                        HTML(.tr, .fixed("role", "row")) {
                            head(model.old)
                            head(model.new)
                        }
                    }
                    HTML(.tbody, .fixed("role", "rowgroup")) { HTML(model.rows.map(row)) }
                }
            }
        }
    }

    private func head(_ side: ComparisonModel.Side) -> HTML {
        HTML(.th, .fixed("scope", "col"), .fixed("role", "columnheader")) {
            HTML(.a, .href(.version(model.subject, side.version))) { "Version \(side.version)" }
            HTML(.span, .class("muted")) { side.isDeleted ? " deleted" : "" }
        }
    }

    private func row(_ row: LineDiff.Row) -> HTML {
        switch row {
        case .same(let old, let new): line { [cell(old, "old", "same"), cell(new, "new", "same")] }
        case .changed(let old, let new): line { [cell(old, "old", "removed"), cell(new, "new", "added")] }
        case .removed(let old): line { [cell(old, "old", "removed"), none] }
        case .added(let new): line { [none, cell(new, "new", "added")] }
        case .gap(let count):
            HTML(.tr, .class("gap"), .fixed("role", "row")) {
                HTML(.td, .columns(2), .fixed("role", "cell")) {
                    HTML(
                        .a,
                        .href(
                            .comparison(
                                model.subject, old: model.old.version, new: model.new.version, showsAll: true))
                    ) { "\(count) lines are the same: show all" }
                }
            }
        }
    }

    private func line(_ cells: () -> [HTML]) -> HTML {
        HTML(.tr, [.fixed("role", "row")], HTML(cells()))
    }

    private var none: HTML { HTML(.td, .class("none"), .fixed("role", "cell")) }

    private func cell(_ line: LineDiff.Line, _ prefix: String, _ look: StaticString) -> HTML {
        let id = "\(prefix)\(line.number)"
        let side: StaticString = prefix == "old" ? "old" : "new"
        return HTML(.td, .id(id), .class(side, look), .fixed("role", "cell")) {
            HTML(
                .a, .class("number"), .href(.anchor(id)), .data(.line, String(line.number)),
                .label("\(prefix == "old" ? "Older" : "Newer") version, line \(line.number)"))
            if "\(look)" == "removed" { HTML(.span, .class("unseen")) { "removed: " } }
            if "\(look)" == "added" { HTML(.span, .class("unseen")) { "added: " } }
            HTML(.code) { text(line) }
        }
    }

    @HTMLBuilder private func text(_ line: LineDiff.Line) -> HTML {
        if let changed = line.changed {
            let scalars = Array(line.text.unicodeScalars)
            Self.text(scalars[..<changed.lowerBound])
            if !changed.isEmpty { HTML(.mark) { Self.text(scalars[changed]) } }
            Self.text(scalars[changed.upperBound...])
        } else {
            line.text
        }
    }

    private static func text(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
        String(String.UnicodeScalarView(scalars))
    }
}
