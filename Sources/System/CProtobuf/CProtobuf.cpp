// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

#include "CProtobuf.h"

#include <google/protobuf/any.pb.h>
#include <google/protobuf/api.pb.h>
#include <google/protobuf/compiler/importer.h>
#include <google/protobuf/descriptor.h>
#include <google/protobuf/descriptor.pb.h>
#include <google/protobuf/descriptor_database.h>
#include <google/protobuf/duration.pb.h>
#include <google/protobuf/empty.pb.h>
#include <google/protobuf/field_mask.pb.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>
#include <google/protobuf/source_context.pb.h>
#include <google/protobuf/struct.pb.h>
#include <google/protobuf/timestamp.pb.h>
#include <google/protobuf/type.pb.h>
#include <google/protobuf/wrappers.pb.h>

#include <map>
#include <memory>
#include <mutex>
#include <new>
#include <set>
#include <string>
#include <vector>

namespace pb = google::protobuf;

struct sluice_proto_result {
    struct Error {
        std::string file;
        int line;
        int column;
        std::string message;
    };
    std::vector<Error> errors;
    std::string descriptors;
    std::string locations;
};

namespace {

class MemoryTree : public pb::compiler::SourceTree {
public:
    std::map<std::string, std::string> texts;

    pb::io::ZeroCopyInputStream *Open(const std::string &name) override {
        const auto found = texts.find(name);
        if (found == texts.end()) { return nullptr; }
        return new pb::io::ArrayInputStream(found->second.data(), static_cast<int>(found->second.size()));
    }

    std::string GetLastErrorMessage() override { return "File not found among the schema's references."; }
};

class Collector : public pb::compiler::MultiFileErrorCollector {
public:
    explicit Collector(std::vector<sluice_proto_result::Error> &errors) : errors_(errors) {}

    void AddError(const std::string &file, int line, int column, const std::string &message) override {
        errors_.push_back({file, line, column, message});
    }

private:
    std::vector<sluice_proto_result::Error> &errors_;
};

/// Finds files given as descriptors, then those given as source.
class Files : public pb::DescriptorDatabase {
public:
    Files(pb::DescriptorDatabase &sources) : sources_(sources) {}

    std::map<std::string, pb::FileDescriptorProto> descriptors;

    bool FindFileByName(const std::string &name, pb::FileDescriptorProto *output) override {
        const auto found = descriptors.find(name);
        if (found == descriptors.end()) { return sources_.FindFileByName(name, output); }
        *output = found->second;
        return true;
    }

    bool FindFileContainingSymbol(const std::string &, pb::FileDescriptorProto *) override { return false; }

    bool FindFileContainingExtension(const std::string &, int, pb::FileDescriptorProto *) override { return false; }

private:
    pb::DescriptorDatabase &sources_;
};

void append(const pb::FileDescriptor *file, std::set<std::string> &done, pb::FileDescriptorSet &set) {
    if (!done.insert(file->name()).second) { return; }
    for (int i = 0; i < file->dependency_count(); i++) { append(file->dependency(i), done, set); }
    auto *added = set.add_file();
    file->CopyTo(added);
    file->CopyJsonNameTo(added);
}

/// The well-known types are part of libprotobuf; naming one message of each file makes the linker keep it.
void linkWellKnownTypes() {
    pb::Any::descriptor();
    pb::Api::descriptor();
    pb::Duration::descriptor();
    pb::Empty::descriptor();
    pb::FieldMask::descriptor();
    pb::SourceContext::descriptor();
    pb::Struct::descriptor();
    pb::Timestamp::descriptor();
    pb::Type::descriptor();
    pb::DoubleValue::descriptor();
    pb::FileDescriptorProto::descriptor();
}

void prepareOnce() {
    static std::once_flag done;
    std::call_once(done, [] {
        linkWellKnownTypes();
        // What is wrong with a schema is returned; libprotobuf would write it to standard error, too.
        pb::SetLogHandler(nullptr);
    });
}

void compile(const sluice_proto_file *files, size_t count, sluice_proto_result &result) {
    prepareOnce();
    MemoryTree tree;
    Collector collector(result.errors);
    pb::compiler::SourceTreeDescriptorDatabase sources(&tree, pb::DescriptorPool::internal_generated_database());
    sources.RecordErrorsTo(&collector);
    Files all(sources);
    for (size_t i = 0; i < count; i++) {
        std::string name(files[i].name, files[i].name_count);
        if (!files[i].is_descriptor) {
            tree.texts.emplace(name, std::string(files[i].text, files[i].text_count));
            continue;
        }
        pb::FileDescriptorProto descriptor;
        if (!descriptor.ParseFromArray(files[i].text, static_cast<int>(files[i].text_count))) {
            result.errors.push_back({name, -1, -1, "Not a serialized FileDescriptorProto."});
            return;
        }
        descriptor.set_name(name);
        all.descriptors.emplace(name, descriptor);
    }
    pb::DescriptorPool pool(&all, sources.GetValidationErrorCollector());
    const std::string root(files[0].name, files[0].name_count);
    const pb::FileDescriptor *file = pool.FindFileByName(root);
    if (file == nullptr || !result.errors.empty()) {
        if (result.errors.empty()) { result.errors.push_back({root, -1, -1, "The file can't be compiled."}); }
        return;
    }
    pb::FileDescriptorSet set;
    std::set<std::string> done;
    append(file, done, set);
    result.descriptors = set.SerializeAsString();
    pb::FileDescriptorProto located;
    file->CopySourceCodeInfoTo(&located);
    result.locations = located.source_code_info().SerializeAsString();
}

}  // namespace

sluice_proto_result *sluice_proto_compile(const sluice_proto_file *files, size_t count) {
    if (count == 0) { return nullptr; }
    try {
        auto result = std::make_unique<sluice_proto_result>();
        compile(files, count, *result);
        return result.release();
    } catch (const std::bad_alloc &) {
        return nullptr;
    }
}

void sluice_proto_result_destroy(sluice_proto_result *result) { delete result; }

size_t sluice_proto_error_count(const sluice_proto_result *result) { return result->errors.size(); }

sluice_proto_error sluice_proto_error_at(const sluice_proto_result *result, size_t index) {
    const auto &error = result->errors[index];
    return {error.file.c_str(), error.line, error.column, error.message.c_str()};
}

const uint8_t *sluice_proto_descriptors(const sluice_proto_result *result, size_t *count) {
    *count = result->descriptors.size();
    return reinterpret_cast<const uint8_t *>(result->descriptors.data());
}

const uint8_t *sluice_proto_locations(const sluice_proto_result *result, size_t *count) {
    *count = result->locations.size();
    return reinterpret_cast<const uint8_t *>(result->locations.data());
}
