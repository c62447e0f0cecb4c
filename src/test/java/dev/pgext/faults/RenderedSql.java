package dev.pgext.faults;

import dev.pgext.auth.AuthContext;
import dev.pgext.catalog.Catalog;
import dev.pgext.catalog.CatalogLoader;
import dev.pgext.catalog.RoleSettings;
import dev.pgext.config.Config;
import dev.pgext.error.ApiException;
import dev.pgext.error.Header;
import dev.pgext.pg.TestDatabase;
import dev.pgext.plan.Plan;
import dev.pgext.plan.Planner;
import dev.pgext.request.ApiRequest;
import dev.pgext.request.RawRequest;
import dev.pgext.request.RequestParser;
import dev.pgext.sql.RequestStatement;
import dev.pgext.sql.SqlFragment;
import dev.pgext.sql.StatementRenderer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The SQL that a request leads to, made by the stages themselves, without running it. */
final class RenderedSql {
  private static final AuthContext ANONYMOUS = new AuthContext("faults_anon", "{}", true);

  private final RequestParser parser;
  private final Planner planner;
  private final StatementRenderer renderer;

  private RenderedSql(Config config, Catalog catalog) {
    this.parser = new RequestParser(config);
    this.planner = new Planner(config, catalog);
    this.renderer = new StatementRenderer(config, new RoleSettings(Map.of()), catalog);
  }

  static RenderedSql of(TestDatabase database, Map<String, String> settings) throws SQLException {
    Config config = Config.of(settings);
    try (Connection connection = database.connect()) {
      return new RenderedSql(config, CatalogLoader.load(connection, config));
    }
  }

  /** The texts; none of a request that is refused. */
  List<String> texts(Call call) {
    try {
      ApiRequest request = parser.parse(raw(call));
      Plan plan = planner.plan(request);
      return switch (plan) {
        case Plan.Rows rows -> texts(renderer.render(rows, request, ANONYMOUS));
        case Plan.Inspect inspect -> texts(renderer.render(inspect, request, ANONYMOUS));
        case Plan.Options options -> List.of();
      };
    } catch (ApiException refused) {
      return List.of();
    }
  }

  private static List<String> texts(RequestStatement statement) {
    List<SqlFragment> fragments = new ArrayList<>(statement.preludes());
    fragments.add(statement.main());
    if (statement.countExplain() != null) {
      fragments.add(statement.countExplain());
    }
    return fragments.stream().map(SqlFragment::text).toList();
  }

  private static RawRequest raw(Call call) {
    String[] target = call.target().split("\\?", 2);
    List<Header> headers =
        call.headers().stream()
            .map(line -> line.split(":", 2))
            .map(parts -> new Header(parts[0], parts[1].strip()))
            .toList();
    byte[] body = call.body().getBytes(StandardCharsets.UTF_8);
    return new RawRequest(
        call.method(), target[0], target.length > 1 ? target[1] : "", headers, body);
  }
}
