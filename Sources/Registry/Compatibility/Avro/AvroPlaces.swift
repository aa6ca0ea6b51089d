// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

/// Where a comparison of two types stands: in the established messages, and in each schema's text.
///
/// A list of steps from the root, shared by all places below a place; pointers are made only where a difference is found,
/// since most comparisons find none.
struct AvroPlaces {
    private enum Step {
        /// A part that both have under one name.
        case part(String)
        /// Fields that correspond; without the writer's, a field that is not written.
        case field(reader: Int, writer: Int?)
        /// A branch of the writer's union, which the path shows too.
        case writerBranch(Int)
        case readerBranch(Int)
        /// A part of the writer's text that the path does not show.
        case writerPart(String)
        /// A part of the reader's text.
        case readerPart(String)
        /// The definitions of two named types.
        case definitions(reader: AvroName, writer: AvroName)
    }

    private final class Link {
        let step: Step
        let before: Link?

        init(_ step: Step, after before: Link?) {
            self.step = step
            self.before = before
        }
    }

    private var last: Link?

    private func adding(_ step: Step) -> AvroPlaces {
        var places = self
        places.last = Link(step, after: last)
        return places
    }

    func part(_ name: String) -> AvroPlaces { adding(.part(name)) }
    func field(reader: Int, writer: Int?) -> AvroPlaces { adding(.field(reader: reader, writer: writer)) }
    func writerBranch(_ index: Int) -> AvroPlaces { adding(.writerBranch(index)) }
    func readerBranch(_ index: Int) -> AvroPlaces { adding(.readerBranch(index)) }
    func writerPart(_ name: String) -> AvroPlaces { adding(.writerPart(name)) }
    func readerPart(_ name: String) -> AvroPlaces { adding(.readerPart(name)) }
    func definitions(reader: AvroName, writer: AvroName) -> AvroPlaces {
        adding(.definitions(reader: reader, writer: writer))
    }

    /// The place as pointers.
    func pointers(reader: AvroSchema, writer: AvroSchema) -> AvroPointers {
        var steps: [Step] = []
        var link = last
        while let one = link {
            steps.append(one.step)
            link = one.before
        }
        var pointers = AvroPointers()
        for step in steps.reversed() {
            switch step {
            case .part(let name): pointers.go(path: [name], reader: [name], writer: [name])
            case .field(let readerIndex, let writerIndex):
                let tokens = ["fields", String(readerIndex)]
                pointers.go(path: tokens, reader: tokens, writer: writerIndex.map { ["fields", String($0)] } ?? [])
            case .writerBranch(let index): pointers.go(path: [String(index)], writer: [String(index)])
            case .readerBranch(let index): pointers.go(reader: [String(index)])
            case .writerPart(let name): pointers.go(writer: [name])
            case .readerPart(let name): pointers.go(path: [name], reader: [name])
            case .definitions(let readerName, let writerName):
                pointers.reader.enter(reader.definitions[readerName])
                pointers.writer.enter(writer.definitions[writerName])
            }
        }
        return pointers
    }
}

/// A place as pointers.
struct AvroPointers {
    /// Through all uses of types, as if each were written out where it is used.
    private(set) var path = JSONPointer()
    fileprivate(set) var reader = TextPlace()
    fileprivate(set) var writer = TextPlace()

    /// A place in a schema's text.
    struct TextPlace {
        private(set) var pointer = JSONPointer()
        /// Whether it is within a type that came by a reference: then the place of its use is the nearest there is.
        private var isElsewhere = false

        mutating func go(_ tokens: [String]) {
            guard !isElsewhere else { return }
            for token in tokens { pointer = pointer.appending(token) }
        }

        /// Goes to a type's definition.
        mutating func enter(_ definition: JSONPointer?) {
            if let definition {
                pointer = definition
                isElsewhere = false
            } else {
                isElsewhere = true
            }
        }
    }

    fileprivate mutating func go(path: [String] = [], reader: [String] = [], writer: [String] = []) {
        for token in path { self.path = self.path.appending(token) }
        self.reader.go(reader)
        self.writer.go(writer)
    }

    /// The path as messages write it: the whole schema is "/".
    var text: String { path.tokens.isEmpty ? "/" : path.description }
}
