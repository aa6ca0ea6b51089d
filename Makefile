# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: 2026 The Sluice authors
#
# What a person types. `make` alone lists it.

SHELL := /bin/bash
export PKG_CONFIG_PATH := $(CURDIR)/.deps/pkgconfig:$(PKG_CONFIG_PATH)

# One build serves the tests and the demo: release, with the tests' view of internal declarations.
BUILD := swift build -c release -Xswiftc -enable-testing
TEST := swift test -c release -Xswiftc -enable-testing
SOURCES := Package.swift Sources Tests codegen schemas Benchmarks/codecs/Package.swift Benchmarks/codecs/Sources

.PHONY: help bootstrap build demo test fuzz-avro fuzz-protobuf bench-registry bench-codecs lint format clean

help: ## List what make can do
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 20

bootstrap: ## Install what is missing to build, run and test (safe to run twice)
	@scripts/bootstrap

build: bootstrap ## Build everything, release
	$(BUILD) --product sluice
	@# What `sluice lake` opens when it starts; it lies beside the program.
	$(BUILD) --product SluiceParquet

demo: build ## Run everything, send a real clickstream, show what comes out (ARGS=--exit to end then)
	@.build/release/sluice demo $(ARGS)

test: bootstrap ## Build and run every test; real services are started on free ports (ARGS='--filter Avro' for some)
	@# The end-to-end tests run whole pipelines: alone, so that they have the machine to themselves.
	$(if $(ARGS),$(TEST) $(ARGS),scripts/run-tests test $(TEST) --skip EndToEndTests && \
		scripts/run-tests test-end-to-end $(TEST) --skip-build --filter EndToEndTests)

fuzz-avro: bootstrap ## Look for texts that stop the Avro parser or the search for records (FUZZ_SECONDS=60)
	SLUICE_FUZZ=1 swift build --sanitize fuzzer --product fuzz-avro --scratch-path .build/fuzz
	@mkdir -p .build/fuzz/corpus
	.build/fuzz/debug/fuzz-avro -max_total_time=$(or $(FUZZ_SECONDS),60) -timeout=10 -rss_limit_mb=1024 -max_len=4096 \
		.build/fuzz/corpus Tests/Fuzz/Avro/Corpus

fuzz-protobuf: bootstrap ## Look for schemas that stop the Protobuf importer or the normal form (FUZZ_SECONDS=60)
	SLUICE_FUZZ=1 swift build --sanitize fuzzer --product fuzz-protobuf --scratch-path .build/fuzz
	@mkdir -p .build/fuzz/corpus-protobuf
	.build/fuzz/debug/fuzz-protobuf -max_total_time=$(or $(FUZZ_SECONDS),60) -timeout=10 -rss_limit_mb=1024 \
		-max_len=4096 .build/fuzz/corpus-protobuf Tests/Fuzz/Protobuf/Corpus

bench-registry: build ## Measure the registry against its goals (ARGS='--seconds 10 read write' for some)
	@/usr/bin/python3 Benchmarks/registry/bench.py $(ARGS)

bench-codecs: bootstrap ## Measure the generated codecs against other implementations (ARGS=event for one shape)
	@/usr/bin/python3 Benchmarks/codecs/bench.py $(ARGS)

lint: ## Check the format of every Swift file
	swift format lint --strict --parallel --recursive $(SOURCES)

format: ## Format every Swift file
	swift format --in-place --parallel --recursive $(SOURCES)

clean: ## Remove what was built (.deps and .data stay)
	swift package clean
