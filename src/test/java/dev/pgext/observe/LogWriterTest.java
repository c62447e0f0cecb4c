package dev.pgext.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgext.error.UnavailableError;
import dev.pgext.observe.Observation.AccessEntry;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LogWriterTest {
  private static final String STAMP = "20/Nov/2026:13:05:09 +0000";

  private final Clock clock = Clock.fixed(Instant.parse("2026-11-20T13:05:09Z"), ZoneOffset.UTC);
  private final ByteArrayOutputStream access = new ByteArrayOutputStream();
  private final ByteArrayOutputStream diagnostics = new ByteArrayOutputStream();

  @Test
  void aRequestIsOneApacheLineOnStandardOutput() {
    text(Severity.INFO).observe(responded(200, "web_anon", "/items?id=eq.1"));

    assertThat(out())
        .isEqualTo(
            "127.0.0.1 - web_anon ["
                + STAMP
                + "] \"GET /items?id=eq.1 HTTP/1.1\" 200 42 \"\" \"curl/8\"\n");
    assertThat(err()).isEmpty();
  }

  @Test
  void aRequestWithoutRoleHasADashForIt() {
    text(Severity.INFO).observe(responded(401, null, "/"));

    assertThat(out()).startsWith("127.0.0.1 - - [").contains("\" 401 42 ");
  }

  @Test
  void aClientCannotBeginALineOfItsOwn() {
    text(Severity.INFO).observe(responded(200, "a\nb", "/x\r\nfake"));

    assertThat(out().lines()).hasSize(1);
  }

  @Test
  void theLevelDecidesWhichResponsesAreLogged() {
    LogWriter warn = text(Severity.WARN);
    warn.observe(responded(200, null, "/a"));
    warn.observe(responded(404, null, "/b"));
    LogWriter error = text(Severity.ERROR);
    error.observe(responded(404, null, "/c"));
    error.observe(responded(500, null, "/d"));
    LogWriter crit = text(Severity.CRIT);
    crit.observe(responded(500, null, "/e"));

    assertThat(out().lines().map(line -> line.replaceAll(".*GET (\\S+).*", "$1")))
        .containsExactly("/b", "/d");
  }

  @Test
  void theProcessSpeaksAtEveryLevel() {
    LogWriter log = text(Severity.CRIT);
    log.observe(new Observation.Starting("PostgREST 16.2"));
    log.observe(new Observation.ConfigReloadAsked("pgrst"));

    assertThat(err().lines())
        .containsExactly(
            STAMP + ": Starting PostgREST 16.2...",
            STAMP + ": Received a config reload message on the \"pgrst\" channel");
  }

  @Test
  void whatIsOffIsSaidWithTheStatementToRunAndByWhom() {
    LogWriter log = text(Severity.CRIT);
    log.observe(new Observation.SqlInstalled("pgext", 7));
    log.observe(
        new Observation.SqlMissing(
            "pgext", "role web may not", "pgext.watch", "role owner: GRANT x TO web;"));
    log.observe(new Observation.SqlMissing("auth", "it belongs to a", "auth.uid()", null));

    assertThat(err().lines())
        .containsExactly(
            STAMP + ": Installed version 7 of schema pgext",
            STAMP
                + ": WARNING: Schema pgext: role web may not. Off: pgext.watch."
                + " To be run by role owner: GRANT x TO web;",
            STAMP + ": WARNING: Schema auth: it belongs to a. Off: auth.uid().");
  }

  @Test
  void aDatabaseErrorIsLoggedAsTheJsonThatTheClientGot() {
    text(Severity.ERROR)
        .observe(new Observation.DatabaseFault(new UnavailableError.Client("gone")));

    assertThat(err())
        .isEqualTo(
            STAMP
                + ": {\"code\":\"PGRST001\",\"details\":\"gone\",\"hint\":null,"
                + "\"message\":\"Database client error. Retrying the connection.\"}\n");
  }

  @Test
  void theTimesOfCatalogQueriesAreForDebugging() {
    Map<String, Duration> parts = new LinkedHashMap<>();
    parts.put("tables", Duration.ofMillis(12));
    parts.put("rels", Duration.ofNanos(3_400_000));
    Observation queried = new Observation.CatalogQueried(Duration.ofMillis(20), parts);
    text(Severity.INFO).observe(queried);
    text(Severity.DEBUG).observe(queried);

    assertThat(err().lines())
        .containsExactly(
            STAMP + ": Schema cache queried in 20.0 milliseconds ",
            STAMP + ": Schema cache queried in 20.0 milliseconds ",
            STAMP + ": tables: 12.0 ms, rels: 3.4 ms");
  }

  @Test
  void aBurstOfPoolTimeoutsIsOneLine() {
    LogWriter log = text(Severity.ERROR);
    for (int i = 0; i < 5; i++) {
      log.observe(new Observation.PoolTimeout(new UnavailableError.PoolTimeout()));
    }

    assertThat(err().lines()).hasSize(1);
  }

  @Test
  void jsonHasOneObjectALine() {
    LogWriter log = writer(LineFormat.json(), Severity.INFO);
    log.observe(responded(200, "web_anon", "/items"));
    log.observe(new Observation.ConfigReloaded());

    assertThat(out())
        .isEqualTo(
            "{\"time\":\"2026-11-20T13:05:09Z\",\"level\":\"info\",\"event\":\"Responded\","
                + "\"client\":\"127.0.0.1\",\"role\":\"web_anon\",\"method\":\"GET\","
                + "\"target\":\"/items\",\"protocol\":\"HTTP/1.1\",\"status\":200,\"size\":42,"
                + "\"referer\":null,\"userAgent\":\"curl/8\"}\n");
    assertThat(err())
        .contains(
            "\"level\":\"info\",\"event\":\"ConfigReloaded\",\"message\":\"Config reloaded\"}");
  }

  private LogWriter text(Severity level) {
    return writer(LineFormat.text(), level);
  }

  private LogWriter writer(LineFormat format, Severity level) {
    return new LogWriter(format, () -> level, clock, access, diagnostics);
  }

  private static Observation responded(int status, String role, String target) {
    return new Observation.Responded(
        new AccessEntry("127.0.0.1", role, "GET", target, "HTTP/1.1", status, 42L, null, "curl/8"));
  }

  private String out() {
    return access.toString(StandardCharsets.UTF_8);
  }

  private String err() {
    return diagnostics.toString(StandardCharsets.UTF_8);
  }
}
