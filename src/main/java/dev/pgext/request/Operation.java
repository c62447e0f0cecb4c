package dev.pgext.request;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The operator of a filter with its value.
 *
 * @see <a
 *     href="https://docs.postgrest.org/en/stable/references/api/tables_views.html#operators">PostgREST:
 *     operators</a>
 */
public sealed interface Operation {
  /** An operator without modifiers: {@code cs.{1,2}}. */
  record Simple(SimpleOperator operator, String value) implements Operation {}

  /** An operator that takes {@code (any)} or {@code (all)}. */
  record Quantified(QuantifiedOperator operator, @Nullable Quantifier quantifier, String value)
      implements Operation {}

  /** {@code in.(a,b)}. */
  record In(List<String> values) implements Operation {
    public In {
      values = List.copyOf(values);
    }
  }

  /** {@code is.null} and its kin. */
  record Is(IsValue value) implements Operation {}

  /** {@code isdistinct.x}. */
  record IsDistinct(String value) implements Operation {}

  /** {@code fts(lang).x} and its kin. */
  record FullText(FullTextFunction function, @Nullable String language, String value)
      implements Operation {}

  /** Operators without modifiers and the SQL they stand for. */
  enum SimpleOperator {
    NEQ("<>"),
    CS("@>"),
    CD("<@"),
    OV("&&"),
    SL("<<"),
    SR(">>"),
    NXR("&<"),
    NXL("&>"),
    ADJ("-|-");

    private final String sql;

    SimpleOperator(String sql) {
      this.sql = sql;
    }

    /** The SQL operator. */
    public String sql() {
      return sql;
    }
  }

  /** Operators with modifiers and the SQL they stand for. */
  enum QuantifiedOperator {
    EQ("="),
    GTE(">="),
    GT(">"),
    LTE("<="),
    LT("<"),
    LIKE("~~"),
    ILIKE("~~*"),
    MATCH("~"),
    IMATCH("~*");

    private final String sql;

    QuantifiedOperator(String sql) {
      this.sql = sql;
    }

    /** The SQL operator; {@code ~~} is LIKE. */
    public String sql() {
      return sql;
    }
  }

  /** {@code (any)} or {@code (all)}. */
  enum Quantifier {
    ANY,
    ALL
  }

  /** What may follow {@code is.}. */
  enum IsValue {
    NULL,
    NOT_NULL,
    TRUE,
    FALSE,
    UNKNOWN
  }

  /** The functions that make a tsquery. */
  enum FullTextFunction {
    FTS("to_tsquery"),
    PLFTS("plainto_tsquery"),
    PHFTS("phraseto_tsquery"),
    WFTS("websearch_to_tsquery");

    private final String sql;

    FullTextFunction(String sql) {
      this.sql = sql;
    }

    /** The SQL function. */
    public String sql() {
      return sql;
    }
  }
}
