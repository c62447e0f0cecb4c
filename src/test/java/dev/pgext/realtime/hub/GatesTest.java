package dev.pgext.realtime.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgext.pg.Lsn;
import dev.pgext.realtime.cdc.Cursor;
import java.util.Set;
import org.junit.jupiter.api.Test;

class GatesTest {
  private static final int TABLE = 1;

  private final Gates gates = new Gates();

  @Test
  void whatTheLogTellsOfFirstWasTheOtherWayBefore() {
    gates.begin(Set.of());
    gates.ungate(TABLE, at(7, 20), at(7, 10));
    gates.gate(TABLE, at(7, 30), at(7, 10));

    assertThat(gates.gated(TABLE, at(7, 15))).isTrue();
    assertThat(gates.opens(TABLE, at(7, 20))).isTrue();
    assertThat(gates.gated(TABLE, at(7, 25))).isFalse();
    assertThat(gates.gated(TABLE, at(7, 35))).isTrue();
  }

  @Test
  void whatIsGatedWhereTheLogBeginsStaysSoUntilItTells() {
    gates.begin(Set.of(TABLE));
    assertThat(gates.gated(TABLE, at(7, 15))).isTrue();

    gates.ungate(TABLE, at(7, 20), at(7, 10));
    assertThat(gates.gated(TABLE, at(7, 15))).isTrue();
    assertThat(gates.gated(TABLE, at(7, 25))).isFalse();
  }

  /** What became of a gate in between was in nobody's log. */
  @Test
  void anEpochKnowsNothingOfTheGatesOfAnother() {
    gates.begin(Set.of());
    gates.gate(TABLE, at(7, 20), at(7, 10));
    assertThat(gates.gated(TABLE, at(7, 25))).isTrue();

    gates.begin(Set.of());
    assertThat(gates.gated(TABLE, at(8, 30))).isFalse();
    // The dispatcher may be in the middle of the last transaction of the one before.
    gates.gate(TABLE, at(7, 28), at(7, 10));
    assertThat(gates.gated(TABLE, at(8, 30))).isFalse();
  }

  private static Cursor at(long epoch, long commit) {
    return new Cursor(epoch, new Lsn(commit), 0);
  }
}
