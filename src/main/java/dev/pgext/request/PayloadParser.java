package dev.pgext.request;

import dev.pgext.catalog.MediaType;
import dev.pgext.catalog.MediaType.Plain;
import dev.pgext.error.RequestError;
import dev.pgext.request.Action.CallMethod;
import dev.pgext.request.Action.CallRoutine;
import dev.pgext.request.Action.MutateRelation;
import dev.pgext.request.Action.MutationKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A body → {@link Payload}, by what it is for and its content type.
 *
 * @param columns of {@code columns=}
 * @see <a
 *     href="https://docs.postgrest.org/en/stable/references/api/tables_views.html#insert">PostgREST:
 *     insert</a>
 */
public record PayloadParser(Action action, MediaType type, @Nullable Set<String> columns) {
  private static final String BODY = "request body";

  /**
   * Null for actions that have no body.
   *
   * @throws dev.pgext.error.ApiException for a body that is not of its type
   */
  public @Nullable Payload parse(byte[] body) {
    return switch (action) {
      case MutateRelation mutation ->
          mutation.kind() == MutationKind.DELETE
              ? null
              : rows(body, mutation.kind() != MutationKind.SINGLE_UPSERT && columns != null);
      case CallRoutine call ->
          call.method() == CallMethod.POST ? arguments(body, columns != null) : null;
      default -> null;
    };
  }

  private Payload rows(byte[] body, boolean columnsGiven) {
    if (type == Plain.JSON) {
      return columnsGiven ? new Payload.UncheckedJson(body) : JsonPayload.parse(body);
    }
    if (type == Plain.CSV) {
      return CsvPayload.parse(body);
    }
    if (type == Plain.FORM) {
      return row(form(body));
    }
    throw unacceptable();
  }

  private Payload arguments(byte[] body, boolean columnsGiven) {
    if (type == Plain.FORM) {
      return new Payload.Form(form(body));
    }
    if (type == Plain.TEXT || type == Plain.XML || type == Plain.OCTET_STREAM) {
      return new Payload.Raw(body);
    }
    if (type == Plain.JSON && body.length == 0 && !columnsGiven) {
      return new Payload.Json(body, Set.of());
    }
    return rows(body, columnsGiven);
  }

  /** Form fields as one object; of one name the last counts. */
  private static Payload row(List<Map.Entry<String, String>> form) {
    Map<String, String> fields = new LinkedHashMap<>();
    form.forEach(field -> fields.put(field.getKey(), field.getValue()));
    byte[] text =
        JsonText.write(
            json -> {
              json.writeStartObject();
              for (Map.Entry<String, String> field : fields.entrySet()) {
                json.writeStringField(field.getKey(), field.getValue());
              }
              json.writeEndObject();
            });
    return new Payload.Json(text, fields.keySet());
  }

  private static List<Map.Entry<String, String>> form(byte[] body) {
    String encoded = Utf8.decode(body, BODY);
    String text = encoded.startsWith("?") ? encoded.substring(1) : encoded;
    List<Map.Entry<String, String>> fields = new ArrayList<>();
    for (QueryString.Parameter field : QueryString.decode(text, BODY).parameters()) {
      fields.add(Map.entry(field.name(), field.value() == null ? "" : field.value()));
    }
    return fields;
  }

  private RuntimeException unacceptable() {
    return new RequestError.InvalidBody("Content-Type not acceptable: " + type.mime())
        .asException();
  }
}
