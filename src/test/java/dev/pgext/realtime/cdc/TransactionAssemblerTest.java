package dev.pgext.realtime.cdc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pgext.pg.Lsn;
import dev.pgext.realtime.cdc.Change.Operation;
import dev.pgext.realtime.cdc.PgOutputDecoder.ProtocolFault;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TransactionAssemblerTest {
  private static final long ROOMY = 1_000_000;

  private final List<Transaction> transactions = run(new TransactionAssembler(ROOMY));

  @Test
  void everyTransactionComesWholeAndInOrder() {
    assertThat(transactions)
        .hasSize(9)
        .isSortedAccordingTo((a, b) -> a.commit().compareTo(b.commit()));
    assertThat(transactions.getFirst().commit()).isEqualTo(Lsn.parse("0/192A750"));
    assertThat(transactions.getFirst().xid()).isEqualTo(732);
    assertThat(transactions).allMatch(transaction -> transaction.skipped().isEmpty());
  }

  @Test
  void rowsAndMessagesAreNumbered() {
    List<Change> changes = transactions.getFirst().changes();
    assertThat(changes.getFirst()).isInstanceOf(Change.Described.class);
    assertThat(changes).extracting(Change::index).containsExactly(0, 0, 1, 2);
    assertThat(changes.get(3)).isEqualTo(new Change.Message(2, "pre", "{\"a\":1}"));
  }

  @Test
  void anUpdateThatLeavesTheIdentityHasNoOldImage() {
    Change.Row update = row(1);
    assertThat(update.operation()).isEqualTo(Operation.UPDATE);
    assertThat(update.before()).isNull();
    assertThat(Texts.of(update.after())).containsExactly("2", "unchanged", "ok", "2.00");
  }

  @Test
  void aKeyImageMarksTheRestAsNotSent() {
    assertThat(Texts.of(row(2).before()))
        .containsExactly("1", "unchanged", "unchanged", "unchanged");
    Change.Row deleted = row(3);
    assertThat(deleted.operation()).isEqualTo(Operation.DELETE);
    assertThat(deleted.after()).isNull();
    assertThat(Texts.of(deleted.before()))
        .containsExactly("3", "unchanged", "unchanged", "unchanged");
  }

  @Test
  void aWholeOldImageIsGivenAsItIs() {
    assertThat(Texts.of(row(5).before())).containsExactly("1", "b");
    assertThat(Texts.of(row(5).after())).containsExactly("2", "b");
  }

  @Test
  void theNewImageIsCompletedFromTheOldOne() {
    assertThat(Texts.of(updatedFrom(Tuple.of("1", "long")))).containsExactly("2", "long");
  }

  /** A partition that does not have the full identity of its table logs nulls there. */
  @Test
  void aNullIsNotTheLargeValueThatWasNotSent() {
    assertThat(updatedFrom(Tuple.of("1", null)).isUnchanged(1)).isTrue();
  }

  private static Tuple updatedFrom(Tuple before) {
    TransactionAssembler assembler = new TransactionAssembler(ROOMY);
    assembler.accept(new PgOutputMessage.Begin(Lsn.NONE, java.time.Instant.EPOCH, 1));
    assembler.accept(
        new PgOutputMessage.Relation(
            7,
            new dev.pgext.pg.QualifiedName("public", "f"),
            TableShape.ReplicaIdentity.FULL,
            List.of(
                new TableShape.Column("id", 23, -1, true),
                new TableShape.Column("big", 25, -1, true))));
    Tuple after = new Tuple(new byte[] {'2'}, new int[] {0, 0}, new int[] {1, -2});
    assembler.accept(new PgOutputMessage.Update(7, PgOutputMessage.OldImage.WHOLE, before, after));
    Transaction complete =
        assembler.accept(new PgOutputMessage.Commit(Lsn.NONE, new Lsn(9), java.time.Instant.EPOCH));
    return ((Change.Row) complete.changes().getLast()).after();
  }

  @Test
  void aTableIsDescribedBeforeItsNextChange() {
    List<Change> changes = transactions.get(7).changes();
    Change.Described described = (Change.Described) changes.getFirst();
    Change.Row row = (Change.Row) changes.get(1);
    assertThat(described.index()).isZero();
    assertThat(row.index()).isZero();
    assertThat(row.table()).isSameAs(described.table());
    assertThat(row.table().generation()).isGreaterThan(row(6).table().generation());
    assertThat(row.table().columns()).hasSize(3);
    assertThat(row(4).table()).isSameAs(row(6).table());
  }

  @Test
  void truncateIsOneChangeForEachTable() {
    List<Change> changes =
        transactions.get(8).changes().stream()
            .filter(change -> change instanceof Change.Truncate)
            .toList();
    assertThat(changes).extracting(Change::index).containsExactly(0, 1);
    assertThat(changes)
        .extracting(change -> ((Change.Truncate) change).table().name().toString())
        .containsExactly("public.t", "public.f");
  }

  @Test
  void aTransactionPastTheLimitKeepsItsMessagesAndNamesItsTables() {
    Transaction first = run(new TransactionAssembler(2_000)).getFirst();
    assertThat(first.changes().getFirst()).isInstanceOf(Change.Described.class);
    assertThat(first.changes().subList(1, first.changes().size()))
        .containsExactly(new Change.Message(2, "pre", "{\"a\":1}"));
    assertThat(first.skipped())
        .extracting(table -> table.name().toString())
        .containsExactly("public.t");
  }

  @Test
  void aNewConnectionStartsAtABeginAndDescribesAnew() {
    TransactionAssembler assembler = new TransactionAssembler(ROOMY);
    run(assembler);
    assembler.accept(PgOutputDecoder.decode(Recorded.messages().getFirst(), 0));
    assertThat(assembler.inTransaction()).isTrue();
    assembler.reconnected();
    List<Transaction> again = run(assembler);
    assertThat(again).hasSize(9);
    assertThat(again.getFirst().changes().getFirst()).isInstanceOf(Change.Described.class);
    assertThat(again.getFirst().changes()).extracting(Change::index).containsExactly(0, 0, 1, 2);
  }

  @Test
  void aChangeOutsideOfATransactionIsRefused() {
    TransactionAssembler assembler = new TransactionAssembler(ROOMY);
    assertThatThrownBy(
            () -> assembler.accept(PgOutputDecoder.decode(Recorded.messages().get(3), 0)))
        .isInstanceOf(ProtocolFault.class);
    assertThat(assembler.accept(new PgOutputMessage.Emitted(false, "pgext", ""))).isNull();
  }

  private Change.Row row(int transaction) {
    return (Change.Row)
        transactions.get(transaction).changes().stream()
            .filter(change -> change instanceof Change.Row)
            .findFirst()
            .orElseThrow();
  }

  private static List<Transaction> run(TransactionAssembler assembler) {
    List<Transaction> complete = new ArrayList<>();
    for (byte[] message : Recorded.messages()) {
      Transaction transaction = assembler.accept(PgOutputDecoder.decode(message, 0));
      if (transaction != null) {
        complete.add(transaction);
      }
    }
    return complete;
  }
}
