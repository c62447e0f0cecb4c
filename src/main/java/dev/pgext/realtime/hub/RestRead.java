package dev.pgext.realtime.hub;

import dev.pgext.auth.AuthContext;
import dev.pgext.catalog.Catalog;
import dev.pgext.catalog.RoleSettings;
import dev.pgext.config.Config;
import dev.pgext.error.Header;
import dev.pgext.error.UnavailableError;
import dev.pgext.pg.QualifiedName;
import dev.pgext.plan.Plan;
import dev.pgext.plan.Planner;
import dev.pgext.request.ApiRequest;
import dev.pgext.request.RawRequest;
import dev.pgext.request.RequestParser;
import dev.pgext.sql.RequestStatement;
import dev.pgext.sql.SqlFragment;
import dev.pgext.sql.StatementRenderer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A subscription as the GET request that reads the same rows: its faults are REST's, and so are the
 * rows of its snapshot. Thread-safe.
 */
final class RestRead {
  private static final byte[] NO_BODY = new byte[0];

  private final Supplier<Snapshots> snapshots;

  /** The state that requests see now. */
  record Snapshots(Config config, RoleSettings roles, @Nullable Catalog catalog) {}

  RestRead(Supplier<Snapshots> snapshots) {
    this.snapshots = snapshots;
  }

  /**
   * Refuses what REST would: a schema that is not exposed, a table that does not exist.
   *
   * @throws dev.pgext.error.ApiException the fault of the same request
   */
  void check(QualifiedName table) {
    Snapshots now = snapshots.get();
    new Planner(now.config(), catalog(now)).plan(parse(now.config(), table, ""));
  }

  /** The statement that reads these columns of the rows that meet the filter, all of them. */
  RequestStatement statement(Interest interest, List<String> columns) {
    Snapshots now = snapshots.get();
    Config config = withoutMaxRows(now.config());
    Catalog catalog = catalog(now);
    String filter = interest.filter() == null ? "" : interest.filter() + "&";
    ApiRequest request = parse(config, interest.table(), filter + select(columns));
    Plan plan = new Planner(config, catalog).plan(request);
    if (!(plan instanceof Plan.Rows rows)) {
      throw new IllegalStateException("a GET of a table that gives no rows");
    }
    AuthContext auth = new AuthContext(interest.viewer().role(), interest.viewer().claims(), false);
    return numbered(
        new StatementRenderer(config, now.roles(), catalog).render(rows, request, auth));
  }

  /** One statement has one snapshot: what it names is what its rows were read from. */
  private static RequestStatement numbered(RequestStatement rest) {
    SqlFragment main =
        new SqlFragment(
            "SELECT pgext_rows.total, pgext_rows.page, pgext_rows.body,"
                + " pg_catalog.pg_current_wal_insert_lsn()::text AS headers,"
                + " pg_catalog.pg_current_snapshot()::text AS status,"
                + " pgext_rows.inserted, pgext_rows.location FROM ("
                + rest.main().text()
                + ") AS pgext_rows",
            rest.main().parameters());
    return new RequestStatement(
        rest.isolationLevel(),
        rest.readOnly(),
        rest.setup(),
        rest.preRequest(),
        main,
        null,
        rest.kind(),
        rest.leavesState());
  }

  private static Catalog catalog(Snapshots now) {
    Catalog catalog = now.catalog();
    if (catalog == null) {
      throw new UnavailableError.CatalogMissing().asException();
    }
    return catalog;
  }

  private static ApiRequest parse(Config config, QualifiedName table, String query) {
    RawRequest raw =
        new RawRequest(
            "GET",
            "/" + encoded(table.name()),
            query,
            List.of(new Header("Accept-Profile", table.schema())),
            NO_BODY);
    return new RequestParser(config).parse(raw);
  }

  private static String select(List<String> columns) {
    return "select="
        + String.join(",", columns.stream().map(RestRead::quoted).map(RestRead::encoded).toList());
  }

  private static String quoted(String column) {
    return "\"" + column.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static Config withoutMaxRows(Config config) {
    Config.Database all = config.database();
    Config.Database database =
        new Config.Database(
            all.uri(),
            all.schemas(),
            all.extraSearchPath(),
            all.anonRole(),
            all.preRequest(),
            all.rootSpec(),
            null,
            all.aggregatesEnabled(),
            all.planEnabled(),
            all.preparedStatements(),
            all.hoistedTxSettings(),
            all.txEnd(),
            all.channel(),
            all.config(),
            all.pool());
    return new Config(
        database,
        config.server(),
        config.admin(),
        config.jwt(),
        config.openApi(),
        config.log(),
        config.limits(),
        config.web(),
        config.realtime(),
        config.migrations(),
        config.clientErrorVerbosity(),
        config.urlUseLegacyTargetNames(),
        config.internal(),
        config.appSettings());
  }
}
