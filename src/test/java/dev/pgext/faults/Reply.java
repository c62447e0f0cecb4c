package dev.pgext.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * An answer as it came.
 *
 * @param headers by name in lower case, in order; those of one name joined by a comma
 */
@SuppressWarnings("ArrayRecordComponent") // read once, never compared
record Reply(int status, Map<String, String> headers, byte[] body) {
  private static final JsonMapper JSON = new JsonMapper();

  String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  /** The body as JSON; a missing node if it is none. */
  JsonNode json() {
    try {
      return JSON.readTree(body);
    } catch (IOException notJson) {
      return JSON.missingNode();
    }
  }

  /** The error's code; empty where there is none. */
  String code() {
    return json().path("code").asText("");
  }

  /** Whether the body is an error as PostgREST writes it, with these four keys. */
  boolean isError() {
    JsonNode json = json();
    return List.of("code", "details", "hint", "message").stream().allMatch(json::has)
        && json.path("code").isTextual()
        && json.path("message").isTextual();
  }

  @Override
  public String toString() {
    return status + " " + headers + " " + text();
  }
}
