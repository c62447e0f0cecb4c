package dev.pgext.request;

import dev.pgext.config.Config;
import dev.pgext.error.Header;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Raw requests for tests. */
final class Requests {
  private Requests() {}

  static RequestParser parser(Map<String, String> settings) {
    return new RequestParser(Config.of(settings));
  }

  static ApiRequest parse(RawRequest request) {
    return parser(Map.of()).parse(request);
  }

  static ApiRequest get(String target, String... headers) {
    return parse(request("GET", target, "", headers));
  }

  static ApiRequest post(String target, String body, String... headers) {
    return parse(request("POST", target, body, headers));
  }

  /**
   * @param headers names and values in turn
   */
  static RawRequest request(String method, String target, String body, String... headers) {
    int mark = target.indexOf('?');
    List<Header> fields = new ArrayList<>();
    for (int index = 0; index < headers.length; index += 2) {
      fields.add(new Header(headers[index], headers[index + 1]));
    }
    return new RawRequest(
        method,
        mark < 0 ? target : target.substring(0, mark),
        mark < 0 ? "" : target.substring(mark + 1),
        fields,
        body.getBytes(StandardCharsets.UTF_8));
  }
}
