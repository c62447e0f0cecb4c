package dev.pgext.realtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pgext.pg.Lsn;
import dev.pgext.realtime.log.RetainedLog;
import dev.pgext.realtime.log.Retention;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import org.junit.jupiter.api.Test;

class GatedSinkTest {
  private static final Lsn START = new Lsn(1);

  private final RetainedLog log = new RetainedLog(new Retention(Duration.ofHours(1), 1L, 1L));
  private final Queue<Set<Integer>> answers = new ArrayDeque<>();
  private final List<String> told = new ArrayList<>();
  private final GatedSink sink =
      new GatedSink(log, this::answer, oids -> told.add(oids + " in epoch " + log.epoch()));

  private Set<Integer> answer() throws SQLException {
    if (answers.isEmpty()) {
      throw new SQLException("away");
    }
    return answers.remove();
  }

  /** Who waits for the slot may wait for days, while tables are gated and ungated. */
  @Test
  void theDatabaseIsAskedWhenTheStreamBeginsAndBeforeTheLogKnowsOfIt() throws SQLException {
    answers.add(Set.of(4));

    sink.resumed(7, START);

    assertThat(told).containsExactly("[4] in epoch 0");
    assertThat(log.epoch()).isEqualTo(7);
  }

  @Test
  void itIsAskedAgainWhereContinuityIsLostAndNotAfterEveryReconnect() throws SQLException {
    answers.add(Set.of(4));
    sink.resumed(7, START);
    sink.resumed(7, START);

    answers.add(Set.of());
    sink.discontinued(8, "lost");
    sink.resumed(8, START);

    assertThat(told).containsExactly("[4] in epoch 0", "[] in epoch 7");
  }

  @Test
  void withoutAnAnswerNothingBegins() throws SQLException {
    assertThatThrownBy(() -> sink.resumed(7, START)).isInstanceOf(SQLException.class);
    assertThat(log.epoch()).isZero();

    answers.add(Set.of(4));
    sink.resumed(7, START);
    assertThat(told).containsExactly("[4] in epoch 0");
  }
}
