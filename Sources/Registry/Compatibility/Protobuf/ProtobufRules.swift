// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

extension CompatibilityRule {
    /// The rules of Protobuf, in the order in which documentation lists them: the established ones, then those of the
    /// other policies.
    static var protobuf: [CompatibilityRule] {
        ProtobufChange.Kind.allCases.compactMap { $0.rule?.rule } + ProtobufRule.all.map(\.rule)
    }
}

/// A rule of the policies that are a linter's categories: it looks at a pair of schemas by itself.
struct ProtobufRule: Sendable {
    let rule: CompatibilityRule
    let find: @Sendable (ProtobufPair) -> [ProtobufFinding]

    /// - Parameter type: the linter's name of the rule, from which its id is made.
    init(
        _ type: String, _ summary: String, mending: String, policies: [CompatibilityPolicy],
        find: @escaping @Sendable (ProtobufPair) -> [ProtobufFinding]
    ) {
        rule = CompatibilityRule(
            "protobuf/" + type.lowercased().replacing("_", with: "-"), type: type, summary, mending: mending,
            policies: policies)
        self.find = find
    }
}

extension [CompatibilityPolicy] {
    /// What breaks generated code.
    static let code: Self = [.package, .file]
    /// What breaks generated code or JSON.
    static let codeAndJSON: Self = [.wireJSON, .package, .file]
    /// What breaks anything.
    static let everything: Self = [.strict, .wire, .wireJSON, .package, .file]
    /// `STRICT` is `WIRE` for Protobuf.
    static let wireOnly: Self = [.strict, .wire]
    /// What breaks what is written, in binary or in JSON.
    static let wireAndJSON: Self = [.strict, .wire, .wireJSON]
}

extension ProtobufRule {
    /// In the order in which documentation lists them. The linter's rule on deleted files has no place here: a subject is
    /// one file.
    static let all: [ProtobufRule] =
        [
            .fileSamePackage, .fileSameSyntax, .packageNoDelete, .messageNoDelete, .packageMessageNoDelete,
            .messageSameRequiredFields, .messageSameMessageSetWireFormat, .messageSameJSONFormat,
            .messageNoRemoveStandardDescriptorAccessor, .reservedMessageNoDelete, .oneofNoDelete, .fieldNoDelete,
            .fieldNoDeleteUnlessNumberReserved, .fieldNoDeleteUnlessNameReserved, .fieldSameName, .fieldSameJSONName,
            .fieldSameType, .fieldWireCompatibleType, .fieldWireJSONCompatibleType, .fieldSameCardinality,
            .fieldWireCompatibleCardinality, .fieldWireJSONCompatibleCardinality, .fieldSameOneof, .fieldSameDefault,
            .fieldSameUTF8Validation, .fieldSameJavaUTF8Validation, .fieldSameCppStringType, .fieldSameJSType,
            .enumNoDelete, .packageEnumNoDelete, .enumSameType, .enumSameJSONFormat, .enumValueNoDelete,
            .enumValueNoDeleteUnlessNumberReserved, .enumValueNoDeleteUnlessNameReserved, .enumValueSameName,
            .reservedEnumNoDelete, .extensionNoDelete, .packageExtensionNoDelete, .extensionMessageNoDelete,
            .serviceNoDelete, .packageServiceNoDelete, .rpcNoDelete, .rpcSameRequestType, .rpcSameResponseType,
            .rpcSameClientStreaming, .rpcSameServerStreaming, .rpcSameIdempotencyLevel,
        ] + fileSameOptions
}
