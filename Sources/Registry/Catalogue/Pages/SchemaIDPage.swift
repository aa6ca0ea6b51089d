// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// Where the schema of an id is registered.
struct SchemaIDPage {
    let model: SchemaIDModel

    var page: CataloguePage { CataloguePage(title: "Schema \(model.id)", content: content) }

    private var content: HTML {
        HTML {
            HTML(.h1) { "Schema \(model.id)" }
            HTML(.p, .class("facts")) {
                HTML.badge(model.type)
                " "
                if model.context != SubjectName.defaultContext {
                    HTML(.span, .class("context")) { model.context }
                    " "
                }
                HTML(.code, .class("muted guid"), .title("The same in every registry")) { model.guid }
            }
            HTML.section("places", "Registered as") {
                HTML(.ul) {
                    for place in model.places {
                        HTML(.li) {
                            HTML(.a, .href(.version(place.subject, place.version))) {
                                HTML.name(of: place.subject)
                                ", version \(place.version)"
                            }
                        }
                    }
                }
                if model.hasMore { HTML(.p, .class("muted")) { "And as more versions." } }
            }
            HTML.section("schema", "Schema") {
                HTML.source(model.text, prefix: "L", label: "Text of schema \(model.id)")
            }
        }
    }
}
