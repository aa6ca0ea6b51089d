// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

/// The third stage for `.proto` files: the declarations of each generated file.
struct ProtobufTranslator {
    let model: ProtobufModel

    func translate() -> [Translator.Module] {
        model.files.map { file in
            Translator.Module(
                name: "\(file.source.file.fileName).swift", header: header(file), declarations: declarations(file))
        }
    }

    private func header(_ file: ProtobufFileModel) -> [String] {
        let source = file.source.file
        let isNamed = source.schemaID == nil && !source.isDescriptor
        var lines = [Translator.notice("from \(isNamed ? source.fileName : source.path)."), ""]
        let package = file.source.schema.file.package
        lines.append("Protobuf \(package.isEmpty ? "without a package" : package)")
        if let id = source.schemaID { lines.append("Registry id \(id)") }
        return lines
    }

    private func declarations(_ file: ProtobufFileModel) -> [Declaration] {
        var declarations = file.messages.flatMap { message in
            [.type(MessageConstruct(message: message).declaration())] + extensions(message)
        }
        declarations += file.enumerations.flatMap { enumeration in
            [.type(ProtobufEnumConstruct(enumeration: enumeration).declaration()), self.extension(enumeration)]
        }
        if !file.extensions.isEmpty {
            declarations.append(
                .type(
                    ExtensionConstruct.scope(file.extensionScope, file.extensions, file: file.source.file.fileName)))
        }
        return declarations + file.services.map { .type(ServiceConstruct(service: $0).declaration()) }
    }

    /// The codecs of a message and of all that is nested in it.
    private func extensions(_ message: MessageModel) -> [Declaration] {
        let own = extending(message.name, MessageCodec(message: message).members())
        return [own] + message.messages.flatMap(extensions) + message.enumerations.map(self.extension)
    }

    private func `extension`(_ enumeration: ProtobufEnumModel) -> Declaration {
        extending(enumeration.name, ProtobufEnumConstruct(enumeration: enumeration).members())
    }

    private func extending(_ name: SwiftTypeName, _ members: [Declaration]) -> Declaration {
        .type(TypeDeclaration(kind: .extension, name: TypeExpression(name), members: members))
    }
}

extension Doc {
    /// What a file says of a type, and what it is there.
    static func protobuf(_ doc: String?, _ kind: String, _ fullName: String, isDeprecated: Bool) -> Documentation {
        comment(doc) + ["Protobuf \(kind) `\(fullName.dropFirst())`\(isDeprecated ? ", deprecated" : "")."]
    }

    /// A comment's paragraphs, without the blank that most lines begin with.
    static func comment(_ text: String?) -> Documentation {
        guard let text else { return [] }
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
            .map { $0.hasPrefix(" ") ? $0.dropFirst() : $0 }
            .map { line in String(line.reversed().drop(while: \.isWhitespace).reversed()) }
        return lines.split(whereSeparator: \.isEmpty).map { $0.joined(separator: "\n") }
    }
}
