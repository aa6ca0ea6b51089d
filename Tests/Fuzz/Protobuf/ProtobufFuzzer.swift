// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import FuzzChecks

/// libFuzzer's entry point (`make fuzz-protobuf`): see `ProtobufFuzzCheck`.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzProtobuf(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    guard let start else { return 0 }
    let problem = ProtobufFuzzCheck.problem(Array(UnsafeBufferPointer(start: start, count: count)))
    precondition(problem == nil, problem ?? "")
    return 0
}
