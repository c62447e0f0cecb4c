package dev.pgext.request.combinator;

import dev.pgext.request.combinator.Reply.Failure;
import dev.pgext.request.combinator.Reply.Success;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Reads a value from a text at an offset.
 *
 * <p>The combinators follow Parsec's rules: an alternative is tried only while nothing was
 * consumed, {@link #attempt} takes consumption back, {@link #label} renames what was expected
 * unless something was consumed, and faults at the same offset are joined.
 */
@FunctionalInterface
public interface Parser<T> {

  Reply<T> parse(Source source, int offset);

  /** Reads nothing. */
  static <T> Parser<T> succeed(T value) {
    return (source, offset) -> new Success<>(value, offset, false, Fault.UNKNOWN);
  }

  /** The first of these that does not fail without consuming input. */
  static <T> Parser<T> choice(List<Parser<T>> parsers) {
    return parsers.stream().reduce(Parser::or).orElseThrow();
  }

  /** A parser that is defined further down, one level deeper in the text. */
  static <T> Parser<T> nested(Supplier<Parser<T>> parser) {
    return (source, offset) -> source.descend(parser.get(), offset);
  }

  /** Succeeds, without a value of interest, where {@code parser} fails; consumes nothing. */
  static Parser<Integer> notFollowedBy(Parser<Integer> parser) {
    return (source, offset) ->
        switch (parser.parse(source, offset)) {
          case Success<Integer> seen ->
              Failure.of(
                  false,
                  seen.fault().merge(source.refused(seen.offset(), seen.value(), List.of())));
          case Failure<Integer> failure ->
              new Success<>(Source.END, offset, false, failure.fault());
        };
  }

  default <U> Parser<U> map(Function<? super T, ? extends U> function) {
    return (source, offset) ->
        switch (parse(source, offset)) {
          case Success<T> success -> success.<U>with(function.apply(success.value()));
          case Failure<T> failure -> failure.retyped();
        };
  }

  /** A fixed value in place of what was read. */
  default <U> Parser<U> as(U value) {
    return map(read -> value);
  }

  /** This, then {@code next}, and what both make together. */
  default <U, R> Parser<R> and(Parser<U> next, BiFunction<? super T, ? super U, ? extends R> join) {
    return (source, offset) ->
        switch (parse(source, offset)) {
          case Failure<T> failure -> failure.retyped();
          case Success<T> first ->
              switch (next.parse(source, first.offset()).after(first)) {
                case Failure<U> failure -> failure.retyped();
                case Success<U> second -> second.<R>with(join.apply(first.value(), second.value()));
              };
        };
  }

  /** This, then {@code next}, whose value counts. */
  default <U> Parser<U> then(Parser<U> next) {
    return and(next, (first, second) -> second);
  }

  /** This, whose value counts, then {@code next}. */
  default <U> Parser<T> skip(Parser<U> next) {
    return and(next, (first, second) -> first);
  }

  /** This, or {@code other} if this fails without consuming anything. */
  default Parser<T> or(Parser<T> other) {
    return (source, offset) -> {
      Reply<T> first = parse(source, offset);
      if (first instanceof Success<T> || first.consumed()) {
        return first;
      }
      Reply<T> second = other.parse(source, offset);
      return second.consumed() ? second : second.with(false, first.fault().merge(second.fault()));
    };
  }

  /** This, or nothing. */
  default Parser<Optional<T>> optional() {
    return map(Optional::of).or(succeed(Optional.empty()));
  }

  /** Names what is expected here, unless this consumes something. */
  default Parser<T> label(String label) {
    List<String> labels = List.of(label);
    return (source, offset) -> {
      Reply<T> reply = parse(source, offset);
      boolean silent = reply instanceof Success<T> && reply.fault().unknown();
      return silent || reply.consumed() || !source.explaining()
          ? reply
          : reply.with(false, reply.fault().expecting(labels));
    };
  }

  /** A failure of this consumes nothing. */
  default Parser<T> attempt() {
    return (source, offset) -> {
      Reply<T> reply = parse(source, offset);
      return reply instanceof Failure<T> ? reply.with(false, reply.fault()) : reply;
    };
  }

  /** A success of this consumes nothing. */
  default Parser<T> lookAhead() {
    return (source, offset) -> {
      Reply<T> reply = parse(source, offset);
      return reply instanceof Success<T> success
          ? new Success<>(success.value(), offset, false, Fault.UNKNOWN)
          : reply;
    };
  }

  /** The same, for a parser that alternatives try again at the same offset. */
  default Parser<T> remembered() {
    return (source, offset) -> source.remembered(this, offset);
  }

  /** Fails, without saying why, for values that {@code test} does not hold for. */
  default Parser<T> filter(Predicate<? super T> test) {
    return (source, offset) -> {
      Reply<T> reply = parse(source, offset);
      return reply instanceof Success<T> success && !test.test(success.value())
          ? Failure.of(success.consumed(), success.fault())
          : reply;
    };
  }

  /** As often as possible; this must consume something whenever it succeeds. */
  default Parser<List<T>> many() {
    return (source, offset) -> {
      List<T> values = new ArrayList<>();
      int end = offset;
      Reply<T> reply = parse(source, end);
      while (reply instanceof Success<T> success) {
        values.add(success.value());
        end = success.offset();
        reply = parse(source, end);
      }
      return reply.consumed()
          ? Failure.of(true, reply.fault())
          : new Success<>(values, end, end > offset, reply.fault());
    };
  }

  /** One or more, with {@code separator} between them. */
  default <U> Parser<List<T>> separatedBy1(Parser<U> separator) {
    return and(
        separator.then(this).many(),
        (first, others) -> {
          List<T> all = new ArrayList<>(others.size() + 1);
          all.add(first);
          all.addAll(others);
          return all;
        });
  }

  /** None or more, with {@code separator} between them. */
  default <U> Parser<List<T>> separatedBy(Parser<U> separator) {
    return separatedBy1(separator).or(succeed(List.of()));
  }
}
