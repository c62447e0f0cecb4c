package dev.pgext.pg.connect;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads {@code postgresql://user:password@host1:port1,host2/database?key=value}.
 *
 * <p>As libpq does: see <a
 * href="https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING-URIS">PostgreSQL:
 * connection URIs</a>. Confined to one parse.
 */
final class ConnectionUri {

  private static final List<String> SCHEMES = List.of("postgresql://", "postgres://");

  private final Map<String, String> values = new LinkedHashMap<>();
  private String rest;

  private ConnectionUri(String rest) {
    this.rest = rest;
  }

  static boolean isUri(String text) {
    return SCHEMES.stream().anyMatch(text::startsWith);
  }

  /** Values by libpq's keys. */
  static Map<String, String> parse(String text) {
    String scheme = SCHEMES.stream().filter(text::startsWith).findFirst().orElseThrow();
    ConnectionUri uri = new ConnectionUri(text.substring(scheme.length()));
    uri.user();
    uri.hosts();
    uri.database();
    uri.parameters();
    return uri.values;
  }

  /** The user ends at the first @, if that comes before any slash. */
  private void user() {
    int at = rest.indexOf('@');
    int slash = rest.indexOf('/');
    if (at < 0 || (slash >= 0 && slash < at)) {
      return;
    }
    String credentials = take(at);
    rest = rest.substring(1);
    int colon = credentials.indexOf(':');
    put("user", colon < 0 ? credentials : credentials.substring(0, colon));
    if (colon >= 0) {
      put("password", credentials.substring(colon + 1));
    }
  }

  private void hosts() {
    List<String> hosts = new ArrayList<>();
    List<String> ports = new ArrayList<>();
    do {
      rest = !hosts.isEmpty() ? rest.substring(1) : rest;
      hosts.add(decode(host()));
      ports.add(decode(port()));
    } while (rest.startsWith(","));
    if (hosts.stream().anyMatch(host -> !host.isEmpty())) {
      values.put("host", String.join(",", hosts));
    }
    if (ports.stream().anyMatch(port -> !port.isEmpty())) {
      values.put("port", String.join(",", ports));
    }
  }

  private String host() {
    if (!rest.startsWith("[")) {
      return take(end(":/?,"));
    }
    int bracket = rest.indexOf(']');
    if (bracket < 0) {
      throw new ConnectionSettingsException("the URI's IPv6 address has no closing ]");
    }
    String address = take(bracket).substring(1);
    rest = rest.substring(1);
    if (!rest.isEmpty() && ":/?,".indexOf(rest.charAt(0)) < 0) {
      throw new ConnectionSettingsException(
          "the URI's IPv6 address is followed by " + rest.charAt(0));
    }
    return address;
  }

  private String port() {
    if (!rest.startsWith(":")) {
      return "";
    }
    rest = rest.substring(1);
    return take(end("/?,"));
  }

  private void database() {
    if (rest.startsWith("/")) {
      rest = rest.substring(1);
      put("dbname", take(end("?")));
    }
  }

  private void parameters() {
    if (rest.length() < 2) {
      return;
    }
    for (String parameter : rest.substring(1).split("&", -1)) {
      if (!parameter.isEmpty()) {
        parameter(parameter);
      }
    }
  }

  private void parameter(String parameter) {
    int equals = parameter.indexOf('=');
    if (equals < 0) {
      throw new ConnectionSettingsException(
          "the URI's parameter \"" + parameter + "\" has no value");
    }
    String key = decode(parameter.substring(0, equals));
    String value = decode(parameter.substring(equals + 1));
    if (key.equals("ssl") && value.equals("true")) {
      values.put("sslmode", "require");
      return;
    }
    values.put(key, value);
  }

  private void put(String key, String encoded) {
    if (!encoded.isEmpty()) {
      values.put(key, decode(encoded));
    }
  }

  private int end(String delimiters) {
    int end = 0;
    while (end < rest.length() && delimiters.indexOf(rest.charAt(end)) < 0) {
      end++;
    }
    return end;
  }

  private String take(int length) {
    String taken = rest.substring(0, length);
    rest = rest.substring(length);
    return taken;
  }

  /** Percent-decoding, strict; a plus sign stands for itself. */
  private static String decode(String encoded) {
    byte[] in = encoded.getBytes(StandardCharsets.UTF_8);
    byte[] out = new byte[in.length];
    int length = 0;
    for (int i = 0; i < in.length; i++) {
      if (in[i] != '%') {
        out[length++] = in[i];
        continue;
      }
      out[length++] = escaped(in, i);
      i += 2;
    }
    return new String(out, 0, length, StandardCharsets.UTF_8);
  }

  private static byte escaped(byte[] in, int percent) {
    int high = percent + 2 < in.length ? Character.digit(in[percent + 1], 16) : -1;
    int low = percent + 2 < in.length ? Character.digit(in[percent + 2], 16) : -1;
    if (high < 0 || low < 0 || (high == 0 && low == 0)) {
      throw new ConnectionSettingsException("the URI has an invalid percent-encoded part");
    }
    return (byte) (high * 16 + low);
  }
}
