package dev.pgext.realtime.row;

import java.util.ArrayList;
import java.util.List;

/**
 * A condition that is decided here.
 *
 * @param anyOf an image that meets it has one of these values; empty where no such list is known
 */
record Compiled(Truth.Of truth, List<Equality> anyOf) {
  /** Holds for every image. */
  static final Compiled ANYTHING = of(image -> Truth.TRUE);

  Compiled {
    anyOf = List.copyOf(anyOf);
  }

  static Compiled of(Truth.Of truth) {
    return new Compiled(truth, List.of());
  }

  Compiled withoutIndex() {
    return of(truth);
  }

  Compiled not() {
    return of(image -> truth.of(image).not());
  }

  /** All of them; the shortest list of values is the best index. */
  static Compiled all(List<Compiled> members) {
    List<Equality> best = List.of();
    for (Compiled member : members) {
      int size = member.anyOf.size();
      best = size > 0 && (best.isEmpty() || size < best.size()) ? member.anyOf : best;
    }
    return new Compiled(
        image -> {
          Truth all = Truth.TRUE;
          for (Compiled member : members) {
            all = all.and(member.truth.of(image));
          }
          return all;
        },
        best);
  }

  /** Any of them; there is an index only if each has one. */
  static Compiled any(List<Compiled> members) {
    List<Equality> values = new ArrayList<>();
    members.forEach(member -> values.addAll(member.anyOf));
    boolean indexed = members.stream().noneMatch(member -> member.anyOf.isEmpty());
    return new Compiled(
        image -> {
          Truth any = Truth.FALSE;
          for (Compiled member : members) {
            any = any.or(member.truth.of(image));
          }
          return any;
        },
        indexed ? values : List.of());
  }
}
