package dev.pgext.exec;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.pgext.error.ApiError;
import dev.pgext.error.DatabaseError;
import dev.pgext.error.Header;
import dev.pgext.error.RequestError.RaiseParse;
import dev.pgext.error.RequestError.RaisePart;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a function asked to be answered, by {@code RAISE SQLSTATE 'PTxyz'} or {@code 'PGRST'}.
 *
 * @see <a
 *     href="https://docs.postgrest.org/en/stable/references/errors.html#raise-errors-with-http-status-codes">PostgREST:
 *     RAISE errors with HTTP status codes</a>
 */
final class RaisedResponse {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  /** What is below is not the end of an answer: a client would go on waiting (RFC 9110, 15.2). */
  private static final int FIRST_FINAL_STATUS = 200;

  private RaisedResponse() {}

  /** {@code PTxyz}: the status is in the code, its text is the message. */
  static ApiError ofStatus(
      String code, String message, @Nullable String detail, @Nullable String hint) {
    boolean numeric = code.substring(2).chars().allMatch(c -> c >= '0' && c <= '9');
    int wanted = numeric ? Integer.parseInt(code.substring(2)) : 500;
    int status = wanted < FIRST_FINAL_STATUS ? 500 : wanted;
    List<Header> headers =
        status == 401 ? List.of(new Header("WWW-Authenticate", "Bearer")) : List.of();
    return new DatabaseError.Chosen(
        status,
        status == wanted && numeric ? message : null,
        code,
        message,
        ApiError.text(detail),
        hint,
        headers);
  }

  /** {@code PGRST}: MESSAGE and DETAIL are JSON objects. */
  static ApiError parse(String message, @Nullable String detail) {
    JsonNode body = object(message);
    if (body == null || !isBody(body)) {
      return new RaiseParse(RaisePart.MESSAGE, message);
    }
    if (detail == null) {
      return new RaiseParse(RaisePart.DETAIL_MISSING, "");
    }
    JsonNode response = object(detail);
    if (response == null || !isResponse(response)) {
      return new RaiseParse(RaisePart.DETAIL, detail);
    }
    return new DatabaseError.Chosen(
        response.get("status").intValue(),
        optionalText(response, "status_text"),
        body.get("code").textValue(),
        body.get("message").textValue(),
        ApiError.text(optionalText(body, "details")),
        optionalText(body, "hint"),
        headers(response.get("headers")));
  }

  private static @Nullable JsonNode object(String json) {
    try {
      JsonNode node = JSON.readTree(json);
      return node != null && node.isObject() ? node : null;
    } catch (JsonProcessingException e) {
      return null;
    }
  }

  private static boolean isBody(JsonNode body) {
    return body.path("code").isTextual()
        && body.path("message").isTextual()
        && isOptionalText(body, "details")
        && isOptionalText(body, "hint");
  }

  private static boolean isResponse(JsonNode response) {
    JsonNode status = response.path("status");
    JsonNode headers = response.path("headers");
    return status.canConvertToExactIntegral()
        && status.canConvertToInt()
        && status.intValue() >= FIRST_FINAL_STATUS
        && status.intValue() <= 999
        && isOptionalText(response, "status_text")
        && headers.isObject()
        && headers.valueStream().allMatch(JsonNode::isTextual);
  }

  private static boolean isOptionalText(JsonNode object, String key) {
    JsonNode value = object.path(key);
    return value.isTextual() || value.isNull() || value.isMissingNode();
  }

  private static @Nullable String optionalText(JsonNode object, String key) {
    return object.path(key).textValue();
  }

  private static List<Header> headers(JsonNode object) {
    List<Header> headers = new ArrayList<>();
    object.properties().forEach(e -> headers.add(new Header(e.getKey(), e.getValue().textValue())));
    headers.sort(Comparator.comparing(Header::name));
    return headers;
  }
}
