// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import CodegenCore
import Foundation
import TestKit
import Testing

/// A recorded exchange of Protobuf's public conformance suite, in the folder that `SLUICE_CONFORMANCE` names.
///
/// Its messages are not part of this project, so their code is generated from the record's descriptors, compiled against
/// the runtime that the tests are linked with, and run.
@Suite("The generated code answers Protobuf's conformance suite as was recorded")
struct ConformanceTests {
    private static let folder = ProcessInfo.processInfo.environment["SLUICE_CONFORMANCE"].flatMap { path in
        FileManager.default.fileExists(atPath: path + "/pairs.bin.gz") ? path : nil
    }

    @Test(
        "Every request, binary and JSON",
        .enabled(if: folder != nil, "SLUICE_CONFORMANCE names no folder with a recorded exchange"))
    func exchange() throws {
        let record = try #require(Self.folder)
        let descriptors = [UInt8](try Data(contentsOf: URL(fileURLWithPath: record + "/test_messages.descriptorset")))
        let conformance = SchemaFile(
            name: "conformance", path: "conformance.proto", text: Self.conformance, format: .protobuf)
        let result = Codegen().generate(try SchemaFile.descriptors(descriptors, record) + [conformance])
        #expect(result.diagnostics == [])
        let program = try GeneratedProgram(result.files, main: Self.program).compile()
        let counts = try PythonOracle.run(file: "Tests/Codegen/Oracles/conformance.py", [record, program])
        print("Protobuf conformance: \(counts)", terminator: "")
        #expect(counts.hasSuffix(" 0 otherwise\n"))
    }

    /// What is needed of the suite's own messages.
    private static let conformance = """
        syntax = "proto3";
        package conformance;
        message ConformanceRequest {
          oneof payload { bytes protobuf_payload = 1; string json_payload = 2; }
          int32 requested_output_format = 3;
          string message_type = 4;
          int32 test_category = 5;
        }
        message ConformanceResponse {
          oneof result {
            string parse_error = 1;
            bytes protobuf_payload = 3;
            string json_payload = 4;
            string serialize_error = 6;
          }
        }
        """

    /// Answers requests from standard input, each with its length before it.
    private static let program = #"""
        import Foundation
        import SluiceRuntime

        func answer<Message: ProtobufCodable>(_ request: ConformanceRequest, _ type: Message.Type) -> ConformanceResponse {
            let options = ProtobufJSONOptions(
                ignoresUnknownFields: request.testCategory == 3,
                types: ProtobufTypeRegistry(
                    [TestAllTypesProto2.self, TestAllTypesProto3.self],
                    extensions: [TestMessagesProto2Extensions.extensionInt32]))
            let message: Message
            do {
                switch request.payload {
                case .protobufPayload(let bytes)?: message = try Message(protobuf: bytes)
                case .jsonPayload(let text)?: message = try Message(protobufJSON: text, options: options)
                case nil: return ConformanceResponse(result: .parseError("no payload"))
                }
            } catch {
                return ConformanceResponse(result: .parseError("\(error)"))
            }
            guard request.requestedOutputFormat == 2 else {
                return ConformanceResponse(result: .protobufPayload(message.protobufBytes()))
            }
            do {
                return ConformanceResponse(result: .jsonPayload(try message.protobufJSON(options: options)))
            } catch {
                return ConformanceResponse(result: .serializeError("\(error)"))
            }
        }

        var rest = [UInt8](FileHandle.standardInput.readDataToEndOfFile())[...]
        while rest.count >= 4 {
            let count = rest.prefix(4).reversed().reduce(0) { $0 << 8 | Int($1) }
            let request = try ConformanceRequest(protobuf: Array(rest.dropFirst(4).prefix(count)))
            rest = rest.dropFirst(4 + count)
            let response =
                request.messageType.hasSuffix("Proto2")
                ? answer(request, TestAllTypesProto2.self) : answer(request, TestAllTypesProto3.self)
            let bytes = response.protobufBytes()
            let length = (0..<4).map { UInt8(truncatingIfNeeded: bytes.count >> (8 * $0)) }
            FileHandle.standardOutput.write(Data(length + bytes))
        }
        """#
}
