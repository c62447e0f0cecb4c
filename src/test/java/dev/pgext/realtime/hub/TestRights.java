package dev.pgext.realtime.hub;

import dev.pgext.error.ApiException;
import dev.pgext.error.DatabaseError;
import dev.pgext.error.RealtimeError;
import dev.pgext.realtime.cdc.TableShape;
import dev.pgext.realtime.row.RowFilter;
import dev.pgext.realtime.row.RowRule;
import dev.pgext.realtime.visibility.Access;
import dev.pgext.realtime.visibility.Viewer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Who may see what. */
final class TestRights implements Binder {
  final Map<String, TableShape> tables = new ConcurrentHashMap<>();
  final Set<String> denied = ConcurrentHashMap.newKeySet();
  volatile Function<Viewer, RowRule> rule = viewer -> new RowRule.All();

  /** What each binding was given of an earlier one. */
  final Queue<Optional<Binding>> reused = new ConcurrentLinkedQueue<>();

  volatile Runnable whenBinding = () -> {};

  @Override
  public TableDescription describe(Interest interest) {
    TableShape shape = tables.get(interest.table().name());
    if (shape == null) {
      throw new RealtimeError.NotWatched(interest.table().toString()).asException();
    }
    return new TableDescription(shape, List.of(shape.columns().get(0).name()));
  }

  @Override
  public Binding bind(TableDescription table, Interest interest, @Nullable Binding earlier) {
    whenBinding.run();
    reused.add(Optional.ofNullable(earlier));
    if (denied.contains(interest.viewer().role())) {
      throw denied();
    }
    TableShape shape = table.shape();
    List<Integer> columns = IntStream.range(0, shape.columns().size()).boxed().toList();
    RowPrinter printer = new TestPrinter(shape);
    return new Binding(
        shape,
        new Access(columns, rule.apply(interest.viewer()), false, false, true, ""),
        RowFilter.NONE,
        columns,
        List.of(),
        printer,
        printer);
  }

  private static ApiException denied() {
    return new DatabaseError.Raised(403, "42501", "denied", null, null).asException();
  }

  @Override
  public Set<NamedTable> astray(Set<NamedTable> asked) {
    return asked.stream()
        .filter(
            named -> {
              TableShape present = tables.get(named.name().name());
              return present == null || present.oid() != named.oid();
            })
        .collect(Collectors.toSet());
  }

  @Override
  public void forget(TableShape table) {}

  @Override
  public void forgetTypes() {}
}
