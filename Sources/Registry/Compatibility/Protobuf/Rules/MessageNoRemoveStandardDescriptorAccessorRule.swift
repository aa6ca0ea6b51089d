// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

extension ProtobufRule {
    static let messageNoRemoveStandardDescriptorAccessor = ProtobufRule(
        "MESSAGE_NO_REMOVE_STANDARD_DESCRIPTOR_ACCESSOR",
        "A message keeps its accessor of the descriptor (option no_standard_descriptor_accessor).",
        mending: "Do not set the option no_standard_descriptor_accessor.", policies: .code
    ) { pair in
        pair.messages.filter { $0.old.options.flag(2) != true && $0.new.options.flag(2) == true }.map {
            pair.finding(
                $0, description: "The \(pair.name($0)) no longer has the standard accessor of its descriptor",
                why: "Generated code loses the method descriptor(), and calls of it do not compile.",
                remedy: "Do not set the option no_standard_descriptor_accessor.")
        }
    }
}
