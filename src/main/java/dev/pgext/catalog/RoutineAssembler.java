package dev.pgext.catalog;

import dev.pgext.catalog.Routine.Parameter;
import dev.pgext.pg.QualifiedName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Makes routines of rows of {@code pg_proc}. */
final class RoutineAssembler {
  /** Types that would cut an argument at length 1, and the ones that take it whole. */
  private static final Map<String, String> UNCUT =
      Map.of(
          "bit", "bit varying",
          "bit[]", "bit varying[]",
          "character", "character varying",
          "character[]", "character varying[]");

  private static final QualifiedName TOKEN = new QualifiedName("pgext", "jwt");
  private static final String INPUT_MODES = "ibv";
  private static final String OUTPUT_MODES = "bot";

  private final Types types;
  private final Map<Integer, List<ColumnRow>> columns;

  RoutineAssembler(Types types, Map<Integer, List<ColumnRow>> columns) {
    this.types = types;
    this.columns = columns;
  }

  /** Overloads by name, the ones with fewer parameters first. */
  Map<QualifiedName, List<Routine>> routines(List<RoutineRow> rows) {
    Map<QualifiedName, List<Routine>> routines = new HashMap<>();
    for (RoutineRow row : rows) {
      routines.computeIfAbsent(row.name(), name -> new ArrayList<>()).add(routine(row));
    }
    routines.values().forEach(overloads -> overloads.sort(RoutineOrder.OVERLOADS));
    return routines;
  }

  private Routine routine(RoutineRow row) {
    return new Routine(
        row.name(),
        row.description(),
        parameters(row),
        result(row),
        volatility(row.volatility()),
        row.variadic(),
        row.isolationLevel() == null ? null : level(row.isolationLevel()),
        row.settings().stream().map(RoutineAssembler::setting).toList());
  }

  private List<Parameter> parameters(RoutineRow row) {
    List<Integer> inputs = positions(row, INPUT_MODES);
    int required = row.inputTypes().size() - row.defaults();
    return IntStream.range(0, row.inputTypes().size())
        .mapToObj(
            at -> {
              String type = types.of(row.inputTypes().get(at)).sqlText();
              return new Parameter(
                  name(row, inputs.get(at)),
                  type,
                  UNCUT.getOrDefault(type, type),
                  at < required,
                  mode(row, inputs.get(at)).equals("v"));
            })
        .toList();
  }

  /** Positions among all arguments of those that have one of the modes. */
  private static List<Integer> positions(RoutineRow row, String modes) {
    int count = row.modes().isEmpty() ? row.inputTypes().size() : row.modes().size();
    return IntStream.range(0, count).filter(at -> modes.contains(mode(row, at))).boxed().toList();
  }

  private static String mode(RoutineRow row, int position) {
    return row.modes().isEmpty() ? "i" : row.modes().get(position);
  }

  private static String name(RoutineRow row, int position) {
    return row.names().isEmpty() ? "" : row.names().get(position);
  }

  private Routine.Result result(RoutineRow row) {
    PgType type = types.base(row.result());
    List<Integer> outputs = positions(row, OUTPUT_MODES);
    Stream<Routine.ResultColumn> shape =
        outputs.isEmpty()
            ? columns.getOrDefault(type.relation(), List.of()).stream().map(this::column)
            : outputs.stream().map(at -> output(row, at));
    return new Routine.Result(
        row.returnsSet(),
        type.composite() || !outputs.isEmpty(),
        type.name(),
        shape.toList(),
        types.of(row.result()).domain(),
        types.of(row.result()).name().equals(TOKEN));
  }

  private Routine.ResultColumn column(ColumnRow row) {
    return new Routine.ResultColumn(row.name(), types.declared(row.type(), row.nominal()));
  }

  private Routine.ResultColumn output(RoutineRow row, int position) {
    return new Routine.ResultColumn(name(row, position), types.plain(row.allTypes().get(position)));
  }

  private static Routine.Volatility volatility(char code) {
    return switch (code) {
      case 'i' -> Routine.Volatility.IMMUTABLE;
      case 's' -> Routine.Volatility.STABLE;
      default -> Routine.Volatility.VOLATILE;
    };
  }

  /** The level as SQL writes it; what is no level of PostgreSQL's own counts as the lowest. */
  static String level(String setting) {
    String level = setting.toLowerCase(Locale.ROOT);
    return level.equals("serializable") || level.equals("repeatable read")
        ? level
        : "read committed";
  }

  private static Routine.Setting setting(String text) {
    int equals = text.indexOf('=');
    return new Routine.Setting(text.substring(0, equals), text.substring(equals + 1));
  }
}
