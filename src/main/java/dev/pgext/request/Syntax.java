package dev.pgext.request;

import dev.pgext.config.Config;
import dev.pgext.error.RequestError;
import dev.pgext.request.QueryParameters.Targeted;
import dev.pgext.request.combinator.Fault;
import dev.pgext.request.combinator.Parser;
import dev.pgext.request.combinator.Reply.Failure;
import dev.pgext.request.combinator.Reply.Success;
import dev.pgext.request.combinator.Source;
import java.util.List;
import java.util.Optional;

/** Runs the grammars on the parameters' texts; a text that does not follow one is PGRST100. */
final class Syntax {
  private static final Parser<List<String>> NAMES =
      FieldGrammar.FIELD_NAME.separatedBy1(FieldGrammar.DELIMITER);

  private static final Parser<TreePath> TREE_PATH =
      NAMES.and(FieldGrammar.JSON_PATH, TreePath::new);

  private static final Parser<Optional<FilterGrammar.Condition>> MAYBE_CONDITION =
      FilterGrammar.CONDITION.optional();

  /** The left side of a filter or an order: names down to the field, then a JSON path. */
  record TreePath(List<String> names, List<Field.JsonStep> steps) {
    List<String> embed() {
      return names.subList(0, names.size() - 1);
    }

    Field field() {
      return new Field(names.get(names.size() - 1), steps);
    }
  }

  private final Config.Limits limits;

  Syntax(Config.Limits limits) {
    this.limits = limits;
  }

  List<SelectItem> select(String text) {
    Source source = new Source(text, "select parameter", limits.embedDepth());
    return run(SelectGrammar.ITEMS, "select parameter", text, source);
  }

  List<String> columns(String text) {
    return flat(FieldGrammar.COLUMNS, "columns parameter", text);
  }

  List<String> onConflict(String text) {
    return flat(FieldGrammar.COLUMNS, "on_conflict parameter", text);
  }

  static TreePath treePath(String name) {
    return flat(TREE_PATH, "tree path", name);
  }

  FilterGrammar.Condition condition(String value) {
    return flat(FilterGrammar.CONDITION, "filter", value);
  }

  /** A condition, or nothing where the text does not begin like one. */
  Optional<FilterGrammar.Condition> maybeCondition(String value) {
    return flat(MAYBE_CONDITION, "filter", value);
  }

  Targeted<List<OrderTerm>> order(String name, String value) {
    List<String> embed = treePath(name).embed();
    return new Targeted<>(embed, flat(OrderGrammar.TERMS, "order", value));
  }

  /** {@code embed.not.or=(…)}: the operator is the end of the name, the group the value. */
  Targeted<LogicTree> logic(String name, String value) {
    List<String> path = flat(NAMES, "logic path", name);
    List<String> before = path.subList(0, path.size() - 1);
    String operator = path.get(path.size() - 1);
    String negation = path.contains("not") ? "not." : "";
    Source source = new Source(negation + operator + value, "logic tree", limits.logicDepth());
    LogicTree tree = run(LogicGrammar.TREE, "logic tree", value, source);
    return new Targeted<>(before.stream().filter(part -> !part.equals("not")).toList(), tree);
  }

  private static <T> T flat(Parser<T> parser, String what, String text) {
    return run(parser, what, text, new Source(text, what, 0));
  }

  private static <T> T run(Parser<T> parser, String what, String shown, Source source) {
    return switch (source.read(parser)) {
      case Success<T> success -> success.value();
      case Failure<T> failure -> {
        Fault fault = failure.fault();
        String title = "\"failed to parse " + what + " (" + shown + ")\" ";
        throw new RequestError.QueryParameter(title + source.position(fault.offset()), fault.text())
            .asException();
      }
    };
  }
}
