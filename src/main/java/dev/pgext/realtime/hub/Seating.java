package dev.pgext.realtime.hub;

import dev.pgext.error.ApiError;
import dev.pgext.error.ApiException;
import dev.pgext.error.LimitError;
import dev.pgext.error.RealtimeError;
import dev.pgext.error.UnavailableError;
import dev.pgext.observe.Component;
import dev.pgext.observe.Observation;
import dev.pgext.observe.Observer;
import dev.pgext.realtime.cdc.SeenSnapshot;
import dev.pgext.realtime.cdc.TableShape;
import dev.pgext.realtime.hub.Rebindings.Bindings;
import dev.pgext.realtime.hub.Rebindings.Former;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Who sits where. Guarded by the hub's boundary. */
final class Seating {
  private static final int BAD_REQUEST = 400;

  private final Binder binder;
  private final Observer observer;
  private final Roster roster;
  private final Map<Integer, TableAudiences> tables = new HashMap<>();
  private final Map<Integer, Long> redefinitions = new HashMap<>();

  private final SchemaMembers schemaMembers = new SchemaMembers();
  private final Newcomers newcomers = new Newcomers();
  private long reconsiderations;

  /** Rises where somebody may not be bound under the description that a table's rows come in. */
  private final AtomicLong unsettled = new AtomicLong();

  /** Finds its table anew for a member that sits nowhere. */
  private final Consumer<Member> finder;

  Seating(Binder binder, Traffic traffic, Observer observer, Consumer<Member> finder) {
    this.binder = binder;
    this.observer = observer;
    this.roster = new Roster(traffic);
    this.finder = finder;
  }

  /** A subscription begins; empty, or why it may not. */
  Optional<ApiError> enter(Member member, int limit) {
    return roster.enter(member, limit);
  }

  /** It ends; once more does nothing. */
  void leave(Member member) {
    member.end();
    unseat(member);
    roster.leave(member);
    schemaMembers.remove(member);
    newcomers.take(member);
  }

  Newcomers newcomers() {
    return newcomers;
  }

  /** All of a socket's end. */
  void leave(Socket socket) {
    roster.of(socket).forEach(this::leave);
  }

  /** A socket's members that sit, each at its table. */
  List<Member> seated(Socket socket) {
    return roster.of(socket).stream()
        .filter(member -> !member.request().severalTables() && !member.seats().isEmpty())
        .toList();
  }

  /** Whether nobody of a socket is on the way to its table. */
  boolean allSit(Socket socket) {
    return roster.of(socket).stream()
        .allMatch(
            member ->
                member.request().severalTables()
                    ? schemaMembers.contains(member)
                    : !member.seats().isEmpty());
  }

  /** Takes a member out of all its places; it stays a member. */
  void unseat(Member member) {
    for (Seat seat : member.seats()) {
      unseat(seat);
    }
    member.seats().clear();
  }

  private void unseat(Seat seat) {
    Audience audience = seat.audience();
    audience.remove(seat);
    int oid = audience.binding().shape().oid();
    TableAudiences table = tables.get(oid);
    if (audience.seats().isEmpty() && table != null) {
      table.remove(audience);
      if (table.isEmpty()) {
        tables.remove(oid);
      }
    }
  }

  /**
   * How often a table was described or looked at anew, so that a binding is known to be of the last
   * time; also where nobody sat at the table then.
   */
  long redefinitions(int oid) {
    return reconsiderations + redefinitions.getOrDefault(oid, 0L);
  }

  /** Lets a member hear of a table from here on. */
  void seat(Member member, TableDescription table, Interest interest, Place place) {
    TableAudiences audiences = tables.get(table.shape().oid());
    if (audiences == null) {
      audiences = new TableAudiences(table);
      tables.put(table.shape().oid(), audiences);
      unsettle();
    }
    Audience audience = audiences.find(interest);
    if (audience == null || audience.stopped()) {
      audience = new Audience(interest, place.binding());
      audiences.add(audience);
    }
    if (audiences.strangers().contains(audience)) {
      unsettle();
    }
    Seat seat = new Seat(member, audience, place.seen());
    audience.add(seat);
    member.seats().add(seat);
  }

  /** What a seat begins with. */
  record Place(Binding binding, @Nullable SeenSnapshot seen) {}

  /** Lets a member go on under another binding; what it sat in before is left. */
  void reseat(Member member, TableDescription table, Interest interest, Place place) {
    unseat(member);
    seat(member, table, interest, place);
  }

  /** Lets a member hear of all tables that its request includes. */
  void seatInSchema(Member member) {
    schemaMembers.add(member);
    unsettle();
  }

  /** Tables are found anew when they change next: the viewer is another. */
  void reseatInSchema(Member member) {
    unseat(member);
    seatInSchema(member);
  }

  private void unsettle() {
    unsettled.incrementAndGet();
  }

  /**
   * Changes when somebody comes for whom {@link #unbound} may have another answer. Any thread may
   * ask.
   */
  long unsettled() {
    return unsettled.get();
  }

  /**
   * A table's audiences under its present shape; null where nobody cares.
   *
   * @param prepared what is known already of those who are not bound under it
   */
  @Nullable TableAudiences table(TableShape shape, Rebindings prepared) {
    schemaMembers.take(shape).forEach(member -> consider(member, shape, prepared));
    TableAudiences table = tables.get(shape.oid());
    if (table != null && isDescribedOtherwise(table, shape)) {
      describe(table, shape, upToDate(prepared));
    } else if (table != null && !table.strangers().isEmpty()) {
      List<Audience> strangers = List.copyOf(table.strangers());
      strangers.forEach(table::remove);
      bind(table, strangers, upToDate(prepared));
    }
    return tables.get(shape.oid());
  }

  private Rebindings upToDate(Rebindings prepared) {
    return prepared.count(reconsiderations) ? prepared : rebindings();
  }

  @SuppressWarnings("ReferenceEquality") // one instance serves until the table is described anew
  private static boolean isDescribedOtherwise(TableAudiences table, TableShape shape) {
    return table.table().shape() != shape;
  }

  /** Who has to be bound before a row of that shape is told to anybody. */
  Bindings unbound(TableShape shape, boolean anew) {
    TableAudiences table = tables.get(shape.oid());
    return new Bindings(
        table == null ? null : table.table(),
        table == null ? List.of() : unbound(table, shape, anew),
        schemaMembers.interests(shape, anew));
  }

  private static List<Former> unbound(TableAudiences table, TableShape shape, boolean anew) {
    boolean all = anew || isDescribedOtherwise(table, shape);
    return (all ? table.all() : table.strangers())
        .stream().map(audience -> new Former(audience.interest(), audience.binding())).toList();
  }

  /** Who is to be bound anew when everybody is looked at anew. */
  IdentityHashMap<TableShape, Bindings> allBindings() {
    IdentityHashMap<TableShape, Bindings> all = new IdentityHashMap<>();
    for (TableAudiences table : tables.values()) {
      all.put(
          table.table().shape(),
          new Bindings(
              table.table(),
              table.all().stream().map(audience -> new Former(audience.interest(), null)).toList(),
              List.of()));
    }
    return all;
  }

  /** What bindings are prepared in. */
  Rebindings rebindings() {
    return new Rebindings(binder, reconsiderations);
  }

  /** A table is described: its policies and grants may differ from here on. */
  void described(TableShape shape, Rebindings prepared) {
    boolean ready = prepared.knows(shape) && prepared.count(reconsiderations);
    if (!ready) {
      binder.forget(shape);
    }
    redefinitions.merge(shape.oid(), 1L, Long::sum);
    schemaMembers.forget(shape.oid());
    TableAudiences table = tables.get(shape.oid());
    if (table != null) {
      describe(table, shape, ready ? prepared : rebindings());
    }
  }

  /** What is subscribed to, each table by the name that was meant. */
  Set<NamedTable> named() {
    Set<NamedTable> named = new HashSet<>();
    tables.forEach(
        (oid, table) ->
            table.all().forEach(some -> named.add(new NamedTable(oid, some.interest().table()))));
    return named;
  }

  /** The name means another table by now, or none; or nothing of the table is read any more. */
  void astray(NamedTable gone) {
    TableAudiences table = tables.get(gone.oid());
    if (table != null) {
      binder.forget(table.table().shape());
      table.all().stream()
          .filter(audience -> audience.interest().table().equals(gone.name()))
          .forEach(this::findAnew);
    }
  }

  /** Subscriptions are to names: whoever sits there looks where the name leads now. */
  private void findAnew(Audience audience) {
    int oid = audience.binding().shape().oid();
    for (Seat seat : List.copyOf(audience.seats())) {
      Member member = seat.member();
      unseat(seat);
      member.seats().remove(seat);
      if (member.request().severalTables()) {
        schemaMembers.forget(oid, member);
      } else {
        newcomers.take(member);
        finder.accept(member);
      }
    }
    unsettle();
  }

  /** Everybody is looked at anew: roles, memberships, functions or types may differ. */
  void bindAll(Rebindings prepared) {
    Rebindings ready = upToDate(prepared);
    reconsiderations++;
    for (TableAudiences table : List.copyOf(tables.values())) {
      describe(table, table.table().shape(), ready);
    }
    schemaMembers.forgetAll();
    unsettle();
  }

  /** Who means another table than the one of that name is not of its audience. */
  private void describe(TableAudiences table, TableShape shape, Rebindings prepared) {
    List<Audience> audiences = new ArrayList<>(table.all());
    table.describe(table.table().withShape(shape));
    bind(table, audiences, prepared);
    table.all().stream()
        .filter(audience -> !audience.interest().table().equals(shape.name()))
        .forEach(this::findAnew);
  }

  /** Puts audiences, which are taken out, back under the table's description. */
  private void bind(TableAudiences table, List<Audience> audiences, Rebindings prepared) {
    Map<Audience, ApiError> refused = new LinkedHashMap<>();
    for (Audience audience : audiences) {
      try {
        audience.bind(prepared.bind(table.table(), audience.interest()));
        table.add(audience);
      } catch (ApiException e) {
        refused.put(audience, e.error());
      } catch (RuntimeException | Error bug) {
        observer.observe(new Observation.Failure(Component.WEBSOCKET, "a subscription", bug));
        refused.put(audience, new LimitError.Internal());
      }
    }
    // Not before everybody else is back: the last one to leave takes the table along.
    refused.forEach(this::stop);
    if (table.isEmpty()) {
      tables.remove(table.table().shape().oid(), table);
    }
  }

  /** Nothing of a table is read any more. */
  void unwatched(int oid) {
    TableAudiences table = tables.get(oid);
    if (table != null) {
      binder.forget(table.table().shape());
      String name = table.table().shape().name().toString();
      table.all().forEach(audience -> stop(audience, new RealtimeError.NotWatched(name)));
    }
  }

  private void stop(Audience audience, ApiError error) {
    audience.stop();
    for (Seat seat : List.copyOf(audience.seats())) {
      Member member = seat.member();
      if (member.request().severalTables()) {
        audience.remove(seat);
        member.seats().remove(seat);
      } else {
        leave(member);
        member.listener().stopped(error);
      }
    }
  }

  /**
   * Who may not see a table hears nothing of it, and of the others all the same. A filter that the
   * table has no columns for is the client's mistake, and ends the subscription; so does a database
   * that cannot be asked, since nobody could tell what was missed meanwhile.
   */
  private void consider(Member member, TableShape shape, Rebindings prepared) {
    Interest interest = Interest.of(member.request(), member.viewer(), shape.name());
    try {
      Rebindings.Found found = upToDate(prepared).find(shape, interest);
      seat(member, found.table(), interest, new Place(found.binding(), null));
    } catch (ApiException refused) {
      boolean mistaken = interest.filter() != null && refused.error().status() == BAD_REQUEST;
      if (mistaken || refused.error() instanceof UnavailableError) {
        leave(member);
        member.listener().stopped(refused.error());
      }
    }
  }

  /** A table's audiences as they are; null where there are none. */
  @Nullable TableAudiences audiences(int oid) {
    return tables.get(oid);
  }

  /** All tables that somebody cares for. */
  List<TableAudiences> all() {
    return List.copyOf(tables.values());
  }
}
