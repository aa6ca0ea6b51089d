// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.io.DecoderFactory;

/**
 * What Java's Avro says of schemas: reads requests as JSON lines, and writes each back with the answer.
 *
 * The answers are checked in (avro_java_*.jsonl), as the build has no Java. To renew them, with the jars of Avro 1.12.1,
 * Jackson and SLF4J in JARS: java -cp "JARS/*" AvroJavaOracle.java < requests.jsonl > answers.jsonl
 */
public final class AvroJavaOracle {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    public static void main(String[] arguments) throws Exception {
        var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            ObjectNode request = (ObjectNode) MAPPER.readTree(line);
            try {
                answer(request);
            } catch (RuntimeException | StackOverflowError error) {
                request.put("error", error.getClass().getSimpleName() + ": " + error.getMessage());
            }
            System.out.println(MAPPER.writeValueAsString(request));
        }
    }

    private static Schema parse(JsonNode text) {
        return new Schema.Parser().parse(text.textValue());
    }

    private static void answer(ObjectNode request) throws Exception {
        if (request.has("schema")) {
            Schema schema = parse(request.get("schema"));
            request.put("canonical", SchemaNormalization.toParsingForm(schema));
            request.put("fingerprint", Long.toUnsignedString(SchemaNormalization.parsingFingerprint64(schema)));
            return;
        }
        Schema reader = parse(request.get("reader"));
        Schema writer = parse(request.get("writer"));
        ArrayNode differences = request.putArray("differences");
        var result = SchemaCompatibility.checkReaderWriterCompatibility(reader, writer).getResult();
        for (var one : result.getIncompatibilities()) {
            differences.addObject().put("type", one.getType().name()).put("path", one.getLocation())
                .put("message", one.getMessage());
        }
        if (request.has("bytes")) {
            byte[] bytes = HexFormat.of().parseHex(request.get("bytes").textValue());
            try {
                new GenericDatumReader<Object>(writer, reader)
                    .read(null, DecoderFactory.get().binaryDecoder(bytes, null));
                request.put("decodes", true);
            } catch (RuntimeException error) {
                request.put("decodes", false).put("why", error.toString());
            }
        }
    }
}
