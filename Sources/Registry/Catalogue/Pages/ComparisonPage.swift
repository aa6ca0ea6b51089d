// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// Two versions beside each other, with the verdict explained.
struct ComparisonPage {
    let model: ComparisonModel

    private var subject: SubjectName { model.subject }

    var page: CataloguePage {
        CataloguePage(
            title: "\(subject.text), versions \(model.old.version) and \(model.new.version)", content: content)
    }

    private var content: HTML {
        HTML {
            HTML(.p, .class("crumb")) { HTML(.a, .href(.subject(subject))) { HTML.name(of: subject) } }
            HTML(.h1) { "Version \(model.old.version) → version \(model.new.version)" }
            CompareForm(
                subject: subject, newest: model.newest, old: model.old.version, new: model.new.version
            ).html
            HTML.section("verdict", "Verdict") { verdict }
            if !model.differences.isEmpty {
                HTML.section("differences", "What is in the way") { differences }
            }
            if !model.examples.isEmpty {
                HTML.section("examples", "Proof") {
                    for example in model.examples { self.example(example) }
                }
            }
            HTML.section("texts", "Texts") { DiffView(model: model).html }
        }
    }

    // MARK: The verdict

    private var verdict: HTML {
        HTML {
            HTML(.p) {
                "The subject’s level is "
                HTML(.strong) { model.level }
                "."
                if let policy = model.verdicts.first(where: \.isInForce)?.policy {
                    " Its policy is "
                    HTML(.strong) { policy }
                    "."
                }
            }
            if model.verdicts.isEmpty {
                HTML(.p, .class("notice bad")) {
                    "One of the texts can’t be understood any more, so there is no verdict."
                }
            } else {
                matrix
            }
        }
    }

    private var matrix: HTML {
        TableView<ComparisonModel.Verdict>(
            caption: "By policy: which version reads the other’s data", look: "verdicts",
            columns: [
                .init("Policy", "name", isHeader: true) { verdict in
                    verdict.policy
                    if verdict.isInForce { HTML(.span, .class("muted")) { " (in force)" } }
                },
                .init("Version \(model.new.version) reads \(model.old.version) (BACKWARD)") { answer($0.isBackward) },
                .init("Version \(model.old.version) reads \(model.new.version) (FORWARD)") { answer($0.isForward) },
                .init("Both (FULL)") { answer($0.isBackward && $0.isForward) },
            ], rows: model.verdicts
        ).html
    }

    private func answer(_ isCompatible: Bool) -> HTML {
        isCompatible ? HTML.badge("✓ yes", "good") : HTML.badge("✗ no", "bad")
    }

    // MARK: Why

    private var differences: HTML {
        HTML {
            HTML(.ol, .class("differences")) {
                for difference in model.differences { HTML(.li) { self.difference(difference) } }
            }
            if model.hasMoreDifferences { HTML(.p, .class("muted")) { "There are more." } }
        }
    }

    @HTMLBuilder private func difference(_ difference: ComparisonModel.Difference) -> HTML {
        HTML(.p, .class("rule")) {
            HTML(.code) { difference.rule }
            " "
            HTML.badge(difference.direction == .backward ? "BACKWARD" : "FORWARD")
            " "
            HTML(.span, .class("muted")) { difference.policies.joined(separator: ", ") }
        }
        HTML(.p) { HTML(.strong) { difference.why } }
        HTML(.p) { "To mend it: \(difference.remedy)" }
        HTML(.p, .class("muted")) {
            "The rule: \(difference.summary)"
            if !difference.found.isEmpty { " Found: \(difference.found)." }
        }
        HTML(.p) {
            if let line = difference.oldLine { place("old", model.old.version, line) }
            if let line = difference.newLine { place("new", model.new.version, line) }
        }
    }

    private func place(_ prefix: String, _ version: Int, _ line: Int) -> HTML {
        HTML {
            HTML(.a, .href(.anchor("\(prefix)\(line)"))) { "Version \(version), line \(line)" }
            " "
        }
    }

    private func example(_ example: ComparisonModel.Example) -> HTML {
        let (writer, reader) =
            example.direction == .backward
            ? (model.old.version, model.new.version) : (model.new.version, model.old.version)
        return HTML(.div, .class("example")) {
            HTML(.p) {
                "Version \(writer) writes this record, and version \(reader) does not read it as it was written: "
                example.reason
                if !example.path.isEmpty {
                    " (at "
                    HTML(.code) { example.path }
                    ")"
                }
                "."
            }
            if example.isWarning {
                HTML(.p, .class("notice")) { "No rule forbids this; it was found by writing and reading." }
            }
            HTML.source(
                example.record, prefix: example.direction == .backward ? "backward" : "forward",
                label: "A record of version \(writer)")
        }
    }
}

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
