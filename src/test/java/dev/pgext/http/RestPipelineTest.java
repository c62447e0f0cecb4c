package dev.pgext.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgext.auth.AuthContext;
import dev.pgext.auth.Authenticator;
import dev.pgext.auth.TokenCacheStatistics;
import dev.pgext.catalog.Catalog;
import dev.pgext.catalog.Column;
import dev.pgext.catalog.DataType;
import dev.pgext.catalog.MediaHandler;
import dev.pgext.catalog.MediaHandlers;
import dev.pgext.catalog.MediaType;
import dev.pgext.catalog.Relation;
import dev.pgext.catalog.RoleSettings;
import dev.pgext.config.Config;
import dev.pgext.config.ConfigLoader;
import dev.pgext.config.ConfigSources;
import dev.pgext.config.ErrorVerbosity;
import dev.pgext.error.DatabaseError;
import dev.pgext.error.Header;
import dev.pgext.error.UnavailableError;
import dev.pgext.exec.Ending;
import dev.pgext.exec.ExecutionResult;
import dev.pgext.exec.ResultRow;
import dev.pgext.exec.RowCheck;
import dev.pgext.observe.Observation;
import dev.pgext.pg.QualifiedName;
import dev.pgext.request.RawRequest;
import dev.pgext.response.ApiResponse;
import dev.pgext.sql.RequestStatement;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RestPipelineTest {
  private static final byte[] ROWS = "[{\"id\":1}]".getBytes(StandardCharsets.UTF_8);

  private final Map<String, String> settings =
      new HashMap<>(Map.of("db-schemas", "api", "db-anon-role", "anon"));
  private final List<Observation> observed = new ArrayList<>();
  private final List<String> ran = new ArrayList<>();
  private int reconnects;
  private boolean catalogPresent = true;
  private Execution execution = this::rows;

  @Test
  void aReadGoesThroughAllStages() {
    Answer answer = handle("GET", "/items?id=eq.1");

    assertThat(answer.response().status()).isEqualTo(200);
    assertThat(answer.response().body()).isEqualTo(ROWS);
    assertThat(answer.role()).isEqualTo("anon");
    assertThat(answer.logged()).isTrue();
    assertThat(header(answer, "Content-Range")).isEqualTo("0-0/*");
    assertThat(header(answer, "Vary")).isEqualTo("Accept, Prefer, Range");
    assertThat(ran).hasSize(1);
  }

  @Test
  void aFaultIsJsonWithProxyStatus() {
    Answer answer = handle("GET", "/items/1");

    assertThat(answer.response().status()).isEqualTo(404);
    assertThat(answer.response().body())
        .asString()
        .isEqualTo(
            "{\"code\":\"PGRST125\",\"details\":null,\"hint\":null,"
                + "\"message\":\"Invalid path specified in request URL\"}");
    assertThat(header(answer, "Proxy-Status")).isEqualTo("PostgREST; error=PGRST125");
    assertThat(answer.role()).isEqualTo("anon");
    assertThat(ran).isEmpty();
  }

  @Test
  void aBadTokenEndsARequestBeforeItsBodyIsRead() {
    Answer answer =
        pipeline()
            .handle(
                request("POST", "/items", new Header("Authorization", "Bearer x")),
                () -> {
                  throw new AssertionError("read");
                });

    assertThat(answer.response().status()).isEqualTo(500);
    assertThat(answer.role()).isNull();
  }

  @Test
  void beforeTheFirstCatalogRequestsAreUnavailableAndNothingElseIsStarted() {
    catalogPresent = false;
    Answer answer = handle("GET", "/items");

    assertThat(answer.response().status()).isEqualTo(503);
    assertThat(answer.role()).isEqualTo("anon");
    assertThat(header(answer, "Retry-After")).isEqualTo("4");
    assertThat(observed).hasOnlyElementsOfType(Observation.CatalogMissing.class).hasSize(1);
    assertThat(reconnects).isZero();
  }

  @Test
  void aDatabaseThatIsAwayIsAskedForAgain() {
    execution = failing(new UnavailableError.Client("gone").asException());
    Answer answer = handle("GET", "/items");

    assertThat(answer.response().status()).isEqualTo(503);
    assertThat(reconnects).isEqualTo(1);
    assertThat(observed).hasOnlyElementsOfType(Observation.DatabaseFault.class).hasSize(1);
  }

  @Test
  void onlyGraveDatabaseFaultsAreLogged() {
    execution = failing(raised(409, "23505"));
    handle("GET", "/items");
    assertThat(observed).isEmpty();

    execution = failing(raised(500, "57014"));
    handle("GET", "/items");
    assertThat(observed).hasOnlyElementsOfType(Observation.DatabaseFault.class).hasSize(1);
  }

  @Test
  void aBugIsAnsweredWithoutItsText() {
    execution = failing(new IllegalStateException("secret"));
    Answer answer = handle("GET", "/items");

    assertThat(answer.response().status()).isEqualTo(500);
    assertThat(answer.response().body()).asString().contains("PGEXT500").doesNotContain("secret");
    assertThat(observed).hasOnlyElementsOfType(Observation.Failure.class);
  }

  @Test
  void timesAreToldWhereTheyAreWanted() {
    assertThat(header(handle("GET", "/items"), "Server-Timing")).isNull();
    settings.put("server-timing-enabled", "true");

    assertThat(header(handle("GET", "/items"), "Server-Timing"))
        .matches(
            "jwt;dur=\\d+\\.\\d, parse;dur=\\d+\\.\\d, plan;dur=\\d+\\.\\d,"
                + " transaction;dur=\\d+\\.\\d, response;dur=\\d+\\.\\d");
  }

  @Test
  void theTraceHeaderComesBackOnEveryResponse() {
    settings.put("server-trace-header", "X-Request-Id");
    Header trace = new Header("x-request-id", "7");

    assertThat(header(handle("GET", "/items", trace), "X-Request-Id")).isEqualTo("7");
    assertThat(header(handle("GET", "/nowhere/x", trace), "X-Request-Id")).isEqualTo("7");
    assertThat(header(handle("GET", "/items"), "X-Request-Id")).isEmpty();
  }

  @Test
  void aPreflightIsAnsweredForAllAndNotLogged() {
    Answer answer =
        handle(
            "OPTIONS",
            "/items",
            new Header("Origin", "http://x.example"),
            new Header("Access-Control-Request-Method", "POST"));

    assertThat(answer.response().status()).isEqualTo(200);
    assertThat(answer.logged()).isFalse();
    assertThat(ran).isEmpty();
  }

  @Test
  void aFaultMayBeReadByAPageOfAnotherOriginToo() {
    Answer answer = handle("GET", "/nowhere/x", new Header("Origin", "http://x.example"));

    assertThat(header(answer, "Access-Control-Allow-Origin")).isEqualTo("*");
  }

  @Test
  void optionsNeedsNoDatabase() {
    Answer answer = handle("OPTIONS", "/items");

    assertThat(header(answer, "Allow")).isEqualTo("OPTIONS,GET,HEAD,POST,PUT,PATCH,DELETE");
    assertThat(ran).isEmpty();
  }

  @Test
  void theQueryIsObservedWhereThatIsWanted() {
    settings.put("log-query", "true");
    handle("GET", "/items");

    assertThat(observed)
        .singleElement()
        .isInstanceOfSatisfying(
            Observation.QueryRun.class,
            run -> {
              assertThat(run.status()).isEqualTo(200);
              assertThat(run.statements()).hasSize(2);
            });
  }

  @Test
  void aRequestMayRollBackWhereItIsAllowedTo() {
    settings.put("db-tx-end", "commit-allow-override");
    handle("GET", "/items", new Header("Prefer", "tx=rollback"));
    settings.put("db-tx-end", "commit");
    handle("GET", "/items", new Header("Prefer", "tx=rollback"));
    settings.put("db-tx-end", "rollback");
    handle("GET", "/items");

    assertThat(ran).containsExactly("ROLLBACK", "COMMIT", "ROLLBACK");
  }

  /** PostgREST counts rows as they are offered, so that nothing offered is nothing inserted. */
  @Test
  void anUpsertIsCreatedOnlyWhereItInsertedARow() {
    Header merge = new Header("Prefer", "resolution=merge-duplicates");

    assertThat(insertedStatus(2L, merge)).isEqualTo(201);
    assertThat(insertedStatus(0L, merge)).isEqualTo(200);
    assertThat(insertedStatus(null, merge)).isEqualTo(200);
    assertThat(insertedStatus(null)).isEqualTo(201);
    assertThat(insertedStatus(null, new Header("Prefer", "resolution=ignore-duplicates")))
        .isEqualTo(201);
  }

  private int insertedStatus(@Nullable Long inserted, Header... headers) {
    execution =
        (statement, auth, ending, check) ->
            new ExecutionResult.Rows(new ResultRow(null, 0, List.of(), ROWS, null, null, inserted));
    byte[] nothing = "[]".getBytes(StandardCharsets.UTF_8);
    return pipeline().handle(request("POST", "/items", headers), () -> nothing).response().status();
  }

  private Answer handle(String method, String target, Header... headers) {
    return pipeline().handle(request(method, target, headers), () -> new byte[0]);
  }

  private static RawRequest request(String method, String target, Header... headers) {
    int mark = target.indexOf('?');
    String path = mark < 0 ? target : target.substring(0, mark);
    String query = mark < 0 ? "" : target.substring(mark + 1);
    return new RawRequest(method, path, query, List.of(headers), new byte[0]);
  }

  private RestPipeline pipeline() {
    Config config = ConfigLoader.load(ConfigSources.ofOverrides(settings)).config();
    RestState state =
        new RestState(
            config,
            new RoleSettings(Map.of()),
            new Authenticator(config, Clock.systemUTC(), new TokenCacheStatistics()),
            catalogPresent ? catalog() : null,
            "1");
    return new RestPipeline(
        () -> state,
        new RestServices(
            (statement, auth, ending, check) -> execution.execute(statement, auth, ending, check),
            observed::add,
            new ErrorWriter(() -> ErrorVerbosity.VERBOSE),
            "1",
            () -> 4,
            () -> reconnects++));
  }

  private ExecutionResult rows(
      RequestStatement statement, AuthContext auth, Ending ending, RowCheck check) {
    ran.add(ending.name());
    return new ExecutionResult.Rows(new ResultRow(null, 1, List.of(), ROWS, null, null, null));
  }

  private static Execution failing(RuntimeException failure) {
    return (statement, auth, ending, check) -> {
      throw failure;
    };
  }

  private static RuntimeException raised(int status, String code) {
    return new DatabaseError.Raised(status, code, "message", null, null).asException();
  }

  private static String header(Answer answer, String name) {
    ApiResponse response = answer.response();
    return response.headers().stream()
        .filter(header -> header.name().equalsIgnoreCase(name))
        .map(Header::value)
        .findFirst()
        .orElse(null);
  }

  private static Catalog catalog() {
    DataType integer =
        new DataType(23, 23, "integer", "integer", new QualifiedName("pg_catalog", "int4"));
    Column id = new Column("id", integer, false, null, null, null, List.of());
    QualifiedName items = new QualifiedName("api", "items");
    Relation relation =
        new Relation(
            items, Relation.Kind.TABLE, null, true, true, true, List.of("id"), Map.of("id", id));
    MediaHandlers handlers =
        new MediaHandlers(
            Map.of(),
            Map.of(
                MediaType.Plain.JSON,
                new MediaHandlers.Resolved(new MediaHandler.JsonArray(false), MediaType.Plain.JSON),
                MediaType.Plain.ANY,
                new MediaHandlers.Resolved(
                    new MediaHandler.JsonArray(false), MediaType.Plain.JSON)));
    return new Catalog(
        Map.of(items, relation),
        Map.of(),
        Map.of(),
        Map.of(),
        Map.of(),
        handlers,
        (left, operator) -> integer.baseName(),
        150000);
  }
}
