package dev.pgext.realtime.cdc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgext.pg.Lsn;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class ProgressTest {
  private static final Duration HOUR = Duration.ofHours(1);

  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
  private final Progress progress = new Progress("pgext", now::get);

  private void pass(Duration time) {
    now.updateAndGet(before -> before.plus(time));
  }

  private void read(long position) {
    progress.committed(new Transaction(new Lsn(position), 1, now.get(), List.of(), Set.of()));
    progress.received(new Lsn(position));
  }

  @Test
  void whatOthersWriteAfterAQuietHourIsNoHoursLag() {
    read(100);
    progress.sampled(new Lsn(100), 0);
    pass(HOUR);
    progress.sampled(new Lsn(5000), 0);
    assertThat(progress.status().lagBytes()).isEqualTo(4900);
    assertThat(progress.status().lag()).isZero();
    pass(Duration.ofSeconds(3));
    progress.sampled(new Lsn(6000), 0);
    assertThat(progress.status().lag()).isEqualTo(Duration.ofSeconds(3));
    progress.received(new Lsn(5000));
    assertThat(progress.status().lag()).isZero();
    pass(Duration.ofSeconds(1));
    assertThat(progress.status().lag()).isEqualTo(Duration.ofSeconds(1));
    progress.received(new Lsn(6000));
    pass(HOUR);
    assertThat(progress.status().lag()).isZero();
  }

  @Test
  void untilItHasCaughtUpItIsAsOldAsWhatItReads() {
    read(100);
    pass(HOUR);
    progress.sampled(new Lsn(5000), 0);
    assertThat(progress.status().lag()).isEqualTo(HOUR);
  }

  @Test
  void theHeaderOfAnEmptyPageIsNothingToRead() {
    read(8192);
    progress.sampled(new Lsn(8192 + 24), 0);
    pass(HOUR);
    assertThat(progress.status().lagBytes()).isZero();
    assertThat(progress.status().lag()).isZero();
  }
}
