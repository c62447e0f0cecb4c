package dev.pgext.catalog;

import dev.pgext.catalog.Routine.Parameter;
import java.util.Comparator;
import java.util.List;

/** The order of overloads, which decides which one a message names: as PostgREST's records sort. */
final class RoutineOrder {
  private static final Comparator<List<Parameter>> PARAMETERS =
      NameOrder.lists(
          Comparator.comparing(Parameter::name)
              .thenComparing(Parameter::type)
              .thenComparing(Parameter::callType)
              .thenComparing(Parameter::required)
              .thenComparing(Parameter::variadic));

  private static final Comparator<Routine.Result> RESULTS =
      Comparator.comparing(Routine.Result::setOf)
          .thenComparing(Routine.Result::composite)
          .thenComparing(Routine.Result::type, NameOrder.NAMES);

  /** Of routines with one name. */
  static final Comparator<Routine> OVERLOADS =
      Comparator.comparingInt((Routine routine) -> routine.parameters().size())
          .thenComparing(
              Routine::description, Comparator.nullsFirst(Comparator.<String>naturalOrder()))
          .thenComparing(Routine::parameters, PARAMETERS)
          .thenComparing(Routine::result, RESULTS)
          .thenComparing(Routine::volatility)
          .thenComparing(Routine::variadic);

  private RoutineOrder() {}
}
