package dev.pgext.realtime.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgext.pg.Lsn;
import dev.pgext.realtime.cdc.Change;
import dev.pgext.realtime.cdc.Cursor;
import dev.pgext.realtime.cdc.Transaction;
import dev.pgext.realtime.log.LogEntry.Committed;
import dev.pgext.realtime.log.LogEntry.Discontinued;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RetainedLogTest {
  private static final long EPOCH = 5;
  private static final Duration NOT_AT_ALL = Duration.ZERO;
  private static final Duration LONG = Duration.ofSeconds(60);

  private final AtomicLong clock = new AtomicLong();
  private final RetainedLog log =
      new RetainedLog(new Retention(Duration.ofSeconds(60), 1000, 10_000), clock::get);

  @Test
  void whatFollowsACursorIsEverythingBehindIt() {
    log.resumed(EPOCH, new Lsn(100));
    add(110, 120, 130);
    assertThat(missed(Cursor.after(EPOCH, new Lsn(100)))).containsExactly(110L, 120L, 130L);
    assertThat(missed(Cursor.after(EPOCH, new Lsn(120)))).containsExactly(130L);
    assertThat(missed(Cursor.after(EPOCH, new Lsn(130)))).isEmpty();
    assertThat(log.end()).isEqualTo(Cursor.after(EPOCH, new Lsn(130)));
  }

  @Test
  void aCursorInsideATransactionGetsThatTransactionToo() {
    log.resumed(EPOCH, new Lsn(100));
    add(110, 120);
    assertThat(missed(new Cursor(EPOCH, new Lsn(110), 3))).containsExactly(110L, 120L);
  }

  @Test
  void aCursorFromBeforeOrFromElsewhereNeedsAResync() {
    log.resumed(EPOCH, new Lsn(100));
    add(110);
    assertThat(log.since(Cursor.after(EPOCH, new Lsn(99)))).isInstanceOf(Replay.Resync.class);
    assertThat(log.since(new Cursor(EPOCH, new Lsn(100), 0))).isInstanceOf(Replay.Resync.class);
    assertThat(log.since(Cursor.after(EPOCH, new Lsn(111)))).isInstanceOf(Replay.Resync.class);
    assertThat(log.since(Cursor.after(EPOCH + 1, new Lsn(110)))).isInstanceOf(Replay.Resync.class);
  }

  @Test
  void beforeAnythingIsKnownEveryCursorNeedsAResync() {
    assertThat(log.since(Cursor.after(0, Lsn.NONE))).isInstanceOf(Replay.Resync.class);
    assertThat(log.head()).isNull();
  }

  @Test
  void whatComesAgainIsDropped() {
    log.resumed(EPOCH, new Lsn(100));
    add(110, 120);
    log.resumed(EPOCH, new Lsn(90));
    add(95, 110, 120, 130);
    assertThat(missed(Cursor.after(EPOCH, new Lsn(100)))).containsExactly(110L, 120L, 130L);
    assertThat(log.since(Cursor.after(EPOCH, new Lsn(95)))).isInstanceOf(Replay.Resync.class);
  }

  @Test
  void theWindowEndsByTime() {
    log.resumed(EPOCH, new Lsn(100));
    add(110);
    clock.addAndGet(TimeUnit.SECONDS.toNanos(40));
    add(120);
    assertThat(log.reached(new Lsn(120))).isEqualTo(new Lsn(100));
    clock.addAndGet(TimeUnit.SECONDS.toNanos(40));
    assertThat(log.reached(new Lsn(120))).isEqualTo(new Lsn(110));
    assertThat(log.since(Cursor.after(EPOCH, new Lsn(100)))).isInstanceOf(Replay.Resync.class);
    assertThat(missed(Cursor.after(EPOCH, new Lsn(110)))).containsExactly(120L);
  }

  @Test
  void theWindowEndsByWrittenLogEvenOfOtherDatabases() {
    log.resumed(EPOCH, new Lsn(100));
    add(110, 120);
    assertThat(log.reached(new Lsn(1115))).isEqualTo(new Lsn(110));
    assertThat(log.reached(new Lsn(5000))).isEqualTo(new Lsn(1115));
  }

  @Test
  void theWindowEndsByMemory() {
    log.resumed(EPOCH, new Lsn(100));
    for (int commit = 101; commit < 200; commit++) {
      log.transaction(transaction(commit, 1000));
    }
    assertThat(missed(log.end())).isEmpty();
    assertThat(missed(Cursor.after(EPOCH, new Lsn(195)))).hasSize(4);
    assertThat(log.since(Cursor.after(EPOCH, new Lsn(150)))).isInstanceOf(Replay.Resync.class);
  }

  @Test
  void anIdleStreamConfirmsAWindowBehind() {
    log.resumed(EPOCH, new Lsn(100));
    assertThat(log.reached(new Lsn(300))).isEqualTo(new Lsn(100));
    clock.addAndGet(TimeUnit.SECONDS.toNanos(30));
    assertThat(log.reached(new Lsn(400))).isEqualTo(new Lsn(100));
    clock.addAndGet(TimeUnit.SECONDS.toNanos(31));
    assertThat(log.reached(new Lsn(500))).isEqualTo(new Lsn(300));
    assertThat(missed(Cursor.after(EPOCH, new Lsn(100)))).isEmpty();
  }

  @Test
  void aDispatcherSeesEveryEntryOnceAndWaitsForTheNext() throws Exception {
    log.resumed(EPOCH, new Lsn(100));
    add(110);
    LogEntry first = log.next(null, NOT_AT_ALL);
    assertThat(commit(first)).isEqualTo(110);
    assertThat(log.next(first, NOT_AT_ALL)).isNull();
    Thread writer = Thread.ofVirtual().start(() -> add(120));
    LogEntry second = log.next(first, LONG);
    assertThat(commit(second)).isEqualTo(120);
    assertThat(log.head()).isSameAs(second);
    writer.join();
  }

  @Test
  void whatTheDispatcherHasNotTakenIsKeptAndHoldsUpTheSource() throws Exception {
    log.resumed(EPOCH, new Lsn(100));
    assertThat(log.next(null, NOT_AT_ALL)).isNull();
    for (int commit = 101; commit < 150; commit++) {
      log.transaction(transaction(commit, 1000));
    }
    assertThat(log.awaitRoom(NOT_AT_ALL)).isFalse();
    assertThat(log.reached(new Lsn(9000))).isEqualTo(new Lsn(100));
    LogEntry position = null;
    for (int commit = 101; commit < 150; commit++) {
      position = log.next(position, NOT_AT_ALL);
      assertThat(commit(position)).isEqualTo(commit);
    }
    assertThat(log.next(position, NOT_AT_ALL)).isNull();
    assertThat(log.awaitRoom(NOT_AT_ALL)).isTrue();
    assertThat(log.reached(new Lsn(9000))).isEqualTo(new Lsn(149));
  }

  @Test
  void aNewEpochIsAnEntryAndForgetsTheOldOne() throws Exception {
    log.resumed(EPOCH, new Lsn(100));
    add(110);
    LogEntry old = log.head();
    log.discontinued(6, "the slot is gone");
    log.resumed(6, new Lsn(500));
    log.transaction(transaction(510, 0));
    LogEntry opening = log.next(old, NOT_AT_ALL);
    assertThat(opening).isEqualTo(new Discontinued(6, "the slot is gone"));
    LogEntry next = log.next(opening, NOT_AT_ALL);
    assertThat(commit(next)).isEqualTo(510);
    assertThat(log.epoch()).isEqualTo(6);
    assertThat(log.since(Cursor.after(EPOCH, new Lsn(110)))).isInstanceOf(Replay.Resync.class);
    assertThat(log.since(Cursor.after(6, new Lsn(110)))).isInstanceOf(Replay.Resync.class);
    assertThat(missed(Cursor.after(6, new Lsn(500)))).containsExactly(510L);
  }

  /** Random transactions, repetitions, times and cursors against a plain map. */
  @Test
  void noCursorEverGetsAGapOrADuplicate() {
    for (int seed = 0; seed < 300; seed++) {
      Random random = new Random(seed);
      RetainedLog filled =
          new RetainedLog(new Retention(Duration.ofNanos(500), 3000, 20_000), clock::get);
      NavigableMap<Long, Boolean> given = new TreeMap<>();
      long confirmed = 100;
      long last = 100;
      filled.resumed(EPOCH, new Lsn(confirmed));
      for (int step = 0; step < 200; step++) {
        clock.addAndGet(random.nextInt(40));
        int what = random.nextInt(10);
        if (what < 7) {
          last += 1 + random.nextInt(60);
          given.put(last, true);
          filled.transaction(transaction(last, random.nextInt(1500)));
        } else if (what < 9) {
          last += random.nextInt(5);
          long next = filled.reached(new Lsn(last)).value();
          assertThat(next).isGreaterThanOrEqualTo(confirmed).isLessThanOrEqualTo(last);
          confirmed = next;
        } else {
          filled.resumed(EPOCH, new Lsn(confirmed));
          given
              .tailMap(confirmed, false)
              .keySet()
              .forEach(commit -> filled.transaction(transaction(commit, 5)));
        }
        long cursor = 90 + random.nextLong(last - 89);
        check(filled.since(Cursor.after(EPOCH, new Lsn(cursor))), cursor, given);
      }
    }
  }

  private static void check(Replay replay, long cursor, NavigableMap<Long, Boolean> given) {
    switch (replay) {
      case Replay.Missed missed ->
          assertThat(commits(missed))
              .containsExactlyElementsOf(given.tailMap(cursor, false).keySet());
      case Replay.Resync resync -> assertThat(resync.reason()).isNotBlank();
    }
  }

  private void add(long... commits) {
    for (long commit : commits) {
      log.transaction(transaction(commit, 0));
    }
  }

  private static Transaction transaction(long commit, int weight) {
    Change message = new Change.Message(0, "weight", "x".repeat(weight / 2));
    return new Transaction(new Lsn(commit), 1, Instant.EPOCH, List.of(message), Set.of());
  }

  private List<Long> missed(Cursor cursor) {
    Replay replay = log.since(cursor);
    assertThat(replay).isInstanceOf(Replay.Missed.class);
    return commits((Replay.Missed) replay);
  }

  private static List<Long> commits(Replay.Missed missed) {
    List<Long> commits = new ArrayList<>();
    missed.transactions().forEach(transaction -> commits.add(transaction.commit().value()));
    return commits;
  }

  private static long commit(LogEntry entry) {
    return ((Committed) entry).transaction().commit().value();
  }
}
