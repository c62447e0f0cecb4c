package dev.pgext.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgext.observe.Observation.AccessEntry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class LogJournalTest {
  private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");

  @Test
  void whatHappensIsKeptUpToTheLevelAndInItsOrder() throws Exception {
    LogRing ring = new LogRing(10);
    try (LogJournal journal = journal(ring, Severity.WARN)) {
      journal.observe(new Observation.ApiListening("127.0.0.1:3000"));
      journal.observe(responded("/tasks", 200));
      journal.observe(responded("/tasks", 404));
    }
    List<LogEntry> kept = ring.after(0, Duration.ZERO).entries();

    assertThat(kept)
        .extracting(LogEntry::message)
        .containsExactly(
            "API server listening on 127.0.0.1:3000", "GET /tasks 404 web_anon 10.0.0.1");
    assertThat(LogEntry.parse(kept.get(1).json())).contains(kept.get(1));
    assertThat(LogEntry.parse("{\"time\":\"2026")).isEmpty();
  }

  @Test
  void whoLooksForTroubleDoesNotFindTheProcessesOrdinaryLife() throws Exception {
    LogRing ring = new LogRing(10);
    try (LogJournal journal = journal(ring, Severity.CRIT)) {
      journal.observe(new Observation.Starting("pgext"));
      journal.observe(new Observation.CatalogLoaded(Duration.ZERO, "1 Relations"));
      journal.observe(new Observation.ListenerFailed("pgrst", "gone"));
      journal.observe(new Observation.Warning(List.of("WARNING: unknown key")));
      journal.observe(new Observation.RecoveryDisabled());
    }

    assertThat(ring.after(0, Duration.ZERO).entries())
        .extracting(LogEntry::level)
        .containsExactly(
            Severity.INFO, Severity.INFO, Severity.ERROR, Severity.WARN, Severity.CRIT);
  }

  @Test
  void valuesAndSecretsOfRequestsAreNotKept() {
    assertThat(MaskedTarget.of("/tasks?select=id,title&email=eq.joe@example.com&id=not.in.(1,2)"))
        .isEqualTo("/tasks?select=id,title&email=eq.…&id=not.in.…");
    assertThat(MaskedTarget.of("/rpc/login?password=geheim&apikey=eyJhbGci.x.y&or=(a.eq.1)"))
        .isEqualTo("/rpc/login?password=…&apikey=…&or=…");
    assertThat(MaskedTarget.of("/tasks?tags.order=name.desc&x\n"))
        .isEqualTo("/tasks?tags.order=name.desc&…");
  }

  @Test
  void aRingForgetsTheOldestAndTellsWhoFollowsWhereToGoOn() throws Exception {
    LogRing ring = new LogRing(2);
    ring.keep(List.of(entry("a"), entry("b"), entry("c")));
    LogRing.Page page = ring.after(0, Duration.ZERO);

    assertThat(page.entries()).extracting(LogEntry::message).containsExactly("b", "c");
    assertThat(ring.after(page.next(), Duration.ZERO).entries()).isEmpty();
    ring.keep(List.of(entry("d")));
    assertThat(ring.after(page.next(), Duration.ofSeconds(60)).entries())
        .extracting(LogEntry::message)
        .containsExactly("d");
    ring.close();
    assertThat(ring.after(9, Duration.ofSeconds(60)).ended()).isTrue();
  }

  @Test
  void aFilterAdmitsByTimeLevelComponentAndText() {
    LogFilter filter =
        new LogFilter(NOON, Severity.WARN, Set.of(Component.CDC), Pattern.compile("slot"));

    assertThat(filter.admits(new LogEntry(NOON, Severity.CRIT, Component.CDC, "no slot"))).isTrue();
    assertThat(filter.admits(new LogEntry(NOON, Severity.INFO, Component.CDC, "slot"))).isFalse();
    assertThat(filter.admits(new LogEntry(NOON, Severity.WARN, Component.API, "slot"))).isFalse();
    assertThat(filter.admits(new LogEntry(NOON, Severity.WARN, Component.CDC, "x"))).isFalse();
    assertThat(
            filter.admits(new LogEntry(NOON.minusMillis(1), Severity.WARN, Component.CDC, "slot")))
        .isFalse();
  }

  private static LogJournal journal(LogRing ring, Severity level) {
    return new LogJournal(() -> level, InstantSource.fixed(NOON), List.of(ring));
  }

  private static LogEntry entry(String message) {
    return new LogEntry(NOON, Severity.INFO, Component.API, message);
  }

  private static Observation responded(String target, int status) {
    return new Observation.Responded(
        new AccessEntry(
            "10.0.0.1", "web_anon", "GET", target, "HTTP/1.1", status, null, null, null));
  }
}
