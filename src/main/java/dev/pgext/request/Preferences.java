package dev.pgext.request;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The Prefer header; null where a preference was not given.
 *
 * @param invalid preferences nobody knows, as they were written
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7240.html">RFC 7240</a>
 */
public record Preferences(
    @Nullable Resolution resolution,
    @Nullable Return returning,
    @Nullable Count count,
    @Nullable Transaction transaction,
    @Nullable Missing missing,
    @Nullable Handling handling,
    @Nullable String timezone,
    @Nullable Long maxAffected,
    List<String> invalid) {
  public Preferences {
    invalid = List.copyOf(invalid);
  }

  /** Whether the total of all rows is counted by SQL. */
  public boolean countsRows() {
    return count == Count.EXACT || count == Count.ESTIMATED;
  }

  /** Whether the planner's estimate of the total is asked for. */
  public boolean explainsCount() {
    return count == Count.PLANNED || count == Count.ESTIMATED;
  }

  /** Whether {@code handling=strict} was given. */
  public boolean strict() {
    return handling == Handling.STRICT;
  }

  /** What an insert does with a row that exists. */
  public enum Resolution {
    MERGE_DUPLICATES("resolution=merge-duplicates"),
    IGNORE_DUPLICATES("resolution=ignore-duplicates");

    private final String text;

    Resolution(String text) {
      this.text = text;
    }

    /** As in the header. */
    public String text() {
      return text;
    }
  }

  /** What a mutation answers. */
  public enum Return {
    REPRESENTATION("return=representation"),
    MINIMAL("return=minimal"),
    HEADERS_ONLY("return=headers-only");

    private final String text;

    Return(String text) {
      this.text = text;
    }

    /** As in the header. */
    public String text() {
      return text;
    }
  }

  /** How the total is found. */
  public enum Count {
    EXACT("count=exact"),
    PLANNED("count=planned"),
    ESTIMATED("count=estimated");

    private final String text;

    Count(String text) {
      this.text = text;
    }

    /** As in the header. */
    public String text() {
      return text;
    }
  }

  /** How the transaction ends. */
  public enum Transaction {
    COMMIT("tx=commit"),
    ROLLBACK("tx=rollback");

    private final String text;

    Transaction(String text) {
      this.text = text;
    }

    /** As in the header. */
    public String text() {
      return text;
    }
  }

  /** What stands for a key that a row of the body lacks. */
  public enum Missing {
    DEFAULT("missing=default"),
    NULL("missing=null");

    private final String text;

    Missing(String text) {
      this.text = text;
    }

    /** As in the header. */
    public String text() {
      return text;
    }
  }

  /** What happens with unknown preferences. */
  public enum Handling {
    STRICT("handling=strict"),
    LENIENT("handling=lenient");

    private final String text;

    Handling(String text) {
      this.text = text;
    }

    /** As in the header. */
    public String text() {
      return text;
    }
  }
}
