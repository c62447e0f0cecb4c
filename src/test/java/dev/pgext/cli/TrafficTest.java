package dev.pgext.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgext.observe.Observation;
import dev.pgext.observe.Observation.AccessEntry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TrafficTest {
  private static final Duration LONG = Duration.ofMinutes(10);

  private final Traffic traffic = new Traffic();

  @Test
  void thereIsCalmUntilAClientIsAnswered() {
    assertThat(traffic.calm(LONG)).isTrue();
    traffic.observe(new Observation.Warning(List.of("not a client")));
    assertThat(traffic.calm(LONG)).isTrue();
    AccessEntry entry = new AccessEntry("-", null, "GET", "/", "HTTP/1.1", 200, null, null, null);
    traffic.observe(new Observation.Responded(entry));
    assertThat(traffic.calm(LONG)).isFalse();
    assertThat(traffic.calm(Duration.ZERO)).isTrue();
  }

  @Test
  void whoIsToldOfChangesIsAClientToo() {
    AtomicLong sent = new AtomicLong();
    traffic.follow(sent::get);
    assertThat(traffic.calm(LONG)).isTrue();
    sent.incrementAndGet();
    assertThat(traffic.calm(LONG)).isFalse();
  }
}
