package dev.pgext.realtime.cdc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgext.pg.Lsn;
import org.junit.jupiter.api.Test;

class SeenSnapshotTest {
  private static final Lsn TAKEN = Lsn.parse("0/100");

  @Test
  void whatCommittedBeforeIsInItAndWhatRanIsNot() {
    SeenSnapshot seen = SeenSnapshot.parse("10:20:12,15", TAKEN);
    assertThat(seen.contains(9)).isTrue();
    assertThat(seen.contains(11)).isTrue();
    assertThat(seen.contains(12)).isFalse();
    assertThat(seen.contains(15)).isFalse();
    assertThat(seen.contains(20)).isFalse();
    assertThat(seen.contains(0)).isFalse();
  }

  @Test
  void idsAreComparedAcrossTheWrapOf32Bits() {
    SeenSnapshot seen = SeenSnapshot.parse("4294967290:4294967300:", TAKEN);
    assertThat(seen.contains(4294967289L)).isTrue();
    assertThat(seen.contains(3)).isTrue();
    assertThat(seen.contains(4)).isFalse();
  }

  @Test
  void whatCommitsBehindItsPositionCannotBeInIt() {
    SeenSnapshot seen = SeenSnapshot.parse("10:20:", TAKEN);
    assertThat(seen.endsBefore(Lsn.parse("0/101"))).isTrue();
    assertThat(seen.endsBefore(TAKEN)).isFalse();
  }

  @Test
  void aCursorCarriesItAndReadsItAgain() {
    for (String text : new String[] {"7-0/50-3~10:20:12,15@0/100", "7-0/50-~10:20:@", "7-0/50-"}) {
      Cursor cursor = Cursor.parse(text).orElseThrow();
      assertThat(cursor).hasToString(text);
      assertThat(Cursor.parse(cursor.toString())).contains(cursor);
    }
    for (String text : new String[] {"7-0/50-3~", "7-0/50-3~1:2@0/1", "7-0/50-3~1:x:@", "~1:2:@"}) {
      assertThat(Cursor.parse(text)).as(text).isEmpty();
    }
  }
}
