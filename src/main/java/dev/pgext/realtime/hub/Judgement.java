package dev.pgext.realtime.hub;

import dev.pgext.error.ApiError;
import dev.pgext.realtime.cdc.Change;
import dev.pgext.realtime.cdc.Change.Operation;
import dev.pgext.realtime.cdc.Tuple;
import dev.pgext.realtime.hub.SubscriptionRequest.Transitions;
import dev.pgext.realtime.row.ExoticJson;
import dev.pgext.realtime.visibility.Decision;
import dev.pgext.realtime.visibility.Question;
import dev.pgext.realtime.visibility.Viewer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one change of a row is to one audience: an event, or nothing. What only PostgreSQL can say
 * is asked in between. Confined to one thread at a time.
 */
final class Judgement {
  private final Interest interest;
  private final Binding binding;
  private final Change.Row change;
  private final Passing transaction;
  private final @Nullable Standing before;
  private @Nullable Standing after;

  Judgement(Interest interest, Binding binding, Change.Row change, Passing transaction) {
    this.interest = interest;
    this.binding = binding;
    this.change = change;
    this.transaction = transaction;
    Tuple old = change.before();
    Tuple fresh = change.after();
    this.before =
        old == null ? null : new Standing(binding, binding.known(old), binding.oldRowsAreWhole());
    this.after = fresh == null ? null : new Standing(binding, fresh, true);
  }

  Binding binding() {
    return binding;
  }

  Change.Row change() {
    return change;
  }

  Passing transaction() {
    return transaction;
  }

  Viewer viewer() {
    return interest.viewer();
  }

  /** Whether the database has to be asked before {@link #event}. */
  boolean open() {
    return questionsOpen() || (holds(after) && missesValues()) || (something() && printsByAsking());
  }

  private boolean questionsOpen() {
    return open(before) || open(after);
  }

  private static boolean open(@Nullable Standing standing) {
    return standing != null && standing.open();
  }

  private static boolean holds(@Nullable Standing standing) {
    return standing != null && standing.holds();
  }

  private static boolean visible(@Nullable Standing standing) {
    return standing != null && standing.visible();
  }

  private boolean something() {
    return operation() != null;
  }

  private boolean printsByAsking() {
    return binding.record().asks() || binding.key().asks();
  }

  /** Whether the new row lacks values that were not sent. */
  boolean missesValues() {
    return after != null && after.holds() && lacksValues(after.image());
  }

  private boolean lacksValues(Tuple image) {
    for (int column : binding.columns()) {
      if (image.isUnchanged(column)) {
        return true;
      }
    }
    return false;
  }

  /** The new row with the values that were not sent, where somebody found them. */
  void complete(Tuple whole) {
    Standing known = after;
    if (known != null) {
      after = known.withImage(whole);
    }
  }

  /** Adds what has to be asked. */
  void ask(List<Question> questions) {
    if (before != null) {
      before.ask(interest, questions);
    }
    if (after != null) {
      after.ask(interest, questions);
    }
  }

  /**
   * Takes the answers to its questions, in their order.
   *
   * @return the error that ends the subscription
   */
  @Nullable ApiError answer(Iterator<Decision> answers) {
    ApiError first = before == null ? null : before.answer(answers);
    ApiError second = after == null ? null : after.answer(answers);
    return first != null ? first : second;
  }

  /** What happened, as this audience sees it; null where that is nothing. */
  private @Nullable Operation operation() {
    Operation seen =
        switch (change.operation()) {
          case INSERT -> holds(after) ? Operation.INSERT : null;
          case DELETE -> holds(before) ? Operation.DELETE : null;
          case UPDATE ->
              interest.transitions() == Transitions.VIEW ? updateOfView() : updateAsWritten();
        };
    return seen != null && interest.events().contains(seen) ? seen : null;
  }

  private @Nullable Operation updateOfView() {
    if (holds(after)) {
      boolean appeared = before != null && binding.oldRowsAreWhole() && !before.holds();
      return appeared ? Operation.INSERT : Operation.UPDATE;
    }
    return holds(before) ? Operation.DELETE : null;
  }

  /** An UPDATE stays one as long as the row can be seen; the filter looks at the new row. */
  private @Nullable Operation updateAsWritten() {
    if (holds(after)) {
      return Operation.UPDATE;
    }
    return holds(before) && !visible(after) ? Operation.DELETE : null;
  }

  /**
   * The event; null where this audience hears of nothing.
   *
   * @throws dev.pgext.error.ApiException where a value cannot be printed
   */
  @Nullable RowEvent event() {
    Operation seen = operation();
    if (seen == null) {
      return null;
    }
    boolean hidden = seen == Operation.DELETE && change.operation() == Operation.UPDATE;
    Standing fresh = seen == Operation.DELETE ? null : after;
    Standing old = seen == Operation.INSERT || !visible(before) ? null : before;
    RowPrinter oldPrinter = hidden ? binding.key() : binding.record();
    ExoticJson prepared = prepare(fresh, old, oldPrinter);
    return new RowEvent(
        binding.shape(),
        seen,
        binding.columns(),
        fresh == null ? null : binding.record().print(fresh.image(), prepared),
        old == null ? null : oldPrinter.print(old.image(), prepared),
        fresh == null || !lacksValues(fresh.image())
            ? List.of()
            : binding.record().unchanged(fresh.image()),
        transaction.committedAt(),
        transaction.at(change));
  }

  private ExoticJson prepare(
      @Nullable Standing fresh, @Nullable Standing old, RowPrinter oldPrinter) {
    if (!printsByAsking()) {
      return ExoticJson.NONE;
    }
    List<Tuple> images = new ArrayList<>(2);
    if (fresh != null) {
      images.add(fresh.image());
    }
    if (old != null) {
      images.add(old.image());
    }
    RowPrinter printer = fresh == null ? oldPrinter : binding.record();
    return printer.prepare(images, interest.viewer().role());
  }
}
