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
