package dev.pgext.response;

import dev.pgext.error.Header;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** {@code Location: /items?id=eq.42}, where an inserted row can be read again. */
final class LocationHeader {
  private static final String UNRESERVED = "-_.~";
  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  private LocationHeader() {}

  /** From texts of {@code key=eq.value}; empty without one. */
  static Optional<Header> of(String relation, List<String> location) {
    if (location.isEmpty()) {
      return Optional.empty();
    }
    String query =
        location.stream().map(LocationHeader::encodePair).collect(Collectors.joining("&"));
    return Optional.of(new Header("Location", "/" + relation + "?" + query));
  }

  private static String encodePair(String pair) {
    int equals = pair.indexOf('=');
    return encode(pair.substring(0, equals)) + "=" + encode(pair.substring(equals + 1));
  }

  private static String encode(String text) {
    StringBuilder encoded = new StringBuilder();
    for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
      char character = (char) (octet & 0xFF);
      if (octet > 0
          && (Character.isLetterOrDigit(character) || UNRESERVED.indexOf(character) >= 0)) {
        encoded.append(character);
      } else {
        encoded.append('%').append(HEX.toHexDigits(octet));
      }
    }
    return encoded.toString();
  }
}
