// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

#include "../CParquet/CParquet.h"

#include <arrow/api.h>
#include <arrow/c/bridge.h>
#include <arrow/io/file.h>
#include <arrow/util/config.h>
#include <arrow/util/key_value_metadata.h>
#include <parquet/arrow/writer.h>
#include <parquet/exception.h>
#include <parquet/properties.h>

#include <cstdlib>
#include <cstring>
#include <exception>
#include <memory>
#include <string>
#include <vector>

struct sluice_parquet_file {
    std::shared_ptr<arrow::Schema> schema;
    std::shared_ptr<arrow::io::FileOutputStream> output;
    std::unique_ptr<parquet::arrow::FileWriter> writer;
    int64_t size = 0;
};

namespace {

/// Runs a body that returns a status; what it says, and what it throws, becomes text.
template <typename Body>
bool succeeds(char **error, Body body) {
    std::string message;
    try {
        arrow::Status status = body();
        if (status.ok()) return true;
        message = status.ToString();
    } catch (const std::exception &exception) {
        message = exception.what();
    } catch (...) {
        message = "an exception of unknown type";
    }
    *error = strdup(message.c_str());
    return false;
}

std::shared_ptr<parquet::WriterProperties> properties(const sluice_parquet_options &options) {
    parquet::WriterProperties::Builder builder;
    builder.compression(parquet::Compression::ZSTD);
    builder.compression_level(options.compression_level);
    builder.enable_write_page_index();
    // A row group is what the caller writes at once, however many rows it has.
    builder.max_row_group_length(INT64_MAX);
    parquet::BloomFilterOptions bloom;
    bloom.ndv = options.bloom_distinct_values;
    for (int64_t index = 0; index < options.bloom_column_count; index++) {
        builder.enable_bloom_filter(options.bloom_columns[index], bloom);
        // Such values repeat too seldom for a dictionary.
        builder.disable_dictionary(options.bloom_columns[index]);
    }
    return builder.build();
}

sluice_parquet_file *open_file(
    const char *path, struct ArrowSchema *schema, const sluice_parquet_options *options, char **error) {
    auto file = std::make_unique<sluice_parquet_file>();
    bool opened = succeeds(error, [&]() -> arrow::Status {
        ARROW_ASSIGN_OR_RAISE(file->schema, arrow::ImportSchema(schema));
        ARROW_ASSIGN_OR_RAISE(file->output, arrow::io::FileOutputStream::Open(path));
        // With Arrow's schema in the footer, Arrow's readers get enums back as dictionaries.
        auto arrow_properties = parquet::ArrowWriterProperties::Builder().store_schema()->build();
        ARROW_ASSIGN_OR_RAISE(
            file->writer, parquet::arrow::FileWriter::Open(
                              *file->schema, arrow::default_memory_pool(), file->output, properties(*options),
                              arrow_properties));
        return arrow::Status::OK();
    });
    return opened ? file.release() : nullptr;
}

int write_rows(sluice_parquet_file *file, struct ArrowArray *array, char **error) {
    bool written = succeeds(error, [&]() -> arrow::Status {
        if (!file->writer) return arrow::Status::Invalid("the file is closed");
        ARROW_ASSIGN_OR_RAISE(auto batch, arrow::ImportRecordBatch(array, file->schema));
        ARROW_ASSIGN_OR_RAISE(auto table, arrow::Table::FromRecordBatches(file->schema, {batch}));
        ARROW_RETURN_NOT_OK(file->writer->WriteTable(*table, batch->num_rows()));
        ARROW_ASSIGN_OR_RAISE(file->size, file->output->Tell());
        return arrow::Status::OK();
    });
    return written ? 0 : 1;
}

int64_t size_of(const sluice_parquet_file *file) { return file->size; }

int close_file(
    sluice_parquet_file *file, const char *const *keys, const char *const *values, int64_t count, char **error) {
    bool closed = succeeds(error, [&]() -> arrow::Status {
        if (!file->writer) return arrow::Status::Invalid("the file is closed");
        auto metadata = std::make_shared<arrow::KeyValueMetadata>();
        for (int64_t index = 0; index < count; index++) metadata->Append(keys[index], values[index]);
        ARROW_RETURN_NOT_OK(file->writer->AddKeyValueMetadata(metadata));
        ARROW_RETURN_NOT_OK(file->writer->Close());
        file->writer.reset();
        ARROW_ASSIGN_OR_RAISE(file->size, file->output->Tell());
        return file->output->Close();
    });
    return closed ? 0 : 1;
}

void free_file(sluice_parquet_file *file) {
    char *error = nullptr;
    // Destructors of Arrow's writers may report errors of a file that was given up; nobody waits for them.
    succeeds(&error, [&]() -> arrow::Status {
        delete file;
        return arrow::Status::OK();
    });
    std::free(error);
}

void free_text(char *text) { std::free(text); }

}  // namespace

extern "C" const sluice_parquet_functions sluice_parquet_functions_1 = {
    .arrow_version = ARROW_VERSION_STRING,
    .open = open_file,
    .write = write_rows,
    .size = size_of,
    .close = close_file,
    .free = free_file,
    .free_text = free_text,
};
