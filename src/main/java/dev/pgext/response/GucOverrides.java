package dev.pgext.response;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.pgext.error.Header;
import dev.pgext.error.RequestError;
import dev.pgext.exec.ResultRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What functions said about the response by {@code set_config('response.status', …)} and {@code
 * 'response.headers'}.
 *
 * @see <a
 *     href="https://docs.postgrest.org/en/stable/references/transactions.html#response-headers">PostgREST:
 *     response headers</a>
 */
record GucOverrides(@Nullable Integer status, List<Header> headers) {
  private static final JsonMapper JSON = new JsonMapper();

  /** What is below is not the end of an answer: a client would go on waiting (RFC 9110, 15.2). */
  private static final int FIRST_FINAL_STATUS = 200;

  GucOverrides {
    headers = List.copyOf(headers);
  }

  static GucOverrides of(ResultRow row) {
    return new GucOverrides(readStatus(row.status()), readHeaders(row.headers()));
  }

  /** The draft with these on top: a header of theirs replaces one of the same name. */
  ApiResponse applyTo(Draft draft) {
    int finalStatus = status == null ? draft.status() : status;
    if (headers.isEmpty()) {
      return new ApiResponse(finalStatus, null, draft.headers(), draft.body());
    }
    List<Header> all = new ArrayList<>();
    draft.headers().stream().filter(header -> !overrides(header.name())).forEach(all::add);
    all.addAll(headers);
    return new ApiResponse(finalStatus, null, all, draft.body());
  }

  private boolean overrides(String name) {
    return headers.stream().anyMatch(header -> header.name().equalsIgnoreCase(name));
  }

  /** The digits it begins with; what follows them is not looked at. */
  private static @Nullable Integer readStatus(@Nullable String text) {
    if (text == null) {
      return null;
    }
    int end = 0;
    while (end < text.length() && Character.digit(text.charAt(end), 10) >= 0) {
      end++;
    }
    if (end == 0 || end > 3) {
      throw new RequestError.GucStatus().asException();
    }
    int code = Integer.parseInt(text.substring(0, end));
    if (code < FIRST_FINAL_STATUS) {
      throw new RequestError.GucStatus().asException();
    }
    return code;
  }

  private static List<Header> readHeaders(@Nullable String text) {
    if (text == null) {
      return List.of();
    }
    JsonNode json;
    try {
      json = JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new RequestError.GucHeaders().asException();
    }
    if (!json.isArray()) {
      throw new RequestError.GucHeaders().asException();
    }
    List<Header> read = new ArrayList<>();
    json.forEach(element -> read.add(readHeader(element)));
    return read;
  }

  private static Header readHeader(JsonNode element) {
    if (element.isObject() && element.size() == 1) {
      Map.Entry<String, JsonNode> field = element.properties().iterator().next();
      if (field.getValue().isTextual()) {
        return new Header(field.getKey(), field.getValue().textValue());
      }
    }
    throw new RequestError.GucHeaders().asException();
  }
}
