// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// A subject with one of its versions.
struct SubjectPage {
    let model: SubjectModel

    private var version: VersionModel { model.selected }
    private var subject: SubjectName { model.subject }

    var page: CataloguePage {
        CataloguePage(title: "\(subject.text), version \(version.version)", content: content)
    }

    private var content: HTML {
        HTML {
            heading
            contents
            HTML.section("fields", "Fields") { FieldTableView(table: version.fields).html }
            HTML.section("schema", "Schema") { schema }
            if version.metadata != nil || version.ruleSet != nil { SubjectPageExtras(version: version).html }
            HTML.section("references", "References") { ReferencesView(version: version).html }
            HTML.section("versions", "Versions") { VersionsView(model: model).html }
            HTML.section("configuration", "Configuration") { SettingsView(settings: model.settings).html }
            HTML.section("history", "History") { history }
            HTML.section("use", "Use it") { SnippetsView(model: model).html }
        }
    }

    // MARK: The top

    private var heading: HTML {
        HTML {
            HTML(.h1, .class("subject")) { HTML.name(of: subject) }
            HTML(.p, .class("facts")) {
                HTML.badge(version.type)
                " "
                HTML.badge("version \(version.version)")
                " "
                if version.isDeleted {
                    HTML.badge("deleted", "bad")
                } else if version.version == model.latest {
                    HTML.badge("latest", "good")
                }
                " "
                HTML(.a, .href(.schema(context: subject.context, id: version.schemaID))) {
                    "schema id \(version.schemaID)"
                }
                " "
                HTML(.code, .class("muted guid"), .title("The same in every registry")) { version.guid }
            }
            notice
        }
    }

    @HTMLBuilder private var notice: HTML {
        if let latest = model.latest {
            if latest != version.version {
                HTML(.p, .class("notice"), .fixed("role", "note")) {
                    "You are looking at version \(version.version). "
                    HTML(.a, .href(.version(subject, latest))) { "The latest is version \(latest)" }
                    "; "
                    HTML(
                        .a,
                        .href(
                            .comparison(
                                subject, old: min(latest, version.version), new: max(latest, version.version)))
                    ) { "compare the two" }
                    "."
                }
            }
        } else {
            HTML(.p, .class("notice bad"), .fixed("role", "note")) {
                "All versions of this subject are deleted. Data that carries their ids can still be read."
            }
        }
    }

    private var contents: HTML {
        HTML(.nav, .class("contents"), .label("On this page")) {
            HTML(.ul) {
                for (id, title) in [
                    ("fields", "Fields"), ("schema", "Schema"), ("references", "References"),
                    ("versions", "Versions"), ("configuration", "Configuration"), ("history", "History"),
                    ("use", "Use it"),
                ] {
                    HTML(.li) { HTML(.a, .href(.anchor(id))) { title } }
                }
            }
        }
    }

    // MARK: Its parts

    private var schema: HTML {
        HTML {
            HTML(.p, .class("muted")) {
                if version.text.isVerbatim {
                    "As it was registered. "
                } else {
                    "Laid out for reading; stored without white space. "
                }
                HTML(.a, .href(.text(subject, version.version, isDeleted: version.isDeleted))) { "The stored text" }
            }
            HTML.source(version.text, prefix: "L", label: "Text of version \(version.version)")
        }
    }

    private var history: HTML {
        HTML {
            if model.history.isEmpty {
                HTML(.p, .class("empty")) { "Nothing was logged yet." }
            } else {
                TableView<ChangeModel>(
                    caption: "What was changed, newest first", look: nil,
                    columns: [
                        .init("When") { HTML.time($0.at) },
                        .init("What") { change in
                            change.what
                            if let version = change.version { " version \(version)" }
                            if let detail = change.detail {
                                " "
                                HTML(.code) { detail }
                            }
                        },
                        .init("By") { HTML.who($0) },
                    ], rows: model.history
                ).html
            }
            HTML.pager(
                previous: model.historyOffset > 0
                    ? .history(subject, offset: max(0, model.historyOffset - CataloguePaging.rows)) : nil,
                next: model.hasMoreHistory
                    ? .history(subject, offset: model.historyOffset + CataloguePaging.rows) : nil)
        }
    }
}

/// How much a page has of a list that may be long.
enum CataloguePaging {
    static let rows = 50
}
