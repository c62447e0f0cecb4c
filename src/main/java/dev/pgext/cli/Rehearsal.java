package dev.pgext.cli;

import dev.pgext.catalog.Catalog;
import dev.pgext.exec.ExecutionResult;
import dev.pgext.exec.ResultRow;
import dev.pgext.http.RestPipeline;
import dev.pgext.http.RestServices;
import dev.pgext.http.RestState;
import dev.pgext.pg.QualifiedName;
import dev.pgext.request.RawRequest;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Answers a few requests that nobody made, without asking the database, so that the JVM has loaded
 * what the first client's needs: that one would wait twenty times as long as the second.
 */
final class Rehearsal implements Runnable {
  private static final byte[] NOTHING = new byte[0];
  private static final ResultRow ROW =
      new ResultRow(null, 0, List.of(), "[]".getBytes(StandardCharsets.UTF_8), null, null, null);

  /** What needs no escaping in a path. */
  private static final Pattern PLAIN = Pattern.compile("[a-z][a-z0-9_]*");

  private final Supplier<RestState> state;
  private final RestPipeline pipeline;

  /** A rehearsal with the state that real requests see. */
  Rehearsal(Supplier<RestState> state, RestServices services) {
    this.state = state;
    RestServices inert =
        new RestServices(
            (statement, auth, ending, check) -> new ExecutionResult.Rows(ROW),
            observation -> {},
            services.errors(),
            services.version(),
            services.retryAfter(),
            () -> {});
    this.pipeline = new RestPipeline(state, inert);
  }

  @Override
  public void run() {
    Catalog catalog = state.get().catalog();
    if (catalog == null) {
      return;
    }
    requests(catalog).forEach(request -> pipeline.handle(request, () -> NOTHING));
  }

  private Stream<RawRequest> requests(Catalog catalog) {
    return Stream.of(
        get("/" + plain(catalog.relations().keySet()), "select=*&limit=1"),
        get("/rpc/" + plain(catalog.routines().keySet()), ""));
  }

  /** A name in the schema that requests see, or one that probably is not there. */
  private String plain(Collection<QualifiedName> names) {
    String schema = state.get().config().database().defaultSchema();
    return names.stream()
        .filter(name -> name.schema().equals(schema))
        .map(QualifiedName::name)
        .filter(name -> PLAIN.matcher(name).matches())
        .findFirst()
        .orElse("rehearsal");
  }

  private static RawRequest get(String path, String query) {
    return new RawRequest("GET", path, query, List.of(), NOTHING);
  }
}
