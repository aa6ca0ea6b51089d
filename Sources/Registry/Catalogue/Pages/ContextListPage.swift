// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// The contexts, with what holds in each.
struct ContextListPage {
    let model: ContextListModel

    var page: CataloguePage { CataloguePage(title: "Contexts", place: .contexts, content: content) }

    private var content: HTML {
        HTML {
            HTML(.h1) { "Contexts" }
            HTML(.p, .class("prose")) {
                "Name spaces with ids of their own. The settings of the default context hold for the registry as a whole."
            }
            TableView<ContextListModel.Row>(
                caption: "Contexts by name",
                columns: [
                    .init("Context", "name", isHeader: true) { row in
                        HTML(.a, .href(.subjects(SubjectQuery(context: row.name)))) {
                            row.name == SubjectName.defaultContext ? "default" : row.name
                        }
                    },
                    .init("Level") { value($0.level, isOwn: $0.hasOwnLevel) },
                    .init("Mode") { value($0.mode, isOwn: $0.hasOwnMode) },
                ], rows: model.rows
            ).html
            HTML.pager(
                previous: model.previous.map { .contexts(offset: $0) }, next: model.next.map { .contexts(offset: $0) })
        }
    }

    private func value(_ text: String, isOwn: Bool) -> HTML {
        HTML {
            text
            if isOwn { HTML(.span, .class("muted")) { " (own)" } }
        }
    }
}
