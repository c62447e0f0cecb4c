package dev.pgext.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgext.catalog.CatalogHolder.Pace;
import dev.pgext.catalog.CatalogHolder.State;
import dev.pgext.catalog.CatalogListener.Recovery;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CatalogHolderTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Pace PACE =
      new Pace(Duration.ofMillis(5), Duration.ofMillis(1), Duration.ofMillis(4));

  /** A source that loads when the test lets it, and tells what the holder made of it. */
  private static final class Script implements CatalogSource, CatalogListener {
    private final Semaphore begun = new Semaphore(0);
    private final BlockingQueue<Boolean> outcomes = new LinkedBlockingQueue<>();
    private final Semaphore loaded = new Semaphore(0);
    private final Semaphore failed = new Semaphore(0);
    private final List<Duration> delays = new CopyOnWriteArrayList<>();
    private volatile Recovery recovery = Recovery.RETRY;

    @Override
    public Catalog load() throws SQLException {
      begun.release();
      try {
        if (outcomes.take()) {
          return Catalog.empty();
        }
      } catch (InterruptedException closed) {
        Thread.currentThread().interrupt();
      }
      throw new SQLException("away", "08006");
    }

    @Override
    public void loaded(Catalog catalog, Duration took) {
      loaded.release();
    }

    @Override
    public Recovery failed(Exception failure) {
      failed.release();
      return recovery;
    }

    @Override
    public void retrying(Duration delay) {
      delays.add(delay);
    }
  }

  @Test
  void theFirstCatalogIsInForceOnceLoaded() throws InterruptedException {
    Script script = new Script();
    try (CatalogHolder holder = started(script)) {
      await(script.begun);
      assertThat(holder.current()).isNull();
      assertThat(holder.state()).isEqualTo(State.PENDING);
      script.outcomes.add(true);
      assertThat(holder.awaitFirstAttempt(LIMIT)).isTrue();
      assertThat(holder.current()).isNotNull();
      assertThat(holder.state()).isEqualTo(State.LOADED);
    }
  }

  @Test
  void requestsDuringALoadLeadToExactlyOneMore() throws InterruptedException {
    Script script = new Script();
    try (CatalogHolder holder = started(script)) {
      await(script.begun);
      holder.reload();
      holder.reload();
      holder.reload();
      script.outcomes.addAll(List.of(true, true));
      await(script.loaded);
      await(script.loaded);
      await(script.begun);
      assertThat(script.begun.tryAcquire(50, TimeUnit.MILLISECONDS)).isFalse();
    }
  }

  @Test
  void aFailureKeepsTheCatalogAndIsRetriedAtGrowingIntervals() throws InterruptedException {
    Script script = new Script();
    try (CatalogHolder holder = started(script)) {
      script.outcomes.add(true);
      await(script.loaded);
      @Nullable Catalog before = holder.current();
      script.outcomes.addAll(List.of(false, false, false, false));
      holder.reload();
      for (int failures = 0; failures < 4; failures++) {
        await(script.failed);
      }
      await(script.begun, 6);
      assertThat(holder.current()).isSameAs(before);
      assertThat(holder.state()).isEqualTo(State.PENDING);
      script.outcomes.add(true);
      await(script.loaded);
      assertThat(holder.state()).isEqualTo(State.LOADED);
      assertThat(script.delays)
          .containsExactly(
              Duration.ofMillis(1),
              Duration.ofMillis(2),
              Duration.ofMillis(4),
              Duration.ofMillis(4));
    }
  }

  @Test
  void whoeverGivesUpWaitsForTheNextRequest() throws InterruptedException {
    Script script = new Script();
    script.recovery = Recovery.GIVE_UP;
    try (CatalogHolder holder = started(script)) {
      script.outcomes.add(false);
      assertThat(holder.awaitFirstAttempt(LIMIT)).isTrue();
      assertThat(script.delays).isEmpty();
      script.outcomes.add(true);
      holder.reload();
      await(script.loaded);
      assertThat(holder.current()).isNotNull();
    }
  }

  @Test
  void closingEndsALoadUnderWay() throws InterruptedException {
    Script script = new Script();
    CatalogHolder holder = started(script);
    await(script.begun);
    holder.close();
    assertThat(holder.current()).isNull();
  }

  private static CatalogHolder started(Script script) {
    CatalogHolder holder = new CatalogHolder(script, script, PACE);
    holder.start();
    return holder;
  }

  private static void await(Semaphore event) throws InterruptedException {
    await(event, 1);
  }

  private static void await(Semaphore event, int times) throws InterruptedException {
    assertThat(event.tryAcquire(times, LIMIT.toMillis(), TimeUnit.MILLISECONDS)).isTrue();
  }
}
