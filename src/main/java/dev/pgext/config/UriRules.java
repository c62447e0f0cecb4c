package dev.pgext.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Which URIs the settings take. */
final class UriRules {

  private static final int HIGHEST_PORT = 65_535;

  private UriRules() {}

  /**
   * A string; one with a colon must be a URI, as RFC 7519 has it of {@code StringOrURI}.
   *
   * @see <a href="https://www.rfc-editor.org/rfc/rfc7519#section-2">RFC 7519, section 2</a>
   */
  static String audience(String text) {
    if (text.contains(":") && absolute(text).isEmpty()) {
      throw new InvalidSettingException("jwt-aud should be a string or a valid URI");
    }
    return text;
  }

  /** An absolute http or https URI with a host, without user, query or fragment. */
  static URI proxy(String text) {
    return absolute(text)
        .filter(uri -> hasScheme(uri, Set.of("http", "https")))
        .filter(UriRules::hasPlainAuthority)
        .filter(uri -> uri.getRawQuery() == null && uri.getRawFragment() == null)
        .orElseThrow(
            () ->
                new InvalidSettingException(
                    "Malformed proxy uri, a correct example: https://example.com:8443/basePath"));
  }

  /** An absolute URI that a browser can open a websocket on. */
  static URI websocket(String text) {
    return absolute(text)
        .filter(uri -> hasScheme(uri, Set.of("ws", "wss", "http", "https")))
        .filter(uri -> uri.getHost() != null)
        .orElseThrow(
            () ->
                new InvalidSettingException(
                    "Malformed websocket-server-url, a correct example: wss://example.com/realtime"));
  }

  private static Optional<URI> absolute(String text) {
    try {
      return Optional.of(new URI(text)).filter(URI::isAbsolute);
    } catch (URISyntaxException malformed) {
      return Optional.empty();
    }
  }

  private static boolean hasScheme(URI uri, Set<String> schemes) {
    return schemes.contains(uri.getScheme().toLowerCase(Locale.ROOT));
  }

  /** Underscores in host names make {@link URI} keep only the raw authority. */
  private static boolean hasPlainAuthority(URI uri) {
    String authority = uri.getRawAuthority();
    if (authority == null || authority.isEmpty() || authority.contains("@")) {
      return false;
    }
    int colon = authority.lastIndexOf(':');
    if (colon < 0 || authority.endsWith("]")) {
      return true;
    }
    String port = authority.substring(colon + 1);
    return colon > 0 && (port.isEmpty() || isPort(port));
  }

  private static boolean isPort(String text) {
    if (!text.matches("\\d{1,5}")) {
      return false;
    }
    int port = Integer.parseInt(text);
    return port > 0 && port <= HIGHEST_PORT;
  }
}
