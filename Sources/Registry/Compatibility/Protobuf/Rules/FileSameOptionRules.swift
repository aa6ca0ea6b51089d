// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

extension ProtobufRule {
    /// One rule for each option of a file that decides where generated code is and what is in it.
    static let fileSameOptions: [ProtobufRule] = [
        text("cc_enable_arenas", 31, unset: "true"), text("cc_generic_services", 16, unset: "false"),
        text("csharp_namespace", 37), text("go_package", 11), text("java_generic_services", 17, unset: "false"),
        text("java_multiple_files", 10, unset: "false"), text("java_outer_classname", 8), text("java_package", 1),
        text("objc_class_prefix", 36), text("optimize_for", 9, unset: "SPEED"), text("php_class_prefix", 40),
        text("php_metadata_namespace", 44), text("php_namespace", 41), text("py_generic_services", 18, unset: "false"),
        text("ruby_package", 45), text("swift_prefix", 39),
    ]

    /// - Parameter unset: what it means if the option is not set; the options with such a value are no texts.
    private static func text(_ option: String, _ number: Int, unset: String? = nil) -> ProtobufRule {
        ProtobufRule(
            "FILE_SAME_" + option.uppercased(), "The file option \(option) stays.",
            mending: "Keep the option \(option).",
            policies: .code
        ) { pair in
            let before = value(pair.old.file.options, option, number, unset)
            let after = value(pair.new.file.options, option, number, unset)
            guard before != after else { return [] }
            return [
                pair.finding(
                    file: ProtobufSourceMap.Part.fileOptions + [number], old: "option \(option)",
                    new: "option \(option)", "The option \(option) has changed from '\(before)' to '\(after)'",
                    why: "The code that is generated from the file has other names, or is in another place.",
                    remedy: before.isEmpty
                        ? "Do not set the option \(option)."
                        : "Write 'option \(option) = …;' with the value '\(before)'.")
            ]
        }
    }

    private static func value(_ options: ProtobufOptions, _ option: String, _ number: Int, _ unset: String?) -> String {
        guard let unset else { return options.text(number) ?? "" }
        if option == "optimize_for" {
            return options.int(number).map { ["", "SPEED", "CODE_SIZE", "LITE_RUNTIME"][safe: $0] ?? String($0) }
                ?? unset
        }
        return options.flag(number).map { String($0) } ?? unset
    }
}

extension Array {
    /// The element at an index that comes from outside.
    subscript(safe index: Int) -> Element? { indices.contains(index) ? self[index] : nil }
}
