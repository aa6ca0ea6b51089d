// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// What every page has around its content: head, navigation, search, landmarks.
struct CataloguePage {
    enum Place { case subjects, contexts, elsewhere }

    /// Of the window; the registry's name is added.
    var title: String
    var place = Place.elsewhere
    /// What the search field has.
    var query = SubjectQuery()
    var content: HTML

    var bytes: [UInt8] { HTML.document(html) }

    var html: HTML {
        HTML(.html, .fixed("lang", "en")) {
            HTML(.head) {
                HTML(.meta, .fixed("charset", "utf-8"))
                HTML(.meta, .fixed("name", "viewport"), .content("width=device-width, initial-scale=1"))
                HTML(.meta, .fixed("name", "color-scheme"), .content("light dark"))
                HTML(.title) { "\(title) – Sluice registry" }
                HTML(
                    .link, .fixed("rel", "icon"), .fixed("type", "image/svg+xml"),
                    .href(.asset(CatalogueAsset.icon.path)))
                HTML(.link, .fixed("rel", "stylesheet"), .href(.asset(CatalogueAsset.style.path)))
                HTML(.script, .src(.asset(CatalogueAsset.script.path)), .defer_)
            }
            HTML(.body) {
                HTML(.a, .class("skip"), .href(.anchor("content"))) { "Skip to the content" }
                header
                HTML(.main, .id("content")) { content }
                HTML(.footer) {
                    HTML(.p) {
                        "The catalogue shows what programs get through the "
                        HTML(.a, .href(.description)) { "REST interface" }
                        ". Nothing can be changed here."
                    }
                }
            }
        }
    }

    private var header: HTML {
        HTML(.header, .class("top")) {
            HTML(.a, .class("brand"), .href(.home)) { "Sluice registry" }
            HTML(.nav, .label("Catalogue")) {
                link("Subjects", .home, isHere: place == .subjects)
                link("Contexts", .contexts, isHere: place == .contexts)
            }
            HTML(.form, .class("search"), .action(.home), .fixed("method", "get"), .fixed("role", "search")) {
                HTML(.label, .for("search"), .class("unseen")) { "Search subjects by name" }
                HTML(
                    .input, .id("search"), .type("search"), .name("q"), .value(query.text),
                    .fixed("placeholder", "Subject name or schema id"), .fixed("maxlength", "200"),
                    .fixed("autocomplete", "off"))
                HTML(.button, .type("submit")) { "Search" }
            }
        }
    }

    private func link(_ text: String, _ link: CatalogueLink, isHere: Bool) -> HTML {
        HTML(.a, .href(link), isHere ? .fixed("aria-current", "page") : nil) { text }
    }
}

// MARK: Parts that pages share

extension HTML {
    /// A word in a box, such as a type or a state.
    static func badge(_ text: String, _ look: StaticString? = nil) -> HTML {
        HTML(.span, .class("badge", look)) { text }
    }

    /// A part of a page with a heading, which the headings' list leads to.
    static func section(_ id: StaticString, _ title: String, @HTMLBuilder content: () -> HTML) -> HTML {
        HTML(.section, .id("\(id)"), .labelled(by: id)) {
            HTML(.h2) { title }
            content()
        }
    }

    /// A moment, to the second and in UTC.
    static func time(_ micros: Int64) -> HTML {
        let text = CatalogueTime.text(micros: micros)
        return HTML(.time, .dateTime(CatalogueTime.iso(micros: micros))) { text }
    }

    /// Who did something, and from where.
    static func who(_ change: ChangeModel) -> HTML {
        HTML {
            change.actor
            if !change.address.isEmpty {
                HTML(.span, .class("muted")) { " from \(change.address)" }
            }
        }
    }

    /// Pieces one after the other.
    init(@HTMLBuilder _ content: () -> HTML) { self = content() }

    /// A subject's name, with its context in front where it is not the default one.
    static func name(of subject: SubjectName) -> HTML {
        HTML {
            if !subject.isInDefaultContext {
                HTML(.span, .class("context")) { "\(subject.context) " }
            }
            subject.name
        }
    }

    /// Text in lines with numbers; each line can be linked to as `prefix` and its number.
    static func source(_ text: SchemaLines, prefix: String, label: String) -> HTML {
        // One scrolling part that the keyboard can reach.
        HTML(.div, .class("source"), .fixed("role", "region"), .fixed("tabindex", "0"), .label(label)) {
            HTML(.pre) {
                HTML(
                    text.lines.enumerated().map { index, line in
                        let id = "\(prefix)\(index + 1)"
                        return HTML(.span, .class("line"), .id(id)) {
                            HTML(
                                .a, .class("number"), .href(.anchor(id)), .data(.line, String(index + 1)),
                                .label("Line \(index + 1)"))
                            HTML(.code) { line + "\n" }
                        }
                    })
            }
            if text.isCut {
                HTML(.p, .class("muted")) { "The text goes on; the link to it as it is stored has all." }
            }
        }
    }
}
