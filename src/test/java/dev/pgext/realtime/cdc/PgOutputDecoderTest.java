package dev.pgext.realtime.cdc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pgext.pg.Lsn;
import dev.pgext.pg.QualifiedName;
import dev.pgext.realtime.cdc.PgOutputDecoder.ProtocolFault;
import dev.pgext.realtime.cdc.PgOutputMessage.OldImage;
import dev.pgext.realtime.cdc.TableShape.Column;
import dev.pgext.realtime.cdc.TableShape.ReplicaIdentity;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PgOutputDecoderTest {
  private static final int T = 0x4005;
  private static final int F = 0x400C;

  private final List<PgOutputMessage> messages =
      Recorded.messages().stream().map(bytes -> PgOutputDecoder.decode(bytes, 0)).toList();

  @Test
  void beginAndCommitHavePositionsAndTimes() {
    assertThat(messages.getFirst())
        .isEqualTo(
            new PgOutputMessage.Begin(
                Lsn.parse("0/192A720"),
                ((PgOutputMessage.Begin) messages.getFirst()).committedAt(),
                732));
    assertThat(messages.get(6))
        .isEqualTo(
            new PgOutputMessage.Commit(
                Lsn.parse("0/192A720"),
                Lsn.parse("0/192A750"),
                ((PgOutputMessage.Begin) messages.getFirst()).committedAt()));
    assertThat(((PgOutputMessage.Begin) messages.getFirst()).committedAt())
        .isBetween(Instant.parse("2026-11-20T16:00:00Z"), Instant.parse("2026-11-20T17:00:00Z"));
  }

  @Test
  void aRelationHasItsColumnsTypesAndIdentity() {
    assertThat(messages.get(2))
        .isEqualTo(
            new PgOutputMessage.Relation(
                T,
                new QualifiedName("public", "t"),
                ReplicaIdentity.DEFAULT,
                List.of(
                    new Column("id", 23, -1, true),
                    new Column("big", 25, -1, false),
                    new Column("m", 0x4002, -1, false),
                    new Column("n", 1700, 0xA0006, false))));
  }

  @Test
  void aTupleHasTextsNullsAndWhatWasNotSent() {
    PgOutputMessage.Insert insert = (PgOutputMessage.Insert) messages.get(3);
    assertThat(insert.oid()).isEqualTo(T);
    assertThat(texts(insert.after())).containsExactly("1", "a'ü", null, "1.50");
    PgOutputMessage.Update update = first(PgOutputMessage.Update.class);
    assertThat(update.image()).isEqualTo(OldImage.NONE);
    assertThat(update.before()).isNull();
    assertThat(texts(update.after())).containsExactly("2", "unchanged", "ok", "2.00");
  }

  @Test
  void oldTuplesAreKeysOrWhole() {
    List<PgOutputMessage.Update> updates = all(PgOutputMessage.Update.class);
    assertThat(updates.get(1).image()).isEqualTo(OldImage.KEY);
    assertThat(texts(updates.get(2).before())).containsExactly("1", "b");
    assertThat(updates.get(2).image()).isEqualTo(OldImage.WHOLE);
    List<PgOutputMessage.Delete> deletes = all(PgOutputMessage.Delete.class);
    assertThat(deletes.getFirst().image()).isEqualTo(OldImage.KEY);
    assertThat(texts(deletes.getFirst().before())).containsExactly("3", null, null, null);
    assertThat(texts(deletes.getLast().before())).containsExactly("2", "b");
  }

  @Test
  void truncateNamesItsTablesAndAMessageItsPrefix() {
    assertThat(first(PgOutputMessage.Truncate.class).oids()).containsExactly(T, F);
    assertThat(first(PgOutputMessage.Emitted.class))
        .isEqualTo(new PgOutputMessage.Emitted(true, "pre", "{\"a\":1}"));
  }

  @Test
  void typesAreReadOver() {
    assertThat(messages.get(1)).isEqualTo(new PgOutputMessage.Ignored());
  }

  @Test
  void aMessageThatIsCutOffIsRefused() {
    for (byte[] message : Recorded.messages()) {
      if (message[0] == 'Y') {
        continue;
      }
      for (int length = 0; length < message.length; length += 1 + length / 50) {
        byte[] cut = Arrays.copyOf(message, length);
        assertThatThrownBy(() -> PgOutputDecoder.decode(cut, 0)).isInstanceOf(ProtocolFault.class);
      }
    }
  }

  @Test
  void damagedMessagesAreRefusedOrReadButNothingElseHappens() {
    Random random = new Random(7);
    List<byte[]> recorded = Recorded.messages();
    for (int attempt = 0; attempt < 20_000; attempt++) {
      byte[] damaged = recorded.get(random.nextInt(recorded.size())).clone();
      damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
      try {
        assertThat(PgOutputDecoder.decode(damaged, 0)).isNotNull();
      } catch (ProtocolFault refused) {
        assertThat(refused).hasMessageContaining(" ");
      }
    }
  }

  private <T extends PgOutputMessage> T first(Class<T> kind) {
    return all(kind).getFirst();
  }

  private <T extends PgOutputMessage> List<T> all(Class<T> kind) {
    return messages.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  private static List<String> texts(Tuple tuple) {
    return Texts.of(tuple);
  }
}
