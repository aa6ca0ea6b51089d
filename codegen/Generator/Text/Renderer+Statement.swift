// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

extension Renderer {
    func render(_ statement: Statement) -> Layout {
        switch statement {
        case .expression(let expression):
            render(expression)
        case .assign(let target, let value):
            assignment(render(target), value)
        case .discard(let value):
            assignment(.text("_"), value)
        case .return(let value):
            .text("return ") + render(value)
        case .conditional(let condition, let then, let otherwise):
            .text("if ") + render(condition) + .text(" {") + braced(then) + .text(" else {") + braced(otherwise)
        case .require(let condition, let otherwise):
            guardStatement(condition, otherwise)
        case .loop(let binding, let value, let body):
            .text("while let \(binding) = ") + render(value) + .text(" {") + braced(body)
        case .ifPresent(let binding, let value, let body):
            ifPresent(binding, value, body)
        case .nothing:
            .text("break")
        case .switch(let subject, let cases):
            .text("switch ") + render(subject) + .text(" {")
                + .concat(cases.map { .line + render($0) }) + .line + .text("}")
        }
    }

    /// The value on the same line, or on the next where it is a single thing that does not fit.
    private func assignment(_ target: Layout, _ value: Expression) -> Layout {
        switch value {
        case .attempt(.choice), .choice:
            .group(target + .text(" =") + .indented(.space + render(value)))
        default:
            target + .text(" = ") + render(value)
        }
    }

    private func ifPresent(_ binding: String, _ value: Expression, _ body: [Statement]) -> Layout {
        let head: Layout = .text("if let \(binding) = ") + render(value) + .text(" {")
        guard body.count == 1, let only = body.first else { return head + braced(body) }
        return .group(head + .indented(.space + render(only)) + .space + .text("}"))
    }

    private func guardStatement(_ condition: Expression, _ otherwise: [Statement]) -> Layout {
        if otherwise.count == 1, let only = otherwise.first {
            return .text("guard ") + render(condition) + .text(" else { ") + render(only) + .text(" }")
        }
        return .text("guard ") + render(condition) + .text(" else {") + braced(otherwise)
    }

    private func render(_ switchCase: SwitchCase) -> Layout {
        let head: String
        switch switchCase.pattern {
        case .integer(let value): head = "case \(value):"
        case .member(let name, nil): head = "case .\(name):"
        case .member(let name, let binding?): head = "case .\(name)(let \(binding)):"
        case .present(let name, nil): head = "case .\(name)?:"
        case .present(let name, let binding?): head = "case .\(name)(let \(binding))?:"
        case .absent: head = "case nil:"
        case .otherwise: head = "default:"
        }
        // A single short statement stands on the line of its case.
        if switchCase.body.count == 1, let only = switchCase.body.first {
            return .group(.text(head) + .indented(.space + render(only)))
        }
        return .text(head) + .indented(.line + joined(switchCase.body.map(render), by: .line))
    }

    func render(_ expression: Expression) -> Layout {
        switch expression {
        case .name(let name): .text(name == "self" ? name : escaped(name))
        case .member(let base, let name): render(base) + .text(".\(name)")
        case .implicitMember(let name): .text(".\(name)")
        case .type(let type): .text(TypeText(type).text)
        case .string(let value): .text(Literal.string(value))
        case .textBlock(let value): .block(Literal.block(value))
        case .integer(let digits), .float(let digits): .text(digits)
        case .fingerprint(let value): .text(Literal.hexadecimal(value))
        case .boolean(let value): .text(value ? "true" : "false")
        case .none: .text("nil")
        case .attempt(let inner): .text("try ") + render(inner)
        case .reference(let inner): .text("&") + render(inner)
        case .equal(let a, let b): render(a) + .text(" == ") + render(b)
        case .coalesce(let value, let other): render(value) + .text(" ?? ") + render(other)
        case .negative(let inner): .text("-") + render(inner)
        case .tuple(let members): bracketed(members.map(render), "(", ")")
        case .array(let elements): collection(elements.map(render), empty: "[]")
        case .dictionary(let entries):
            collection(entries.map { render($0.key) + .text(": ") + render($0.value) }, empty: "[:]")
        case .choice(let condition, let then, let otherwise):
            // The assignment around it has indented its lines already.
            .group(render(condition) + .space + .text("? ") + render(then) + .space + .text(": ") + render(otherwise))
        case .call(let callee, let arguments, let trailing): call(callee, arguments, trailing)
        }
    }

    private func call(_ callee: Expression, _ arguments: [Expression.Argument], _ trailing: Closure?) -> Layout {
        let rendered = arguments.map(render)
        let head = render(callee)
        guard let trailing else { return head + bracketed(rendered, "(", ")") }
        let called = rendered.isEmpty ? head : head + bracketed(rendered, "(", ")")
        var parameters = trailing.parameters.joined(separator: ", ")
        if let errors = trailing.errors { parameters += " throws(\(TypeText(errors).text))" }
        return called
            + .group(
                .text(" { \(parameters) in") + .indented(.space + joined(trailing.body.map(render), by: .line))
                    + .space + .text("}"))
    }

    private func render(_ argument: Expression.Argument) -> Layout {
        (argument.label.map { .text("\($0): ") } ?? .text("")) + render(argument.value)
    }

    /// Over several lines, the last element has a comma too.
    private func collection(_ items: [Layout], empty: String) -> Layout {
        guard !items.isEmpty else { return .text(empty) }
        return .group(.text("[") + .indented(.cut + .list(items) + .whenBroken(",")) + .cut + .text("]"))
    }

    private func bracketed(_ items: [Layout], _ open: String, _ close: String) -> Layout {
        guard !items.isEmpty else { return .text(open + close) }
        return .group(.text(open) + .indented(.cut + .list(items)) + .text(close))
    }
}
