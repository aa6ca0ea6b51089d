// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// Files that any schema may import without a reference, beside Google's well-known types (which are part of libprotobuf).
///
/// The names, numbers and types are those that clients of a schema registry compile in.
enum ProtobufBuiltIns {
    static let files: [(name: String, text: String)] = [
        (
            "confluent/meta.proto",
            """
            syntax = "proto3";
            package confluent;

            import "google/protobuf/descriptor.proto";

            option go_package = "../confluent";

            message Meta {
              string doc = 1;
              map<string, string> params = 2;
              repeated string tags = 3;
              repeated Rule rules = 4;
            }

            message Rule {
              string name = 1;
              string doc = 2;
              string expr = 3;
              string sql = 4;
            }

            extend google.protobuf.FileOptions {
              Meta file_meta = 1088;
            }
            extend google.protobuf.MessageOptions {
              Meta message_meta = 1088;
            }
            extend google.protobuf.FieldOptions {
              Meta field_meta = 1088;
            }
            extend google.protobuf.EnumOptions {
              Meta enum_meta = 1088;
            }
            extend google.protobuf.EnumValueOptions {
              Meta enum_value_meta = 1088;
            }

            """
        ),
        (
            "confluent/type/decimal.proto",
            """
            syntax = "proto3";
            package confluent.type;

            message Decimal {
              bytes value = 1;
              uint32 precision = 2;
              int32 scale = 3;
            }

            """
        ),
    ]
    /// The file that declares the options, `google/protobuf/descriptor.proto`; libprotobuf has it, so it is always there.
    private static let descriptorFile: ProtobufFile? = {
        let text = "syntax = \"proto3\"; import \"google/protobuf/descriptor.proto\";"
        return try? ProtobufSchema.parse(text).imports.last
    }()

    /// The schema with the types of its options, which it need not have imported.
    static func withOptionTypes(_ schema: ProtobufSchema) -> ProtobufSchema {
        guard schema.message(named: ".google.protobuf.FileOptions") == nil, let descriptorFile else { return schema }
        return ProtobufSchema(
            text: schema.text, file: schema.file, imports: [descriptorFile] + schema.imports,
            descriptor: schema.descriptor, locations: schema.locations, importedTexts: schema.importedTexts)
    }
}
