package dev.pgext.realtime.hub;

import dev.pgext.pg.QualifiedName;
import dev.pgext.realtime.cdc.Change.Operation;
import dev.pgext.realtime.hub.SubscriptionRequest.Transitions;
import dev.pgext.realtime.visibility.Viewer;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a subscription to one table depends on. Those with equal interests are one {@link Audience}:
 * decided once, written once.
 */
record Interest(
    Viewer viewer,
    QualifiedName table,
    Set<Operation> events,
    @Nullable String filter,
    List<String> select,
    Transitions transitions,
    boolean marks,
    EventEncoder encoder) {

  static Interest of(SubscriptionRequest request, Viewer viewer, QualifiedName table) {
    return new Interest(
        viewer,
        table,
        request.events(),
        request.filter(),
        request.select(),
        request.transitions(),
        request.marks(),
        request.encoder());
  }
}
