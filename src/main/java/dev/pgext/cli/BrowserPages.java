package dev.pgext.cli;

import dev.pgext.config.Config;
import dev.pgext.exec.ConnectionPool;
import dev.pgext.exec.Connector;
import dev.pgext.http.ClientScript;
import dev.pgext.http.Endpoint;
import dev.pgext.http.FolderFrontend;
import dev.pgext.http.Frontend;
import dev.pgext.http.FrontendPages;
import dev.pgext.http.MountedApi;
import dev.pgext.http.RestState;
import dev.pgext.observe.Observation;
import dev.pgext.observe.Observer;
import dev.pgext.project.release.ReleasedFrontend;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What browsers are given besides the API: the client script and the frontend, which is a folder or
 * what was deployed. Confined to its owner, but for {@link #reload}.
 */
final class BrowserPages implements AutoCloseable {
  private final Program program;
  private final Frontend frontend;
  private final @Nullable ReleasedFrontend released;

  /**
   * Those that the configuration names; nothing is loaded yet.
   *
   * @param given instead of the configuration's; null where that counts
   */
  BrowserPages(
      Program program,
      Config config,
      @Nullable Frontend given,
      Connector primary,
      ConnectionPool pool,
      Observer observer) {
    this.program = program;
    Path folder = config.web().frontendDir();
    boolean deployed = program == Program.PGEXT && given == null && folder == null;
    this.released = deployed ? new ReleasedFrontend(primary, pool, observer) : null;
    this.frontend = given != null ? given : frontend(folder, observer);
  }

  private Frontend frontend(@Nullable Path folder, Observer observer) {
    if (folder == null) {
      return released == null ? path -> Optional.empty() : released;
    }
    if (!Files.isDirectory(folder)) {
      observer.observe(
          new Observation.Warning(List.of("frontend-dir: there is no folder " + folder)));
    }
    return new FolderFrontend(folder);
  }

  /** The API with them. Who calls it postgrest gets no paths that PostgREST does not have. */
  Endpoint before(Endpoint rest, Supplier<RestState> state) {
    if (program != Program.PGEXT) {
      return new MountedApi(rest);
    }
    return new FrontendPages(frontend, new MountedApi(new ClientScript(rest, state)));
  }

  /** Looks which release is current. Any thread may. */
  void reload() {
    if (released != null) {
      released.reload();
    }
  }

  /** Whether it was looked which release is current. Any thread may ask. */
  boolean haveRead() {
    return released != null && released.hasRead();
  }

  /** Returns when the first look is over. */
  void awaitFirstAttempt() throws InterruptedException {
    if (released != null) {
      released.awaitFirstAttempt();
    }
  }

  @Override
  public void close() {
    Closing.all(released);
  }
}
