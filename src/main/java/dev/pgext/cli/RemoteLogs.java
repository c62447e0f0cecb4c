package dev.pgext.cli;

import dev.pgext.observe.Component;
import dev.pgext.observe.LogEntry;
import dev.pgext.observe.LogFilter;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The log of a server, as its admin port streams it. */
final class RemoteLogs {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final String address;
  private final String token;

  RemoteLogs(String address, String token) {
    this.address = address;
    this.token = token;
  }

  /** When to stop. */
  enum End {
    NOW,
    NEVER
  }

  /** The server does not give its log; the message says what to do. */
  static final class Refused extends Exception {
    private static final long serialVersionUID = 1L;

    Refused(String message) {
      super(message);
    }
  }

  /**
   * Prints what is admitted.
   *
   * @param limit how many of the last to print, where the end is now
   */
  void read(LogFilter filter, End end, int limit, LogLines out)
      throws Refused, InterruptedException {
    URI uri = uri(filter, end);
    try (HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
      HttpRequest request =
          HttpRequest.newBuilder(uri).header("Authorization", "Bearer " + token).build();
      HttpResponse<Stream<String>> response = client.send(request, BodyHandlers.ofLines());
      try (Stream<String> lines = response.body()) {
        check(response.statusCode(), lines);
        print(lines.iterator(), end, limit, out);
      }
    } catch (ConnectException e) {
      throw new Refused(
          address
              + " does not answer: nobody listens there.\n  hint: --url is the server's admin port,"
              + " as http://host:3001");
    } catch (IOException e) {
      throw new Refused(
          "%s does not answer: %s.\n  hint: --url is the server's admin port, as http://host:3001"
              .formatted(address, Faults.text(e)));
    }
  }

  private void check(int status, Stream<String> body) throws Refused {
    String said = status == 200 ? "" : body.limit(1).collect(Collectors.joining());
    switch (status) {
      case 200 -> {}
      case 401 ->
          throw new Refused(
              address + " refuses the token.\n  hint: --token is its admin-logs-token");
      case 404 ->
          throw new Refused(
              address
                  + " has no /logs.\n  hint: set admin-logs-token there; --url is its admin port");
      default -> throw new Refused("%s answers %d: %s".formatted(address, status, said));
    }
  }

  private static void print(Iterator<String> lines, End end, int limit, LogLines out) {
    ArrayDeque<LogEntry> last = new ArrayDeque<>();
    while (lines.hasNext() && !out.closed()) {
      List<LogEntry> entry = LogEntry.parse(lines.next()).stream().toList();
      if (end == End.NEVER) {
        out.print(entry);
      } else {
        last.addAll(entry);
        if (last.size() > limit) {
          last.removeFirst();
        }
      }
    }
    out.print(new ArrayList<>(last));
  }

  private URI uri(LogFilter filter, End end) {
    if (!address.matches("https?://.+")) {
      throw new IllegalArgumentException("--url %s: write http://host:port".formatted(address));
    }
    List<String> parameters = new ArrayList<>();
    if (filter.since() != null) {
      parameters.add("since=" + encoded(filter.since().toString()));
    }
    parameters.add("level=" + filter.level().name().toLowerCase(Locale.ROOT));
    if (!filter.components().isEmpty()) {
      parameters.add(
          filter.components().stream()
              .map(Component::word)
              .collect(Collectors.joining(",", "component=", "")));
    }
    if (filter.grep() != null) {
      parameters.add("grep=" + encoded(filter.grep().pattern()));
    }
    parameters.add("follow=" + (end == End.NEVER));
    String base = address.endsWith("/") ? address.substring(0, address.length() - 1) : address;
    return URI.create(base + "/logs?" + String.join("&", parameters));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
