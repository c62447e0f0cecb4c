package dev.pgext.realtime.hub;

import dev.pgext.realtime.cdc.Change;
import dev.pgext.realtime.cdc.Cursor;
import dev.pgext.realtime.cdc.TableShape;
import dev.pgext.realtime.cdc.Transaction;
import dev.pgext.realtime.log.LogEntry;
import dev.pgext.realtime.log.LogEntry.Committed;
import dev.pgext.realtime.log.LogEntry.Discontinued;
import dev.pgext.realtime.message.DatabaseMessage;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What each entry of the log does. Guarded by the hub's boundary. */
final class Dispatch {
  private static final String TOO_LARGE =
      "A transaction that changed the table was larger than realtime-max-transaction";
  static final String UNGATED = "The table was gated";
  private static final String BROKEN = "A transaction could not be told";

  private final HubServices services;
  private final Seating seating;
  private final Delivering delivering;
  private final Gates gates;
  private Rebindings rebindings;

  Dispatch(HubServices services, Seating seating, Delivering delivering, Gates gates) {
    this.gates = gates;
    this.services = services;
    this.seating = seating;
    this.delivering = delivering;
    this.rebindings = seating.rebindings();
  }

  /**
   * Does what an entry says.
   *
   * @param prepared for the tables that it describes anew
   */
  void entry(LogEntry entry, Rebindings prepared) {
    rebindings = prepared;
    switch (entry) {
      case Committed committed -> transaction(committed.epoch(), committed.transaction());
      case Discontinued discontinued -> discontinued(discontinued);
    }
  }

  private void transaction(long epoch, Transaction transaction) {
    Passing passing = Passing.of(epoch, transaction);
    for (Change change : transaction.changes()) {
      change(change, passing);
    }
    for (TableShape shape : transaction.skipped()) {
      resync(shape.oid(), passing, TOO_LARGE);
    }
    delivering.end(passing);
  }

  private void change(Change change, Passing passing) {
    switch (change) {
      case Change.Row row -> row(row, passing);
      case Change.Truncate truncate -> {
        TableAudiences table = deliverable(truncate.table(), passing.at(truncate));
        if (table != null) {
          delivering.truncated(table, truncate, passing);
        }
      }
      case Change.Message message -> message(message, passing);
      case Change.Described described -> seating.described(described.table(), rebindings);
    }
  }

  private void row(Change.Row row, Passing passing) {
    services.traffic().changes.increment();
    TableAudiences table = deliverable(row.table(), passing.at(row));
    if (table != null) {
      delivering.row(table, row, passing);
    }
  }

  private @Nullable TableAudiences deliverable(TableShape shape, Cursor at) {
    return gates.gated(shape.oid(), at) ? null : seating.table(shape, rebindings);
  }

  private void message(Change.Message message, Passing passing) {
    Optional<DatabaseMessage> read = services.messages().read(message, passing.xid());
    if (read.isEmpty()) {
      return;
    }
    switch (read.get()) {
      case DatabaseMessage.Broadcast broadcast ->
          services.listener().broadcast(broadcast, passing.at(message), passing.committedAt());
      case DatabaseMessage.Gated gate ->
          gates.gate(gate.oid(), passing.at(message), services.log().start());
      case DatabaseMessage.Ungated ungate -> {
        gates.ungate(ungate.oid(), passing.at(message), services.log().start());
        resync(ungate.oid(), passing, UNGATED);
      }
      case DatabaseMessage.Watched watched -> {}
      case DatabaseMessage.Unwatched unwatched -> seating.unwatched(unwatched.oid());
    }
  }

  private void resync(int oid, Passing passing, String reason) {
    TableAudiences table = seating.audiences(oid);
    if (table != null) {
      delivering.resync(table, passing, reason);
    }
  }

  /** Nothing connects what was sent with what follows. */
  private void discontinued(Discontinued entry) {
    resyncAll(Passing.of(entry, services.log().start()), entry.reason());
  }

  /** An entry was not delivered to its end: whoever may have missed something is told so. */
  void broken(LogEntry entry) {
    delivering.abandon();
    switch (entry) {
      case Committed committed ->
          resyncAll(Passing.of(committed.epoch(), committed.transaction()), BROKEN);
      case Discontinued discontinued -> discontinued(discontinued);
    }
  }

  private void resyncAll(Passing passing, String reason) {
    for (TableAudiences table : seating.all()) {
      delivering.resync(table, passing, reason);
    }
  }
}
