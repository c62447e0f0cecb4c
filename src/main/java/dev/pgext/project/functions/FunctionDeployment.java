package dev.pgext.project.functions;

import dev.pgext.migrate.MigrationEvent;
import dev.pgext.migrate.MigrationException;
import dev.pgext.migrate.Session;
import dev.pgext.project.functions.FileRun.Bodies;
import dev.pgext.project.functions.Functions.Pruning;
import dev.pgext.project.functions.FunctionsPlan.Due;
import dev.pgext.project.functions.FunctionsPlan.Gone;
import dev.pgext.project.functions.FunctionsPlan.Scope;
import dev.pgext.project.functions.LiveObjects.Made;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Brings a set of files into a database, within a transaction that its caller begins and ends. The
 * files' order is found by trying: one that lacks something waits for the others, and those that
 * need each other are made without a look into their bodies first. One deployment each.
 */
public final class FunctionDeployment {
  private static final Set<String> MAY_COME =
      Set.of("42883", "42P01", "42704", "42703", "3F000", "42725");

  private final Session session;
  private final Consumer<MigrationEvent> listener;
  private final Stale stale;

  /** On a session that has the lock of migrations, and a transaction. */
  public FunctionDeployment(Session session, Consumer<MigrationEvent> listener) {
    this.session = session;
    this.listener = listener;
    this.stale = new Stale(session);
  }

  /**
   * Applies what differs. Settings of the transaction are reset on the way.
   *
   * @throws MigrationException with the place of the failure; the transaction is of no use then
   */
  public FunctionsReport apply(FunctionSet set, Scope scope, Pruning pruning) throws SQLException {
    Ledger ledger = new Ledger(session);
    ledger.create();
    Map<String, List<Ledger.Entry>> former = ledger.entries();
    FunctionsPlan plan = FunctionsPlan.of(set, ledger.hashes(), former, scope);
    Set<String> replaced = new HashSet<>();
    plan.due().forEach(due -> replaced.add(due.file().path()));
    plan.gone().forEach(gone -> replaced.add(gone.path()));
    Account account = new Account(former, replaced);
    applyAll(plan.due().stream().map(Due::file).toList(), account);
    if (pruning == Pruning.DROP) {
      plan.gone().forEach(gone -> gone.objects().forEach(one -> stale.later(one, gone.path())));
    }
    stale.finish(account);
    return keep(ledger, plan, account, pruning);
  }

  private void applyAll(List<FunctionFile> files, Account account) throws SQLException {
    Map<String, MigrationException> failures = new LinkedHashMap<>();
    LiveObjects live = new LiveObjects(session);
    List<FunctionFile> first = passes(files, Bodies.CHECKED, live, account, failures);
    if (first.isEmpty()) {
      return;
    }
    List<FunctionFile> second = passes(first, Bodies.UNCHECKED, live, account, new HashMap<>());
    if (!second.isEmpty()) {
      throw failures.get(second.get(0).path());
    }
    for (FunctionFile file : first) {
      run(file, Bodies.CHECKED, live, account);
    }
  }

  /** Applies files until none of the rest can be; the rest. */
  private List<FunctionFile> passes(
      List<FunctionFile> files,
      Bodies bodies,
      LiveObjects live,
      Account account,
      Map<String, MigrationException> failures)
      throws SQLException {
    List<FunctionFile> pending = files;
    int before;
    do {
      before = pending.size();
      List<FunctionFile> rest = new ArrayList<>(pending);
      for (FunctionFile file : pending) {
        try {
          run(file, bodies, live, account);
          rest.remove(file);
          dropStale(file, rest, account);
        } catch (MigrationException failure) {
          if (!MAY_COME.contains(FileRun.state(failure))) {
            throw failure;
          }
          failures.put(file.path(), failure);
        }
      }
      pending = rest;
    } while (!pending.isEmpty() && pending.size() < before);
    return pending;
  }

  private void run(FunctionFile file, Bodies bodies, LiveObjects live, Account account)
      throws SQLException {
    List<Made> made = new FileRun(session, live, account, file, listener).run(bodies);
    account.add(file.path(), made);
  }

  /** What another file is about to make stays: what depends on it need not go, then. */
  private void dropStale(FunctionFile file, List<FunctionFile> rest, Account account)
      throws SQLException {
    List<DatabaseObject> objects = account.stale(file.path());
    if (objects.isEmpty()) {
      return;
    }
    Set<String> coming =
        rest.stream().flatMap(other -> other.names().stream()).collect(Collectors.toSet());
    for (DatabaseObject object : objects) {
      if (coming.contains(object.name())) {
        stale.later(object, file.path());
      } else {
        stale.now(object, file.path());
      }
    }
  }

  private FunctionsReport keep(Ledger ledger, FunctionsPlan plan, Account account, Pruning pruning)
      throws SQLException {
    Map<String, List<DatabaseObject>> made = new LinkedHashMap<>();
    for (Due due : plan.due()) {
      List<DatabaseObject> objects = account.madeBy(due.file().path());
      ledger.keep(due.file(), objects);
      made.put(due.file().path(), objects);
    }
    List<Gone> left = new ArrayList<>();
    for (Gone gone : plan.gone()) {
      List<DatabaseObject> own =
          gone.objects().stream().filter(object -> !account.made(object)).toList();
      if (pruning == Pruning.DROP || own.isEmpty()) {
        ledger.forget(gone.path());
      } else {
        left.add(new Gone(gone.path(), own));
      }
    }
    return new FunctionsReport(plan, made, stale.dropped(), left);
  }
}
