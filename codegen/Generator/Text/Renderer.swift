// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// Writes declarations as Swift, formatted as `swift format` with this project's configuration would.
struct Renderer {
    private let width = 120

    /// A whole file.
    ///
    /// - Parameter header: the lines of the comment at the top.
    func render(header: [String], imports: [String], _ declarations: [Declaration]) -> String {
        var parts: [Layout] = header.map { .text($0.isEmpty ? "//" : "// \($0)") }
        if !imports.isEmpty { parts.append(.text("")) }
        parts += imports.map { .text("public import \($0)") }
        var layout = joined(parts, by: .line)
        for declaration in declarations {
            layout = layout + .line + .line + render(declaration)
        }
        var writer = LayoutWriter(width: width)
        writer.write(layout + .line)
        return
            writer.text.split(separator: "\n", omittingEmptySubsequences: false)
            .map { $0.allSatisfy { $0 == " " } ? "" : String($0) }.joined(separator: "\n")
    }

    func render(_ declaration: Declaration) -> Layout {
        switch declaration {
        case .type(let type): render(type)
        case .property(let property): render(property)
        case .function(let function): render(function)
        case .alias(let name, let type):
            .text("public typealias \(escaped(name)) = \(TypeText(type).text)")
        }
    }

    private func render(_ type: TypeDeclaration) -> Layout {
        var head = keyword(type.kind == .extension ? .internal : type.access)
        if type.isIndirect { head += "indirect " }
        switch type.kind {
        case .structure: head += "struct "
        case .enumeration: head += "enum "
        case .extension: head += "extension "
        }
        head += TypeText(type.name).text
        let conformances = (type.isNoncopyable ? ["~Copyable"] : []) + type.conformances.map { TypeText($0).text }
        if !conformances.isEmpty { head += ": " + conformances.joined(separator: ", ") }
        let layout = documentation(type.doc) + .text(head + " {")
        let cases = type.cases.map(render)
        var body: [Layout] = cases.isEmpty ? [] : [joined(cases, by: .line)]
        // Stored properties without documentation stand together; everything else is set apart by empty lines.
        var previous: Declaration?
        for member in type.members {
            if let previous, !body.isEmpty, isTerse(previous), isTerse(member) {
                body[body.count - 1] = body[body.count - 1] + .line + render(member)
            } else {
                body.append(render(member))
            }
            previous = member
        }
        guard !body.isEmpty else { return layout + .text("}") }
        return layout + .indented(.line + joined(body, by: .line + .line)) + .line + .text("}")
    }

    private func isTerse(_ declaration: Declaration) -> Bool {
        guard case .property(let property) = declaration else { return false }
        switch property.value {
        case .computed, .accessors: return false
        case .stored, .initialised: return !property.isDeprecated
        }
    }

    private func render(_ enumCase: EnumCase) -> Layout {
        var text = "case \(escaped(enumCase.name))"
        if let payload = enumCase.payload { text += "(\(TypeText(payload).text))" }
        if let raw = enumCase.rawValue { text += " = \(Literal.string(raw))" }
        return documentation(enumCase.doc) + .text(text)
    }

    private func render(_ property: Property) -> Layout {
        var head = property.wrapper.map { "@\($0) " } ?? ""
        head += keyword(property.access)
        if property.isStatic { head += "static " }
        head += property.isConstant ? "let " : "var "
        head += escaped(property.name)
        if let type = property.type { head += ": \(TypeText(type).text)" }
        var layout = documentation(property.doc)
        if property.isDeprecated { layout = layout + .text("@available(*, deprecated)") + .line }
        let documented = layout
        layout = layout + .text(head)
        switch property.value {
        case .stored:
            return layout
        case .initialised(.array(let elements)):
            return layout + .text(" = ") + render(.array(elements))
        case .initialised(let value):
            return documented + .group(.text(head + " =") + .indented(.space + render(value)))
        case .computed(let body):
            return layout + .text(" {") + braced(body)
        case .accessors(let get, let set):
            let both = .text("get {") + braced(get) + .line + .text("set {") + braced(set)
            return layout + .text(" {") + .indented(.line + both) + .line + .text("}")
        }
    }

    private func render(_ function: Function) -> Layout {
        var head = keyword(function.access)
        if function.isStatic { head += "static " }
        if function.isMutating { head += "mutating " }
        head += function.name.map { "func \(escaped($0))" } ?? "init\(function.isFailable ? "?" : "")"
        var tail = ""
        if let errors = function.errors { tail += " throws(\(TypeText(errors).text))" }
        if let result = function.result { tail += " -> \(TypeText(result).text)" }
        let parameters = function.parameters.map { parameter -> Layout in
            var text = parameter.label.map { $0 == parameter.name ? "" : "\($0) " } ?? "_ "
            text += "\(escaped(parameter.name)): "
            if parameter.passing == .inPlace { text += "inout " }
            if parameter.isGeneric { text += "some " }
            text += TypeText(parameter.type).text
            guard let value = parameter.defaultValue else { return .text(text) }
            return .text("\(text) = ") + render(value)
        }
        let signature: Layout =
            parameters.isEmpty
            ? .text("\(head)()")
            : .group(.text("\(head)(") + .indented(.cut + .list(parameters)) + .cut + .text(")"))
        return documentation(function.doc) + signature + .text("\(tail) {") + braced(function.body)
    }

    /// The statements of a body after its opening brace, and the closing one.
    func braced(_ body: [Statement]) -> Layout {
        guard !body.isEmpty else { return .text("}") }
        return .indented(.line + joined(body.map(render), by: .line)) + .line + .text("}")
    }

    func documentation(_ paragraphs: Documentation) -> Layout {
        let lines = paragraphs.enumerated().flatMap { index, paragraph in
            (index == 0 ? [] : ["///"]) + documentationLines(paragraph).map { $0.isEmpty ? "///" : "/// \($0)" }
        }
        return .concat(lines.flatMap { [.text($0), .line] })
    }

    /// Code and lists keep their lines.
    private func documentationLines(_ paragraph: String) -> [String] {
        let lines = paragraph.split(separator: "\n", omittingEmptySubsequences: false).map { String($0) }
        let isFixed = lines.contains { line in ["    ", "- ", "* ", "|", "#"].contains { line.hasPrefix($0) } }
        return isFixed ? lines : wrapped(paragraph, to: width - 12)
    }

    private func wrapped(_ paragraph: String, to width: Int) -> [String] {
        var lines: [String] = []
        var line = ""
        for word in paragraph.split(whereSeparator: \.isWhitespace) {
            if !line.isEmpty, line.count + 1 + word.count > width {
                lines.append(line)
                line = ""
            }
            line += (line.isEmpty ? "" : " ") + word
        }
        return line.isEmpty ? lines : lines + [line]
    }

    private func keyword(_ access: Access) -> String {
        switch access {
        case .public: "public "
        case .internal: ""
        case .private: "private "
        }
    }

    func joined(_ parts: [Layout], by separator: Layout) -> Layout {
        .concat(parts.enumerated().flatMap { index, part in index == 0 ? [part] : [separator, part] })
    }

    /// A name as it must be written where it is declared.
    func escaped(_ name: String) -> String { SwiftKeywords.all.contains(name) ? "`\(name)`" : name }
}
