package org.calcinosiscds.tracing;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A span read from an ExportTraceServiceRequest (opentelemetry-proto, trace.proto), by the numbers of its fields. */
record ReceivedSpan(String traceId, String parentId, String name, Map<String, Object> attributes) {
    /** Number of a field with its bytes, or with its number. */
    private record Field(int number, byte[] bytes, long value) {}

    static List<ReceivedSpan> all(byte[] request) {
        List<ReceivedSpan> spans = new ArrayList<>();
        for (byte[] resourceSpans : parts(request, 1)) {
            for (byte[] scopeSpans : parts(resourceSpans, 2)) {
                parts(scopeSpans, 2).forEach(span -> spans.add(of(span)));
            }
        }
        return spans;
    }

    private static ReceivedSpan of(byte[] span) {
        Map<String, Object> attributes = new LinkedHashMap<>();
        for (byte[] attribute : parts(span, 9)) {
            Field value = fields(parts(attribute, 2).get(0)).get(0);
            attributes.put(text(parts(attribute, 1).get(0)), value.number() == 1 ? text(value.bytes()) : value.value());
        }
        List<byte[]> parent = parts(span, 4);
        return new ReceivedSpan(
                HexFormat.of().formatHex(parts(span, 1).get(0)),
                parent.isEmpty() ? "" : HexFormat.of().formatHex(parent.get(0)),
                text(parts(span, 5).get(0)),
                attributes);
    }

    private static List<byte[]> parts(byte[] message, int number) {
        return fields(message).stream()
                .filter(field -> field.number() == number)
                .map(Field::bytes)
                .toList();
    }

    private static List<Field> fields(byte[] message) {
        List<Field> fields = new ArrayList<>();
        ByteBuffer rest = ByteBuffer.wrap(message);
        while (rest.hasRemaining()) {
            long tag = varint(rest);
            int kind = (int) (tag & 7);
            byte[] bytes = new byte[kind == 2 ? (int) varint(rest) : kind == 1 ? 8 : kind == 5 ? 4 : 0];
            rest.get(bytes);
            fields.add(new Field((int) (tag >> 3), bytes, kind == 0 ? varint(rest) : 0));
        }
        return fields;
    }

    private static long varint(ByteBuffer bytes) {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            byte next = bytes.get();
            value |= (long) (next & 0x7F) << shift;
            if (next >= 0) {
                return value;
            }
        }
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
