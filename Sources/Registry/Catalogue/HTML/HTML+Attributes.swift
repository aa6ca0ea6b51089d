// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

extension HTML {
    /// An attribute of an element. Names are ours; values are escaped. Addresses come as `CatalogueLink`, which can't be
    /// anything but a path of this registry, and there are no attributes for scripts and styles.
    struct Attribute: Sendable {
        private let name: StaticString
        /// Nil for those that are there or not.
        private let value: String?

        private init(_ name: StaticString, _ value: String?) {
            self.name = name
            self.value = value
        }

        func write(to text: inout String) {
            text += " \(name)"
            guard let value else { return }
            text += "=\""
            text.appendEscaped(value)
            text += "\""
        }

        static func `class`(_ names: StaticString?...) -> Attribute? {
            let names = names.compactMap { $0.map { "\($0)" } }
            return names.isEmpty ? nil : Attribute("class", names.joined(separator: " "))
        }
        static func id(_ value: String) -> Attribute { .init("id", value) }
        static func href(_ link: CatalogueLink) -> Attribute { .init("href", link.text) }
        static func action(_ link: CatalogueLink) -> Attribute { .init("action", link.text) }
        static func src(_ link: CatalogueLink) -> Attribute { .init("src", link.text) }
        static func name(_ value: StaticString) -> Attribute { .init("name", "\(value)") }
        static func type(_ value: StaticString) -> Attribute { .init("type", "\(value)") }
        static func value(_ value: String) -> Attribute { .init("value", value) }
        static func content(_ value: String) -> Attribute { .init("content", value) }
        static func label(_ value: String) -> Attribute { .init("aria-label", value) }
        static func labelled(by id: StaticString) -> Attribute { .init("aria-labelledby", "\(id)") }
        static func `for`(_ id: StaticString) -> Attribute { .init("for", "\(id)") }
        static func title(_ value: String) -> Attribute { .init("title", value) }
        static func dateTime(_ value: String) -> Attribute { .init("datetime", value) }
        static func columns(_ count: Int) -> Attribute { .init("colspan", String(count)) }
        static func minimum(_ value: Int) -> Attribute { .init("min", String(value)) }
        static func maximum(_ value: Int) -> Attribute { .init("max", String(value)) }
        /// One of ours, such as `rel="next"`, that needs no case of its own.
        static func fixed(_ name: StaticString, _ value: StaticString) -> Attribute { .init(name, "\(value)") }
        /// A value for the page's own script and style, such as `data-label`.
        static func data(_ name: DataName, _ value: String) -> Attribute { .init(name.text, value) }

        static let selected = Attribute("selected", nil)
        static let checked = Attribute("checked", nil)
        static let defer_ = Attribute("defer", nil)
        static let hidden = Attribute("hidden", nil)

        enum DataName {
            /// The column's title, for narrow screens where rows become cards.
            case label
            /// A line's number, which is drawn by the style so that it is not copied with the text.
            case line

            fileprivate var text: StaticString {
                switch self {
                case .label: "data-label"
                case .line: "data-line"
                }
            }
        }
    }
}

/// Puts pieces one after the other; strings are texts for people and are escaped.
@resultBuilder
enum HTMLBuilder {
    static func buildExpression(_ text: String) -> HTML { HTML(text) }
    static func buildExpression(_ html: HTML) -> HTML { html }
    static func buildExpression(_ html: HTML?) -> HTML { html ?? HTML() }
    static func buildBlock(_ parts: HTML...) -> HTML { HTML(parts) }
    static func buildOptional(_ part: HTML?) -> HTML { part ?? HTML() }
    static func buildEither(first part: HTML) -> HTML { part }
    static func buildEither(second part: HTML) -> HTML { part }
    static func buildArray(_ parts: [HTML]) -> HTML { HTML(parts) }
}
