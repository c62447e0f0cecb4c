package dev.pgext.realtime.hub;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.pgext.config.Config;
import dev.pgext.error.ApiException;
import dev.pgext.error.DatabaseError;
import dev.pgext.error.RealtimeError;
import dev.pgext.exec.ConnectionPool;
import dev.pgext.pg.QualifiedName;
import dev.pgext.realtime.cdc.TableShape;
import dev.pgext.realtime.hub.SubscriptionListener.LiveColumn;
import dev.pgext.realtime.row.ExoticValues;
import dev.pgext.realtime.row.FilterRules;
import dev.pgext.realtime.row.RowFilter;
import dev.pgext.realtime.row.RowJson;
import dev.pgext.realtime.row.SelectedColumns;
import dev.pgext.realtime.row.TypeRegistry;
import dev.pgext.realtime.visibility.Access;
import dev.pgext.realtime.visibility.Visibility;
import dev.pgext.request.FilterParser;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Binds interests by what the database says of tables, policies, grants and types. Thread-safe;
 * blocks.
 */
final class DatabaseBinder implements Binder {
  private static final Duration TRUSTED = Duration.ofSeconds(2);
  private static final int KEPT = 10_000;

  private final Supplier<Config> config;
  private final ConnectionPool pool;
  private final RestRead rest;
  private final TableReader reader;
  private final Visibility visibility;
  private final TypeRegistry types;
  private final FilterRules filters;
  private final ExoticValues exotic;
  private final Cache<QualifiedName, TableReader.Found> tables =
      Caffeine.newBuilder().maximumSize(KEPT).expireAfterWrite(TRUSTED).build();
  private final Cache<PrinterKey, RowJson> printers =
      Caffeine.newBuilder().maximumSize(KEPT).build();
  private final Cache<FilterKey, RowFilter> compiled =
      Caffeine.newBuilder().maximumSize(KEPT).expireAfterAccess(TRUSTED).build();

  DatabaseBinder(
      Supplier<Config> config,
      ConnectionPool pool,
      RestRead rest,
      Visibility visibility,
      Printing printing) {
    this.config = config;
    this.pool = pool;
    this.rest = rest;
    this.reader = new TableReader(pool);
    this.visibility = visibility;
    this.types = printing.types();
    this.filters = printing.filters();
    this.exotic = printing.exotic();
  }

  /** How rows are printed and compared. */
  record Printing(TypeRegistry types, FilterRules filters, ExoticValues exotic) {}

  private record PrinterKey(TableShape shape, List<Integer> columns) {}

  private record FilterKey(TableShape shape, String filter, String role, Object grounds) {}

  @Override
  public TableDescription describe(Interest interest) {
    QualifiedName name = interest.table();
    rest.check(name);
    if (!config.get().realtime().access().permitsTable(interest.viewer().role(), name)) {
      throw new RealtimeError.NotPermitted(name.toString()).asException();
    }
    TableReader.Found known = tables.getIfPresent(name);
    if (known != null) {
      return known.table();
    }
    TableReader.Found found = read(name);
    if (!found.watched() && config.get().realtime().autoWatch()) {
      watch(found, interest);
      found = read(name);
    }
    if (!found.watched()) {
      throw new RealtimeError.NotWatched(name.toString()).asException();
    }
    tables.put(name, found);
    return found.table();
  }

  private TableReader.Found read(QualifiedName name) {
    return reader
        .read(name, config.get().realtime().source().publication())
        .orElseThrow(() -> new RealtimeError.NotWatched(name.toString()).asException());
  }

  /** Whoever may read a table may have it watched, where the server is set to do so. */
  private void watch(TableReader.Found found, Interest interest) {
    TableShape shape = found.table().shape();
    if (visibility.access(shape, interest.viewer()).denied()) {
      throw denied(shape);
    }
    try {
      pool.use(
          connection -> {
            try (var statement =
                connection.prepareStatement("SELECT pgext.watch(?::oid::regclass)")) {
              statement.setLong(1, Integer.toUnsignedLong(shape.oid()));
              return statement.execute();
            }
          });
    } catch (ApiException e) {
      throw new RealtimeError.NotWatched(shape.name().toString()).asException();
    }
    visibility.forget(shape.oid());
  }

  @Override
  public Binding bind(TableDescription table, Interest interest, @Nullable Binding earlier) {
    TableShape shape = table.shape();
    Access access =
        visibility.access(shape, interest.viewer(), earlier == null ? null : earlier.access());
    if (access.denied()) {
      throw denied(shape);
    }
    RowFilter filter =
        earlier != null && holds(earlier, shape, access)
            ? earlier.filter()
            : filter(shape, interest, access);
    if (!access.columns().containsAll(filter.columns())) {
      throw denied(shape);
    }
    List<Integer> columns = columns(shape, interest, access);
    RowJson json = printer(shape, columns);
    RowJson key = printer(shape, key(table, access, columns));
    return new Binding(
        shape,
        access,
        filter,
        columns,
        json.columns().stream()
            .map(column -> new LiveColumn(column.name(), column.type()))
            .toList(),
        new JsonPrinter(json, exotic),
        new JsonPrinter(key, exotic));
  }

  private RowJson printer(TableShape shape, List<Integer> columns) {
    return printers.get(
        new PrinterKey(shape, columns), absent -> RowJson.of(types, shape, columns));
  }

  private boolean holds(Binding earlier, TableShape shape, Access access) {
    return access.grounds().equals(earlier.access().grounds())
        && filters.holds(earlier.filter(), shape);
  }

  private RowFilter filter(TableShape shape, Interest interest, Access access) {
    String text = interest.filter();
    if (text == null || text.isEmpty()) {
      return RowFilter.NONE;
    }
    return compiled.get(
        new FilterKey(shape, text, interest.viewer().role(), access.grounds()),
        absent ->
            filters.of(
                shape,
                new FilterParser(config.get().limits()).queryString(text),
                interest.viewer().role()));
  }

  /** Without a wish, what may be seen; a wish for more is refused, as REST does. */
  private static List<Integer> columns(TableShape shape, Interest interest, Access access) {
    if (interest.select().isEmpty() || interest.select().contains("*")) {
      return access.columns();
    }
    List<Integer> wanted = SelectedColumns.of(shape, interest.select());
    if (!access.columns().containsAll(wanted)) {
      throw denied(shape);
    }
    return wanted;
  }

  /** The primary key as far as it is seen; without one, the replica identity. */
  private static List<Integer> key(TableDescription table, Access access, List<Integer> columns) {
    TableShape shape = table.shape();
    Set<Integer> key = new HashSet<>();
    table.key().forEach(name -> key.add(shape.indexOf(name)));
    List<Integer> visible = access.columns().stream().filter(key::contains).toList();
    return visible.isEmpty() ? columns : visible;
  }

  private static ApiException denied(TableShape shape) {
    return new DatabaseError.Raised(
            403, "42501", "permission denied for table " + shape.name().name(), null, null)
        .asException();
  }

  @Override
  public Set<NamedTable> astray(Set<NamedTable> asked) {
    return asked.isEmpty()
        ? Set.of()
        : reader.astray(asked, config.get().realtime().source().publication());
  }

  @Override
  public void forget(TableShape table) {
    visibility.forget(table.oid());
    types.forget();
    tables.invalidate(table.name());
  }

  @Override
  public void forgetTypes() {
    types.forget();
    printers.invalidateAll();
    compiled.invalidateAll();
  }
}
