// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

extension AvroSchema {
    /// The Parsing Canonical Form (specification 1.12, "Transforming into Parsing Canonical Form").
    ///
    /// Two schemas of the same form read the same bytes. Types that came by references are written out at their first
    /// use.
    public var canonicalForm: String {
        var form = CanonicalForm(types: types)
        form.write(root.kind)
        return form.text
    }
}

private struct CanonicalForm {
    let types: [AvroName: AvroNamedType]
    var text = ""
    private var written: Set<AvroName> = []

    init(types: [AvroName: AvroNamedType]) { self.types = types }

    mutating func write(_ kind: AvroType.Kind) {
        switch kind {
        case .array(let items):
            text += "{\"type\":\"array\",\"items\":"
            write(items.kind)
            text += "}"
        case .map(let values):
            text += "{\"type\":\"map\",\"values\":"
            write(values.kind)
            text += "}"
        case .union(let branches): writeList(branches) { $0.write($1.kind) }
        case .named(let name): write(name)
        default: text.appendQuoted(kind.branchName)
        }
    }

    private mutating func write(_ name: AvroName) {
        guard written.insert(name).inserted, let type = types[name] else {
            text.appendQuoted(name.fullName)
            return
        }
        text += "{\"name\":"
        text.appendQuoted(name.fullName)
        switch type {
        case .record(let record):
            text += ",\"type\":\"record\",\"fields\":"
            writeList(record.fields) { form, field in
                form.text += "{\"name\":"
                form.text.appendQuoted(field.name)
                form.text += ",\"type\":"
                form.write(field.type.kind)
                form.text += "}"
            }
        case .enumeration(let type):
            text += ",\"type\":\"enum\",\"symbols\":"
            writeList(type.symbols) { $0.text.appendQuoted($1) }
        case .fixed(let type): text += ",\"type\":\"fixed\",\"size\":\(type.size)"
        }
        text += "}"
    }

    private mutating func writeList<Element>(_ elements: [Element], _ body: (inout Self, Element) -> Void) {
        text += "["
        for (index, element) in elements.enumerated() {
            if index > 0 { text += "," }
            body(&self, element)
        }
        text += "]"
    }
}
