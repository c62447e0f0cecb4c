package dev.pgext.realtime.visibility;

import dev.pgext.exec.ConnectionPool;
import dev.pgext.pg.QualifiedName;
import dev.pgext.realtime.cdc.TableShape;
import dev.pgext.realtime.cdc.TableShape.Column;
import dev.pgext.realtime.cdc.TableShape.ReplicaIdentity;
import dev.pgext.realtime.row.RowRule;
import dev.pgext.realtime.visibility.SqlTokens.UnreadableException;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Decides by the policies and grants of the database itself, which is asked once for each table,
 * generation and role, and once more for each viewer whose claims matter. Thread-safe; blocks.
 *
 * <p>The pool's login role needs to be a member of the roles it switches to, and nothing else.
 *
 * @see <a href="https://www.postgresql.org/docs/current/ddl-rowsecurity.html">PostgreSQL: row
 *     security policies</a>
 */
public final class PolicyVisibility implements Visibility {
  private static final int ROLES_KEPT = 10_000;
  private static final int VIEWERS_KEPT = 200_000;

  private final Supplier<ViewerSettings> settings;
  private final FactsLoader loader;
  private final ValueLoader values;
  private final BatchDecider decider;
  private final Remembered<RoleKey, RoleRule> roles = new Remembered<>(ROLES_KEPT);
  private final Remembered<ViewerKey, Access> viewers = new Remembered<>(VIEWERS_KEPT);

  /** Rises when something is forgotten, so that what was being loaded then is not kept either. */
  private final AtomicLong epoch = new AtomicLong();

  private final Fingerprint fingerprint;
  private final AtomicReference<String> heeded = new AtomicReference<>("");
  private final ConcurrentMap<Integer, Long> tableEpochs = new ConcurrentHashMap<>();

  /**
   * @param pool connections that nobody else switches roles on between a batch's statements
   * @param settings what viewers' transactions have besides role and claims, asked at each use
   */
  public PolicyVisibility(ConnectionPool pool, Supplier<ViewerSettings> settings) {
    this.settings = settings;
    this.loader = new FactsLoader(pool);
    this.values = new ValueLoader(pool);
    this.fingerprint = new Fingerprint(pool);
    this.decider = new BatchDecider(pool, settings, this::roleRule);
  }

  private record RoleKey(TableShape table, String role, long epoch, long tableEpoch) {}

  private record ViewerKey(RoleKey role, String claims) {}

  /** What an access is made of, but for the viewer and what the viewer's claims lead to. */
  private record Grounds(
      QualifiedName name,
      ReplicaIdentity identity,
      List<Column> columns,
      TableFacts facts,
      ViewerSettings settings) {}

  @Override
  public Access access(TableShape table, Viewer viewer, @Nullable Access earlier) {
    RoleKey role = key(table, viewer.role());
    // Not remembered: what the claims led to then may be what is being forgotten right now.
    return earlier != null && earlier.grounds().equals(grounds(roleRule(role), settings.get()))
        ? earlier
        : access(role, viewer);
  }

  private Access access(RoleKey role, Viewer viewer) {
    return viewers.get(
        new ViewerKey(role, viewer.claims()), () -> made(roleRule(role), viewer, settings.get()));
  }

  /** Where the viewer's values could not be had, they are asked for again the next time. */
  private Access made(RoleRule role, Viewer viewer, ViewerSettings current) {
    RowRule rule = rule(role, viewer, current);
    boolean withoutValues = role.parsed() != null && rule.equals(role.fallback());
    return role.access(rule, withoutValues ? new Object() : grounds(role, current));
  }

  private static Grounds grounds(RoleRule role, ViewerSettings current) {
    TableShape table = role.table();
    return new Grounds(table.name(), table.identity(), table.columns(), role.facts(), current);
  }

  private RoleKey key(TableShape table, String role) {
    return new RoleKey(table, role, epoch.get(), tableEpochs.getOrDefault(table.oid(), 0L));
  }

  /** Decided here, if the viewer's values can be had and compared. */
  private RowRule rule(RoleRule rule, Viewer viewer, ViewerSettings current) {
    PolicyParser.Parsed parsed = rule.parsed();
    if (parsed == null) {
      return rule.fallback();
    }
    try {
      return values
          .load(current, viewer, parsed.parameters())
          .map(found -> ConditionBinder.bind(parsed.condition(), found).rule())
          .orElse(rule.fallback());
    } catch (UnreadableException notComparable) {
      return rule.fallback();
    }
  }

  private RoleRule roleRule(TableShape table, Viewer viewer) {
    return roleRule(key(table, viewer.role()));
  }

  private RoleRule roleRule(RoleKey key) {
    TableShape table = key.table();
    return roles.get(
        key,
        () ->
            loader
                .load(settings.get(), table, key.role())
                .map(facts -> RoleRule.of(table, facts))
                .orElseGet(() -> RoleRule.gone(table)));
  }

  /**
   * Looks whether something that access depends on has changed without the stream telling:
   * memberships, roles, functions, the use of schemas. If so, everything is forgotten, and whoever
   * keeps an {@link Access} asks for it again. One cheap query, to be asked every few seconds.
   *
   * @param heeding asks again; if it fails, the change is found the next time as well
   * @return whether something had changed
   * @throws dev.pgext.error.ApiException where the database cannot be asked
   */
  public boolean forgetIfChanged(Runnable heeding) {
    String now = fingerprint.read();
    if (now.equals(heeded.get())) {
      return false;
    }
    forgetAll();
    heeding.run();
    heeded.set(now);
    return true;
  }

  @Override
  public List<Decision> decide(List<Question> questions) {
    return decider.decide(questions);
  }

  @Override
  public void forget(int tableOid) {
    tableEpochs.merge(tableOid, 1L, Long::sum);
    roles.forget(key -> key.table().oid() == tableOid);
    viewers.forget(key -> key.role().table().oid() == tableOid);
  }

  @Override
  public void forgetAll() {
    epoch.incrementAndGet();
    roles.forget(key -> true);
    viewers.forget(key -> true);
  }
}
