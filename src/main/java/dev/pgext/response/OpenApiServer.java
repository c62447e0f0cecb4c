package dev.pgext.response;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pgext.config.Config;
import java.net.URI;
import java.util.Locale;
import java.util.Set;

/** Where clients reach the API: the proxy before it, or else the server itself. */
record OpenApiServer(String scheme, String host, int port, String basePath) {
  private static final Set<String> ANY_ADDRESS = Set.of("*", "*4", "!4", "*6", "!6");

  static OpenApiServer of(Config config) {
    URI proxy = config.openApi().serverProxyUri();
    if (proxy != null) {
      return behind(proxy);
    }
    Config.Server server = config.server();
    String host = ANY_ADDRESS.contains(server.host()) ? "0.0.0.0" : server.host();
    return new OpenApiServer("http", host, server.port(), "/");
  }

  /** The authority is taken apart here because {@link URI} knows no hosts with an underscore. */
  private static OpenApiServer behind(URI proxy) {
    String scheme = proxy.getScheme().toLowerCase(Locale.ROOT);
    String authority = proxy.getRawAuthority();
    int colon = authority.lastIndexOf(':');
    boolean hasPort = colon > authority.lastIndexOf(']') && colon < authority.length() - 1;
    int usualPort = scheme.equals("https") ? 443 : 80;
    String path = proxy.getRawPath();
    return new OpenApiServer(
        scheme,
        hasPort ? authority.substring(0, colon) : authority,
        hasPort ? Integer.parseInt(authority.substring(colon + 1)) : usualPort,
        path.isEmpty() ? "/" : path);
  }

  void describe(ObjectNode document) {
    document.put("host", host + ":" + port).put("basePath", basePath);
    document.putArray("schemes").add(scheme);
  }
}
