// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// The list of subjects.
struct SubjectListPage {
    let model: SubjectListModel

    var page: CataloguePage {
        CataloguePage(title: "Subjects", place: .subjects, query: model.query, content: content)
    }

    private var content: HTML {
        HTML {
            HTML(.h1) { model.query.text.isEmpty ? "Subjects" : "Subjects with “\(model.query.text)”" }
            filters
            if let id = model.schemaID {
                HTML(.p, .class("hint")) {
                    "A number may be an id that data carries: "
                    HTML(.a, .href(.schema(context: model.query.context ?? SubjectName.defaultContext, id: id))) {
                        "look for schema \(id)"
                    }
                }
            }
            if model.rows.isEmpty { nothing } else { table }
            pager
        }
    }

    private var filters: HTML {
        HTML(.form, .class("filters"), .action(.home), .fixed("method", "get"), .label("Filter")) {
            HTML(.div) {
                HTML(.label, .for("filter")) { "Name contains" }
                HTML(
                    .input, .id("filter"), .type("search"), .name("q"), .value(model.query.text),
                    .fixed("maxlength", "200"))
            }
            if !model.contexts.isEmpty {
                HTML(.div) {
                    HTML(.label, .for("context")) { "Context" }
                    HTML(.select, .id("context"), .name("context")) {
                        option("", "all", isSelected: model.query.context == nil)
                        for name in model.contexts {
                            option(
                                name, name == SubjectName.defaultContext ? "default" : name,
                                isSelected: model.query.context == name)
                        }
                    }
                }
            }
            HTML(.div, .class("check")) {
                HTML(
                    .input, .id("deleted"), .type("checkbox"), .name("deleted"), .value("true"),
                    model.query.includesDeleted ? .checked : nil)
                HTML(.label, .for("deleted")) { "with deleted ones" }
            }
            HTML(.button, .type("submit")) { "Show" }
        }
    }

    private func option(_ value: String, _ text: String, isSelected: Bool) -> HTML {
        HTML(.option, .value(value), isSelected ? .selected : nil) { text }
    }

    private var nothing: HTML {
        HTML(.p, .class("empty")) {
            if model.query.isNarrowed {
                "There is no such subject. "
                HTML(.a, .href(.home)) { "Show all" }
            } else {
                "Nothing is registered yet. "
                HTML(.code) { "sluice schema push schemas" }
                " registers the schemas of a folder."
            }
        }
    }

    private var table: HTML {
        TableView<SubjectListModel.Row>(
            caption: "Subjects by name", look: "subjects",
            columns: [
                .init("Subject", "name", isHeader: true) { row in
                    HTML(.a, .href(.subject(row.subject))) { HTML.name(of: row.subject) }
                    if row.isDeleted {
                        " "
                        HTML.badge("deleted", "bad")
                    }
                },
                .init("Type") { HTML.badge($0.type) },
                .init("Latest", "count") { String($0.version) },
                .init("Level") { row in
                    row.level
                    if row.hasOwnLevel { HTML(.span, .class("muted")) { " (own)" } }
                },
                .init("Last change") { row in
                    if let change = row.change { HTML.time(change.at) }
                },
                .init("By") { row in
                    if let change = row.change {
                        change.actor
                        HTML(.span, .class("muted")) { " \(change.what)" }
                    }
                },
            ], rows: model.rows
        ).html
    }

    private var pager: HTML {
        HTML.pager(
            previous: model.previous.map { .subjects(model.query.before($0)) },
            next: model.next.map { .subjects(model.query.after($0)) })
    }
}

extension HTML {
    /// Links to the pages before and after; nothing if there are none.
    static func pager(previous: CatalogueLink?, next: CatalogueLink?) -> HTML {
        guard previous != nil || next != nil else { return HTML() }
        return HTML(.nav, .class("pager"), .label("Pages")) {
            if let previous { HTML(.a, .href(previous), .fixed("rel", "prev")) { "← Previous" } }
            if let next { HTML(.a, .href(next), .fixed("rel", "next")) { "Next →" } }
        }
    }
}
