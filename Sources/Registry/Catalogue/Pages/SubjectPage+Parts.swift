// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// The versions of a subject, with a form to compare two of them.
struct VersionsView {
    let model: SubjectModel

    private typealias Row = SubjectModel.VersionRow

    var html: HTML {
        HTML {
            if model.newest > 1 {
                CompareForm(subject: model.subject, newest: model.newest, old: suggested, new: model.selected.version)
                    .html
            }
            TableView<SubjectModel.VersionRow>(
                caption: "Versions, newest first",
                columns: [
                    .init("Version", "name", isHeader: true, cell: name), .init("Schema id", cell: id),
                    .init("Registered") { HTML.time($0.registered.at) }, .init("By") { HTML.who($0.registered) },
                    .init("Compare", cell: compare),
                ], rows: model.versions
            ).html
            HTML.pager(
                previous: model.isFirstPage ? nil : .subject(model.subject),
                next: model.olderThan.map { .subject(model.subject, olderThan: $0) })
        }
    }

    /// The version that is most likely compared with the one shown.
    private var suggested: Int {
        model.versions.first { $0.version < model.selected.version }?.version ?? max(1, model.selected.version - 1)
    }

    @HTMLBuilder private func name(_ row: Row) -> HTML {
        HTML(.a, .href(.version(model.subject, row.version))) { "Version \(row.version)" }
        if row.version == model.latest {
            " "
            HTML.badge("latest", "good")
        }
        if row.isDeleted {
            " "
            HTML.badge("deleted", "bad")
        }
        if row.version == model.selected.version {
            HTML(.span, .class("muted")) { " (shown)" }
        }
    }

    private func id(_ row: Row) -> HTML {
        HTML(.a, .href(.schema(context: model.subject.context, id: row.schemaID))) { String(row.schemaID) }
    }

    @HTMLBuilder private func compare(_ row: Row) -> HTML {
        if let older = model.versions.first(where: { $0.version < row.version }) {
            HTML(
                .a, .href(.comparison(model.subject, old: older.version, new: row.version)),
                .label("Compare version \(row.version) with version \(older.version)")
            ) { "with \(older.version)" }
        }
    }
}

/// Asks for two versions.
struct CompareForm {
    let subject: SubjectName
    let newest: Int
    let old, new: Int

    var html: HTML {
        HTML(
            .form, .class("filters"), .action(.comparison(subject)), .fixed("method", "get"), .label("Compare versions")
        ) {
            field("old", "Older version", old)
            field("new", "Newer version", new)
            HTML(.button, .type("submit")) { "Compare" }
        }
    }

    private func field(_ name: StaticString, _ label: String, _ value: Int) -> HTML {
        HTML(.div) {
            HTML(.label, .for(name)) { label }
            HTML(
                .input, .id("\(name)"), .name(name), .type("number"), .minimum(1), .maximum(newest),
                .value(String(value)), .fixed("required", "required"))
        }
    }
}

/// Settings in force, and where each comes from.
struct SettingsView {
    let settings: [SettingModel]

    var html: HTML {
        TableView<SettingModel>(
            caption: "Settings in force", look: "settings",
            columns: [
                .init("Setting", "name", isHeader: true) { $0.name },
                .init("Value") { HTML(.code, content: text($0.value)) },
                .init("Set by") { setting in
                    setting.origin == .preset
                        ? HTML(.span, .class("muted")) { setting.origin.text } : HTML(setting.origin.text)
                }, .init("What it means", "prose") { $0.meaning },
            ], rows: settings
        ).html
    }

    private func text(_ value: String) -> () -> HTML { { HTML(value) } }
}

/// What a version refers to, and what refers to it.
struct ReferencesView {
    let version: VersionModel

    var html: HTML {
        HTML {
            HTML(.h3) { "Refers to" }
            if version.references.isEmpty {
                HTML(.p, .class("empty")) { "Nothing." }
            } else {
                HTML(.ul) {
                    for reference in version.references {
                        HTML(.li) {
                            HTML(.code) { reference.name }
                            " is "
                            place(reference.subject, reference.version)
                        }
                    }
                }
            }
            HTML(.h3) { "Referred to by" }
            if version.referrers.isEmpty {
                HTML(.p, .class("empty")) { "Nothing." }
            } else {
                HTML(.ul) {
                    for referrer in version.referrers { HTML(.li) { place(referrer.subject, referrer.version) } }
                }
            }
            if version.hasMoreReferrers { HTML(.p, .class("muted")) { "There are more." } }
        }
    }

    private func place(_ subject: SubjectName, _ version: Int) -> HTML {
        HTML(.a, .href(.version(subject, version))) {
            HTML.name(of: subject)
            ", version \(version)"
        }
    }
}

/// What was registered beside the schema's text.
struct SubjectPageExtras {
    let version: VersionModel

    var html: HTML {
        HTML.section("metadata", "Metadata and rules") {
            if let metadata = version.metadata {
                HTML(.h3) { "Metadata" }
                HTML.source(metadata, prefix: "M", label: "Metadata")
            }
            if let rules = version.ruleSet {
                HTML(.h3) { "Rules" }
                HTML(.p, .class("muted")) { "Kept and given back; clients run them, the registry runs none." }
                HTML.source(rules, prefix: "R", label: "Rules")
            }
        }
    }
}
