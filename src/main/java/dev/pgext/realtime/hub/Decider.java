package dev.pgext.realtime.hub;

import dev.pgext.error.ApiError;
import dev.pgext.error.ApiException;
import dev.pgext.error.UnavailableError;
import dev.pgext.realtime.visibility.Decision;
import dev.pgext.realtime.visibility.Question;
import dev.pgext.realtime.visibility.Visibility;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Asks the database what judgements leave open: policies and filters that it alone can decide,
 * values that were not sent or that it alone can print. Blocks; while the database is away it
 * waits, for that is nobody's fault. Thread-safe.
 */
final class Decider {
  private static final long RETRY_MILLIS = 200;

  private final Visibility visibility;
  private final MissingValues missing;
  private final BooleanSupplier closed;
  private final Traffic traffic;

  Decider(Visibility visibility, MissingValues missing, BooleanSupplier closed, Traffic traffic) {
    this.visibility = visibility;
    this.missing = missing;
    this.closed = closed;
    this.traffic = traffic;
  }

  /**
   * Closes what is open, in one round trip for all policies and filters.
   *
   * @return for each judgement the error that ends its subscriptions, or null
   */
  List<@Nullable ApiError> decide(List<Judgement> judgements) throws InterruptedException {
    List<Question> questions = new ArrayList<>();
    judgements.forEach(judgement -> judgement.ask(questions));
    Iterator<Decision> answers = answers(questions).iterator();
    List<@Nullable ApiError> errors = new ArrayList<>(judgements.size());
    for (Judgement judgement : judgements) {
      errors.add(judgement.answer(answers));
    }
    for (Judgement judgement : judgements) {
      if (judgement.missesValues()) {
        missing.complete(judgement);
      }
    }
    return errors;
  }

  private List<Decision> answers(List<Question> questions) throws InterruptedException {
    if (questions.isEmpty()) {
      return List.of();
    }
    traffic.decidedBySql.add(questions.size());
    while (true) {
      try {
        return visibility.decide(questions);
      } catch (ApiException e) {
        if (!(e.error() instanceof UnavailableError) || closed.getAsBoolean()) {
          Decision failed = new Decision.Failed(e.error());
          return questions.stream().map(question -> failed).toList();
        }
        Thread.sleep(RETRY_MILLIS);
      }
    }
  }
}
