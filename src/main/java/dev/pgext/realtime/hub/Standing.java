package dev.pgext.realtime.hub;

import dev.pgext.error.ApiError;
import dev.pgext.realtime.cdc.Tuple;
import dev.pgext.realtime.row.RowRule;
import dev.pgext.realtime.visibility.Decision;
import dev.pgext.realtime.visibility.Question;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How one image of a row stands to one binding: may it be seen, and does it meet the filter. What
 * is not known here becomes questions. Confined to one thread at a time.
 */
final class Standing {
  private final Binding binding;
  private final Tuple image;
  private Truth visible;
  private Truth meets;

  private enum Truth {
    YES,
    NO,
    ASK
  }

  /**
   * @param whole whether the image has every column; one that has not is seen only where its key
   *     decides
   */
  Standing(Binding binding, Tuple image, boolean whole) {
    this.binding = binding;
    this.image = image;
    RowRule policy = binding.access().rule();
    boolean decidable = whole || binding.access().keyDecides() || policy instanceof RowRule.All;
    this.visible = binding.access().denied() || !decidable ? Truth.NO : truth(policy, image);
    this.meets = visible == Truth.NO ? Truth.NO : truth(binding.filter().rule(), image);
  }

  private static Truth truth(RowRule rule, Tuple image) {
    return switch (rule) {
      case RowRule.All all -> Truth.YES;
      case RowRule.None none -> Truth.NO;
      case RowRule.InMemory here -> here.predicate().test(image) ? Truth.YES : Truth.NO;
      case RowRule.Sql sql -> sql.necessary().predicate().test(image) ? Truth.ASK : Truth.NO;
    };
  }

  private Standing(Standing other, Tuple image) {
    this.binding = other.binding;
    this.image = image;
    this.visible = other.visible;
    this.meets = other.meets;
  }

  /** The same of an image that has more values. */
  Standing withImage(Tuple whole) {
    return new Standing(this, whole);
  }

  Tuple image() {
    return image;
  }

  /** Whether it may be seen, and nothing is open. */
  boolean visible() {
    return visible == Truth.YES;
  }

  /** Whether it may be seen and meets the filter. */
  boolean holds() {
    return visible == Truth.YES && meets == Truth.YES;
  }

  boolean open() {
    return visible == Truth.ASK || (visible == Truth.YES && meets == Truth.ASK);
  }

  void ask(Interest interest, List<Question> questions) {
    if (visible == Truth.ASK) {
      questions.add(question(interest, binding.access().rule()));
    }
    if (visible != Truth.NO && meets == Truth.ASK) {
      questions.add(question(interest, binding.filter().rule()));
    }
  }

  private Question question(Interest interest, RowRule rule) {
    return new Question(binding.shape(), image, interest.viewer(), (RowRule.Sql) rule);
  }

  /**
   * Takes the answers to its questions.
   *
   * @return the error that ends the subscription; a filter's counts only for a row that is seen,
   *     for it would tell of one that is not
   */
  @Nullable ApiError answer(Iterator<Decision> answers) {
    boolean filterAsked = visible != Truth.NO && meets == Truth.ASK;
    if (visible == Truth.ASK) {
      Decision decision = answers.next();
      visible = truth(decision);
      if (decision instanceof Decision.Failed failed) {
        skip(answers, filterAsked);
        return failed.error();
      }
    }
    if (!filterAsked) {
      return null;
    }
    Decision decision = answers.next();
    meets = truth(decision);
    return visible == Truth.YES && decision instanceof Decision.Failed failed
        ? failed.error()
        : null;
  }

  private static void skip(Iterator<Decision> answers, boolean one) {
    if (one) {
      answers.next();
    }
  }

  private static Truth truth(Decision decision) {
    return decision instanceof Decision.Visible ? Truth.YES : Truth.NO;
  }
}
