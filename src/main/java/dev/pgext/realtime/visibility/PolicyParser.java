package dev.pgext.realtime.visibility;

import dev.pgext.realtime.cdc.TableShape;
import dev.pgext.realtime.visibility.PolicyCondition.ColumnValue;
import dev.pgext.realtime.visibility.SqlTokens.UnreadableException;
import dev.pgext.realtime.visibility.ViewerExpression.Form;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Recognises conditions that need no PostgreSQL: equality of columns with values that a viewer's
 * role and claims decide, null tests and boolean columns, joined by AND, OR and NOT. One word that
 * is not recognised and the whole is left to PostgreSQL. Confined to one thread.
 */
final class PolicyParser {
  private static final Set<String> OPERATIONS = Set.of("=", "<>", "?", "IN");

  /** Below it are PostgreSQL's own types, none of which is a composite one of a table's. */
  private static final int FIRST_USER_OID = 10_000;

  private final TableShape table;
  private final TableFacts facts;
  private final ViewerOnly viewerOnly;
  private final List<ViewerExpression> parameters = new ArrayList<>();

  private PolicyParser(TableShape table, TableFacts facts) {
    this.table = table;
    this.facts = facts;
    this.viewerOnly = new ViewerOnly(facts.functions(), enumerations(facts));
  }

  private static Set<String> enumerations(TableFacts facts) {
    Set<String> names = new HashSet<>();
    for (TableFacts.Column column : facts.columns()) {
      if (column.enumeration()) {
        List<Token> name = SqlTokens.of(column.type());
        names.add(name.get(name.size() - 1).text());
      }
    }
    return names;
  }

  /** A condition and the expressions that it numbers. */
  record Parsed(PolicyCondition condition, List<ViewerExpression> parameters) {
    Parsed {
      parameters = List.copyOf(parameters);
    }
  }

  /** The condition that policies make together; none where only PostgreSQL can decide it. */
  static Optional<Parsed> parse(TableShape table, TableFacts facts, PolicySet policies) {
    try {
      PolicyParser parser = new PolicyParser(table, facts);
      List<PolicyCondition> all = new ArrayList<>(parser.conditions(policies.restrictive()));
      all.add(new PolicyCondition.Or(parser.conditions(policies.permissive())));
      return Optional.of(new Parsed(new PolicyCondition.And(all), parser.parameters));
    } catch (UnreadableException unreadable) {
      return Optional.empty();
    }
  }

  private List<PolicyCondition> conditions(List<String> printed) {
    return printed.stream().map(text -> condition(Span.of(text))).toList();
  }

  private PolicyCondition condition(Span whole) {
    Span span = whole.bare();
    if (span.size() == 0) {
      throw new UnreadableException("an empty expression");
    }
    if (isOfViewer(span)) {
      return ofViewer(span);
    }
    if (!span.outside(Set.of("CASE", "SELECT", "BETWEEN")).isEmpty()) {
      throw new UnreadableException("a statement");
    }
    List<Span> alternatives = span.split("OR");
    if (alternatives.size() > 1) {
      return new PolicyCondition.Or(alternatives.stream().map(this::condition).toList());
    }
    List<Span> parts = span.split("AND");
    if (parts.size() > 1) {
      return new PolicyCondition.And(parts.stream().map(this::condition).toList());
    }
    if (span.startsWith("NOT")) {
      return new PolicyCondition.Not(condition(span.part(1, span.size())));
    }
    List<Integer> tests = span.outside(Set.of("IS"));
    return tests.isEmpty() ? operation(span) : test(span, tests.get(0));
  }

  private PolicyCondition ofViewer(Span span) {
    if (span.size() == 1 && span.token(0).kind() == Token.Kind.WORD) {
      if (span.token(0).text().equals("true")) {
        return new PolicyCondition.Constant(Truth.TRUE);
      }
      if (span.token(0).text().equals("false")) {
        return new PolicyCondition.Constant(Truth.FALSE);
      }
    }
    return new PolicyCondition.OfViewer(parameter(span.sql(), Form.SCALAR));
  }

  private int parameter(String sql, Form form) {
    ViewerExpression expression = new ViewerExpression(sql, form);
    int known = parameters.indexOf(expression);
    if (known >= 0) {
      return known;
    }
    parameters.add(expression);
    return parameters.size() - 1;
  }

  /** {@code … IS NULL} and the like. */
  private PolicyCondition test(Span span, int is) {
    Span left = span.part(0, is);
    boolean negated = span.size() > is + 1 && span.token(is + 1).isKeyword("NOT");
    Span wanted = span.part(negated ? is + 2 : is + 1, span.size());
    PolicyCondition condition = test(left, wanted);
    return negated ? new PolicyCondition.Not(condition) : condition;
  }

  private PolicyCondition test(Span left, Span wanted) {
    if (wanted.endsWith(0, "NULL")) {
      int column = column(left.bare());
      if (column < 0) {
        return new PolicyCondition.Is(condition(left), Truth.UNKNOWN);
      }
      return isNull(column);
    }
    Truth truth =
        wanted.endsWith(0, "TRUE")
            ? Truth.TRUE
            : wanted.endsWith(0, "FALSE")
                ? Truth.FALSE
                : wanted.endsWith(0, "UNKNOWN") ? Truth.UNKNOWN : null;
    if (truth == null) {
      throw new UnreadableException("IS");
    }
    return new PolicyCondition.Is(condition(left), truth);
  }

  /** A composite is null when its fields are, which its text does not tell. */
  private PolicyCondition isNull(int column) {
    TableFacts.Column known = known(column);
    if (!known.enumeration() && Integer.compareUnsigned(known.typeOid(), FIRST_USER_OID) >= 0) {
      throw new UnreadableException("a null test of a type that is not known");
    }
    return new PolicyCondition.IsNull(column);
  }

  private PolicyCondition operation(Span span) {
    List<Integer> operators = span.outside(OPERATIONS);
    if (operators.isEmpty()) {
      return flag(span);
    }
    if (operators.size() > 1) {
      throw new UnreadableException("several operators");
    }
    int at = operators.get(0);
    Span left = span.part(0, at).bare();
    Span right = span.part(at + 1, span.size());
    return switch (span.token(at).text()) {
      case "=" -> right.startsWith("ANY") ? any(left, inner(right)) : equal(left, right.bare());
      case "<>" ->
          new PolicyCondition.Not(
              right.startsWith("ALL") ? any(left, inner(right)) : equal(left, right.bare()));
      case "IN" -> any(left, right.bare());
      case "?" -> key(left, right.bare());
      default -> throw new UnreadableException("an operator");
    };
  }

  private PolicyCondition flag(Span span) {
    int column = column(span);
    if (column < 0 || ValueKind.of(known(column)) != ValueKind.BOOLEAN) {
      throw new UnreadableException("what is no boolean column");
    }
    return new PolicyCondition.Flag(column);
  }

  /** What stands in the parentheses of ANY or ALL: an array, or a subquery without its own. */
  private static Span inner(Span any) {
    if (any.size() < 4 || !any.token(1).isSymbol("(")) {
      throw new UnreadableException("ANY");
    }
    return any.part(2, any.size() - 1);
  }

  private PolicyCondition equal(Span left, Span right) {
    ColumnValue column = value(left);
    if (column != null) {
      return new PolicyCondition.Equal(column, operand(right));
    }
    column = value(right);
    if (column == null) {
      throw new UnreadableException("a comparison without a column");
    }
    return new PolicyCondition.Equal(column, operand(left));
  }

  private int operand(Span span) {
    if (!isOfViewer(span)) {
      throw new UnreadableException("an operand that depends on more than the viewer");
    }
    return parameter(span.startsWith("SELECT") ? "(" + span.sql() + ")" : span.sql(), Form.SCALAR);
  }

  private PolicyCondition any(Span left, Span array) {
    ColumnValue column = value(left);
    if (column == null || !isOfViewer(array)) {
      throw new UnreadableException("a list that depends on more than the viewer");
    }
    String sql = array.startsWith("SELECT") ? "ARRAY(" + array.sql() + ")" : array.sql();
    return new PolicyCondition.EqualAny(column, parameter(sql, Form.ARRAY));
  }

  private PolicyCondition key(Span document, Span text) {
    ColumnValue column = value(text);
    if (column == null || column.kind() != ValueKind.TEXT) {
      throw new UnreadableException("a key that is no column");
    }
    return new PolicyCondition.Key(column, operand(document));
  }

  /** A column that is compared as text, perhaps after a cast. */
  private @Nullable ColumnValue value(Span whole) {
    Span span = whole.bare();
    int cast = span.outside(Set.of("::")).stream().findFirst().orElse(span.size());
    int column = column(span.part(0, cast).bare());
    if (column < 0) {
      return null;
    }
    TableFacts.Column known = known(column);
    ValueKind kind =
        cast == span.size()
            ? ValueKind.of(known)
            : ValueKind.of(known, span.part(cast + 1, span.size()).sql());
    if (kind == null) {
      throw new UnreadableException("a type whose equality is more than that of texts");
    }
    return new ColumnValue(column, kind, known.typeOid());
  }

  /** The position of a column that a piece is the name of; negative if it is not. */
  private int column(Span span) {
    boolean qualified =
        span.size() == 3
            && span.token(0).text().equals(table.name().name())
            && span.token(1).isSymbol(".");
    if (span.size() != 1 && !qualified) {
      return -1;
    }
    Token name = span.token(span.size() - 1);
    return name.isIdentifier() && facts.column(name.text()) != null
        ? table.indexOf(name.text())
        : -1;
  }

  private TableFacts.Column known(int column) {
    TableFacts.Column known = facts.column(table.columns().get(column).name());
    if (known == null || known.typeOid() != table.columns().get(column).typeOid()) {
      throw new UnreadableException("a column that changed");
    }
    return known;
  }

  private boolean isOfViewer(Span span) {
    return !hasColumn(span) && viewerOnly.test(span.tokens());
  }

  private boolean hasColumn(Span span) {
    for (int index = 0; index < span.size(); index++) {
      Token token = span.token(index);
      boolean name =
          token.isIdentifier()
              && (index == 0 || !isAfterName(span.token(index - 1)))
              && (index + 1 == span.size() || !span.token(index + 1).isSymbol("("));
      if (name && (facts.column(token.text()) != null || isTable(token))) {
        return true;
      }
    }
    return false;
  }

  private boolean isTable(Token token) {
    return token.text().equals(table.name().name());
  }

  /** A type, or a name that is given: no column. */
  private static boolean isAfterName(Token before) {
    return before.isSymbol("::") || before.isKeyword("AS");
  }
}
