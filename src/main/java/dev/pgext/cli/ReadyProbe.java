package dev.pgext.cli;

import dev.pgext.config.Config;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Set;

/**
 * {@code --ready}: asks the admin server of a running process, for health checks of containers.
 *
 * @see <a href="https://docs.postgrest.org/en/stable/references/cli.html#ready-flag">PostgREST:
 *     ready flag</a>
 */
final class ReadyProbe {
  private static final Set<String> SPECIAL_HOSTS = Set.of("*", "*4", "!4", "*6", "!6");
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Config.Admin admin;

  ReadyProbe(Config.Admin admin) {
    this.admin = admin;
  }

  /** Prints {@code OK: url} and returns 0, or the reason why not and 1. */
  int run(PrintWriter out, PrintStream err) throws InterruptedException {
    Integer port = admin.port();
    if (port == null) {
      return fail(err, "Admin server is not running. Please check admin-server-port config.");
    }
    if (SPECIAL_HOSTS.contains(admin.host())) {
      return fail(
          err,
          "The `--ready` flag cannot be used when server-host is configured as \""
              + admin.host()
              + "\". Please update your server-host config to \"localhost\".");
    }
    String url = "http://" + host() + ":" + port + "/ready";
    if (port < 0) {
      return fail(err, "invalid url - " + url);
    }
    try {
      if (!ready(new URI(url))) {
        return fail(err, url);
      }
    } catch (URISyntaxException | IllegalArgumentException e) {
      return fail(err, "invalid url - " + url);
    } catch (IOException e) {
      return fail(err, "connection refused to " + url);
    }
    out.println("OK: " + url);
    out.flush();
    return 0;
  }

  private String host() {
    return admin.host().contains(":") ? "[" + admin.host() + "]" : admin.host();
  }

  private static boolean ready(URI url) throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
      HttpRequest request = HttpRequest.newBuilder(url).timeout(PATIENCE).build();
      int status = client.send(request, BodyHandlers.discarding()).statusCode();
      return status >= 200 && status < 300;
    }
  }

  private static int fail(PrintStream err, String reason) {
    err.println("ERROR: " + reason);
    return 1;
  }
}
