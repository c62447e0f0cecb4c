package dev.pgext.http;

import dev.pgext.auth.Authenticator;
import dev.pgext.catalog.Catalog;
import dev.pgext.catalog.RoleSettings;
import dev.pgext.config.Config;
import dev.pgext.plan.Planner;
import dev.pgext.request.RequestParser;
import dev.pgext.response.Responder;
import dev.pgext.sql.StatementRenderer;
import org.jspecify.annotations.Nullable;

/**
 * One consistent set of snapshots, with the stages made from it. A request takes it once, so that a
 * reload never changes a request half-way. Immutable, thread-safe.
 */
public final class RestState {
  private final Config config;
  private final Authenticator authenticator;
  private final @Nullable Catalog catalog;
  private final @Nullable Stages stages;

  /**
   * The stages for these snapshots.
   *
   * @param catalog null before the first one is loaded
   * @param version of the API, for its description
   */
  public RestState(
      Config config,
      RoleSettings roles,
      Authenticator authenticator,
      @Nullable Catalog catalog,
      String version) {
    this.config = config;
    this.authenticator = authenticator;
    this.catalog = catalog;
    this.stages =
        catalog == null ? null : Stages.of(config, roles, authenticator, catalog, version);
  }

  /** The configuration in force. */
  public Config config() {
    return config;
  }

  /** The schema cache in force; null before the first. */
  public @Nullable Catalog catalog() {
    return catalog;
  }

  Authenticator authenticator() {
    return authenticator;
  }

  @Nullable Stages stages() {
    return stages;
  }

  /** What each request goes through. */
  record Stages(
      RequestParser parser,
      Planner planner,
      StatementRenderer renderer,
      Responder responder,
      PlannedShapes shapes) {

    static Stages of(
        Config config,
        RoleSettings roles,
        Authenticator authenticator,
        Catalog catalog,
        String version) {
      RequestParser parser = new RequestParser(config);
      Planner planner = new Planner(config, catalog);
      StatementRenderer renderer = new StatementRenderer(config, roles, catalog);
      return new Stages(
          parser,
          planner,
          renderer,
          new Responder(config, catalog, version, authenticator.signer()),
          new PlannedShapes(parser, planner, renderer));
    }
  }
}
