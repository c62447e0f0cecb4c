package dev.pgext.faults;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A request, written to the wire exactly as it stands here.
 *
 * @param target path and query
 * @param headers {@code Name: value}, without Host and Content-Length
 */
record Call(String method, String target, List<String> headers, String body) {
  Call {
    headers = List.copyOf(headers);
  }

  static Call get(String target) {
    return new Call("GET", target, List.of(), "");
  }

  static Call post(String target, String json) {
    return new Call("POST", target, List.of("Content-Type: application/json"), json);
  }

  Call method(String other) {
    return new Call(other, target, headers, body);
  }

  Call with(String header) {
    List<String> more = new ArrayList<>(headers);
    more.add(header);
    return new Call(method, target, more, body);
  }

  Call as(String token) {
    return with("Authorization: Bearer " + token);
  }

  /** Its bytes in UTF-8. */
  byte[] bytes() {
    int length = body.getBytes(StandardCharsets.UTF_8).length;
    String lines = headers.stream().map(line -> line + "\r\n").collect(Collectors.joining());
    String head = method + " " + target + " HTTP/1.1\r\nHost: 127.0.0.1\r\n" + lines;
    String framing = length == 0 && body.isEmpty() ? "" : "Content-Length: " + length + "\r\n";
    return (head + framing + "\r\n" + body).getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return new String(bytes(), StandardCharsets.UTF_8);
  }
}
