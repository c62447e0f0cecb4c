package dev.pgext.cli;

import dev.pgext.auth.Authenticator;
import dev.pgext.auth.TokenCacheStatistics;
import dev.pgext.catalog.Catalog;
import dev.pgext.catalog.MediaHandlers;
import dev.pgext.catalog.RoleSettings;
import dev.pgext.config.Config;
import dev.pgext.error.UnavailableError;
import dev.pgext.http.ErrorWriter;
import dev.pgext.http.RestPipeline;
import dev.pgext.http.RestServices;
import dev.pgext.http.RestState;
import dev.pgext.observe.Observer;
import dev.pgext.request.RawRequest;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/**
 * Sends a request through the pipeline that no database answers, while the first schema cache is
 * being loaded: the classes that it brings into the JVM are then there for the first real one.
 */
final class WarmUp {
  private static final String QUERY =
      "select=a,b(c)&d=eq.1&or=(e.gt.2,f.is.null)&order=a.desc&limit=1";

  private WarmUp() {}

  static void run(Config config) {
    RestState state =
        new RestState(
            config,
            new RoleSettings(Map.of()),
            new Authenticator(config, Clock.systemUTC(), new TokenCacheStatistics()),
            emptyCatalog(),
            Program.version());
    RestServices services =
        new RestServices(
            (statement, auth, ending, check) -> {
              throw new UnavailableError.CatalogMissing().asException();
            },
            Observer.silent(),
            new ErrorWriter(config::clientErrorVerbosity),
            Program.version(),
            () -> 0,
            () -> {});
    RawRequest request = new RawRequest("GET", "/warm_up", QUERY, List.of(), new byte[0]);
    new RestPipeline(() -> state, services).handle(request, request::body);
  }

  private static Catalog emptyCatalog() {
    return new Catalog(
        Map.of(),
        Map.of(),
        Map.of(),
        Map.of(),
        Map.of(),
        new MediaHandlers(Map.of(), Map.of()),
        (left, operator) -> null,
        0);
  }
}
