package dev.pgext.realtime.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgext.config.Config;
import dev.pgext.observe.Observer;
import dev.pgext.pg.Lsn;
import dev.pgext.pg.QualifiedName;
import dev.pgext.realtime.cdc.Change;
import dev.pgext.realtime.cdc.Cursor;
import dev.pgext.realtime.cdc.TableShape;
import dev.pgext.realtime.cdc.Tuple;
import dev.pgext.realtime.hub.SubscriptionRequest.Transitions;
import dev.pgext.realtime.row.RowFilter;
import dev.pgext.realtime.row.RowRule;
import dev.pgext.realtime.visibility.Access;
import dev.pgext.realtime.visibility.Decision;
import dev.pgext.realtime.visibility.Question;
import dev.pgext.realtime.visibility.Viewer;
import dev.pgext.realtime.visibility.Visibility;
import dev.pgext.sql.SqlFragment;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A table whose policy does not come to an end, and one whose policy does. */
class LanesTest {
  private static final int SLOW = 1;
  private static final int QUICK = 2;
  private static final int MOST = 40;
  private static final String RESYNC = "resync behind ";

  private final CountDownLatch slowBegan = new CountDownLatch(1);
  private final CountDownLatch slowMayEnd = new CountDownLatch(1);
  private final Traffic traffic = new Traffic();
  private final Lanes lanes =
      new Lanes(
          new Decider(new Policies(), judgement -> {}, () -> false, traffic),
          traffic,
          Observer.silent(),
          (audience, error) -> {},
          MOST);
  private final Listener slow = new Listener(SLOW);
  private final Listener quick = new Listener(QUICK);

  @Test
  void aPolicyThatIsTooSlowCostsItsOwnSubscribersAndNobodyElse() throws Exception {
    slow.changes(1);
    assertThat(slowBegan.await(TestHub.PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    for (int index = 2; index <= 2 * MOST; index++) {
      slow.changes(index);
      quick.changes(index);
      assertThat(quick.wire.next()).isEqualTo("row " + index);
    }

    slowMayEnd.countDown();

    int next = 1;
    int resyncs = 0;
    while (next <= 2 * MOST) {
      String told = slow.wire.next();
      if (told.startsWith(RESYNC)) {
        resyncs++;
        next = Integer.parseInt(told.substring(RESYNC.length())) + 1;
      } else {
        assertThat(told).isEqualTo("row " + next);
        next++;
      }
    }
    assertThat(resyncs).isPositive();
    assertThat(traffic.resyncs.sum()).isEqualTo(resyncs);
    assertThat(quick.wire.written).isEmpty();
  }

  /** A socket that is the only one to hear of a table. */
  private final class Listener {
    private final TestWire wire = new TestWire();
    private final Socket socket =
        new Socket("s", wire, Config.of(Map.of()).realtime().connections(), new Traffic());
    private final TableShape shape;
    private final Audience audience;

    Listener(int table) {
      QualifiedName name = new QualifiedName("public", "t" + table);
      shape =
          new TableShape(
              table,
              name,
              TableShape.ReplicaIdentity.FULL,
              List.of(new TableShape.Column("id", 23, -1, true)),
              1);
      RowRule rule = new RowRule.Sql(SqlFragment.of("slow()"));
      audience =
          new Audience(
              new Interest(
                  new Viewer("anon", "{}"),
                  name,
                  EnumSet.allOf(Change.Operation.class),
                  null,
                  List.of(),
                  Transitions.VIEW,
                  false,
                  new Encoder()),
              new Binding(
                  shape,
                  new Access(List.of(0), rule, false, false, true, ""),
                  RowFilter.NONE,
                  List.of(0),
                  List.of(),
                  new TestPrinter(shape),
                  new TestPrinter(shape)));
    }

    void changes(int index) {
      Change.Row change =
          new Change.Row(
              index, shape, Change.Operation.INSERT, null, Tuple.of(String.valueOf(index)));
      Passing transaction = new Passing(1, new Lsn(1), 1, Instant.EPOCH, List.of(change), null);
      Undecided place = new Undecided();
      socket.enqueue(place);
      lanes.add(
          new Lanes.OpenCase(
              new Judgement(audience.interest(), audience.binding(), change, transaction),
              audience,
              place,
              List.of(socket)));
    }
  }

  private final class Policies implements Visibility {
    @Override
    public List<Decision> decide(List<Question> questions) {
      if (questions.get(0).table().oid() == SLOW) {
        slowBegan.countDown();
        try {
          slowMayEnd.await();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      }
      return questions.stream().<Decision>map(question -> new Decision.Visible()).toList();
    }

    @Override
    public Access access(TableShape table, Viewer viewer, @Nullable Access earlier) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void forget(int tableOid) {}

    @Override
    public void forgetAll() {}
  }

  private record Encoder() implements EventEncoder {
    @Override
    public Frame row(RowEvent event) {
      return Frame.text("row " + event.cursor().index());
    }

    @Override
    public @Nullable Frame truncated(TableShape table, Cursor cursor, Instant committedAt) {
      return null;
    }

    @Override
    public Frame resync(long epoch, Cursor cursor, String reason) {
      return Frame.text(RESYNC + cursor.index());
    }
  }
}
