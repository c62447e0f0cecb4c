package dev.pgext.request;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.pgext.error.LimitError;
import dev.pgext.error.RequestError;
import dev.pgext.request.Payload.Json;
import java.io.IOException;
import java.util.List;

/**
 * CSV with a header → a JSON array of objects with text values; {@code NULL} is null. Blank lines
 * are no rows, fields behind the last column are left out.
 *
 * @see <a
 *     href="https://docs.postgrest.org/en/stable/references/api/tables_views.html#bulk-insert">PostgREST:
 *     bulk insert</a>
 */
final class CsvPayload {
  private final CsvReader reader;
  private final List<String> header;
  private final UniformKeys keys = new UniformKeys();

  private CsvPayload(CsvReader reader) {
    this.reader = reader;
    this.header = reader.record();
  }

  static Json parse(byte[] body) {
    if (!Utf8.isValid(body)) {
      throw new LimitError.BadEncoding("request body").asException();
    }
    return new CsvPayload(new CsvReader(body)).payload();
  }

  private Json payload() {
    byte[] rows = JsonText.write(this::rows);
    if (!keys.uniform()) {
      throw new RequestError.InvalidBody("All lines must have same number of fields").asException();
    }
    return new Json(rows, keys.names());
  }

  private void rows(JsonGenerator json) throws IOException {
    json.writeStartArray();
    do {
      reader.endOfLine();
      List<String> fields = reader.record();
      if (fields.size() > 1 || !fields.get(0).isEmpty()) {
        row(json, fields);
      }
    } while (!reader.atEnd());
    json.writeEndArray();
  }

  private void row(JsonGenerator json, List<String> fields) throws IOException {
    json.writeStartObject();
    keys.begin();
    for (int index = 0; index < Math.min(header.size(), fields.size()); index++) {
      keys.add(header.get(index));
      json.writeFieldName(header.get(index));
      field(json, fields.get(index));
    }
    keys.end();
    json.writeEndObject();
  }

  private static void field(JsonGenerator json, String value) throws IOException {
    if (value.equals("NULL")) {
      json.writeNull();
    } else {
      json.writeString(value);
    }
  }
}
