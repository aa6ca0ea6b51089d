// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// Commands that use the version that is shown, to be copied.
struct SnippetsView {
    let model: SubjectModel

    var html: HTML {
        HTML {
            for snippet in snippets {
                HTML(.h3) { snippet.title }
                HTML(.pre, .class("snippet"), .fixed("tabindex", "0")) { HTML(.code) { snippet.command } }
            }
        }
    }

    private struct Snippet {
        let title, command: String
    }

    private var snippets: [Snippet] {
        let version = model.selected
        let isLatest = version.version == model.latest
        let subject = Self.quoted(model.subject.text)
        let path = CatalogueLink.text(model.subject, version.version, isDeleted: version.isDeleted).text
        let file = Self.fileName(model.subject.name) + (version.type == "AVRO" ? ".avsc" : ".proto")
        let get =
            "sluice schema get \(subject)" + (isLatest ? "" : " --version \(version.version)")
            + (version.isDeleted ? " --deleted" : "") + " > \(file)"
        var snippets = [
            Snippet(title: "The schema, over HTTP", command: curl(path)),
            Snippet(
                title: "The schema of an id, as readers of data ask for it",
                command: curl(idPath.text)),
            Snippet(title: "Into a file", command: get),
        ]
        if version.type == "AVRO" {
            snippets.append(
                Snippet(title: "As Swift types", command: "\(get)\nsluice codegen --out Sources/Events \(file)"))
        }
        snippets.append(
            Snippet(
                title: "May my change follow? (for CI: exit code 1 if not)",
                command: "sluice schema check --registry \(Self.quoted(model.address.url))\(keyOption) schemas"))
        return snippets
    }

    /// Any user name will do: the key is the password. A shell that has no such variable sends an empty one.
    private func curl(_ path: String) -> String {
        "curl -s " + (model.address.needsKey ? "-u \"key:$SLUICE_REGISTRY_KEY\" " : "")
            + Self.quoted(model.address.url + path)
    }

    private var keyOption: String {
        model.address.needsKey ? " --registry-key \"$SLUICE_REGISTRY_KEY\"" : ""
    }

    private var idPath: CatalogueLink { .json(context: model.subject.context, id: model.selected.schemaID) }

    /// One word of a shell, whatever it has.
    static func quoted(_ word: String) -> String {
        let isPlain =
            !word.isEmpty
            && word.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."),
                    UInt8(ascii: "/"), UInt8(ascii: ":"), UInt8(ascii: "%"):
                    true
                default: false
                }
            }
        if isPlain { return word }
        return "'" + word.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
    }

    /// Letters and digits of the name; others become dashes.
    private static func fileName(_ name: String) -> String {
        let kept = name.map { $0.isASCII && ($0.isLetter || $0.isNumber || "._".contains($0)) ? $0 : "-" }
        let trimmed = String(kept).drop { $0 == "." || $0 == "-" }
        return trimmed.isEmpty ? "schema" : String(trimmed.prefix(100))
    }
}
