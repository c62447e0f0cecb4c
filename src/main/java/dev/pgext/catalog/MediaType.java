package dev.pgext.catalog;

import java.util.List;

/**
 * A media type as content negotiation sees it: the ones with behaviour of their own, and any other
 * by name. {@link MediaTypeParser} reads it.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110.html#name-media-type">RFC 9110: media
 *     type</a>
 */
public sealed interface MediaType {

  /** The types that need no parameters. */
  enum Plain implements MediaType {
    JSON("application/json"),
    GEO_JSON("application/geo+json"),
    CSV("text/csv"),
    TEXT("text/plain"),
    XML("text/xml"),
    OPEN_API("application/openapi+json"),
    FORM("application/x-www-form-urlencoded"),
    OCTET_STREAM("application/octet-stream"),
    ANY("*/*");

    private final String mime;

    Plain(String mime) {
      this.mime = mime;
    }

    @Override
    public String mime() {
      return mime;
    }
  }

  /** {@code application/vnd.pgrst.array+json;nulls=stripped}. */
  record StrippedArray() implements MediaType {
    @Override
    public String mime() {
      return "application/vnd.pgrst.array+json;nulls=stripped";
    }
  }

  /** {@code application/vnd.pgrst.object+json}: exactly one row, as an object. */
  record SingularObject(boolean nullsStripped) implements MediaType {
    @Override
    public String mime() {
      return "application/vnd.pgrst.object+json" + (nullsStripped ? ";nulls=stripped" : "");
    }
  }

  /**
   * {@code application/vnd.pgrst.plan}: the execution plan of the request that would answer {@code
   * target}.
   */
  record ExecutionPlan(MediaType target, PlanFormat format, List<PlanOption> options)
      implements MediaType {
    public ExecutionPlan {
      options = List.copyOf(options);
    }

    @Override
    public String mime() {
      String names =
          String.join(
              "|",
              options.stream()
                  .map(option -> option.name().toLowerCase(java.util.Locale.ROOT))
                  .toList());
      return "application/vnd.pgrst.plan+"
          + format.name().toLowerCase(java.util.Locale.ROOT)
          + "; for=\""
          + target.mime()
          + "\""
          + (names.isEmpty() ? "" : "; options=" + names);
    }
  }

  /** The formats of EXPLAIN. */
  enum PlanFormat {
    TEXT,
    JSON
  }

  /** The options of EXPLAIN that a client may ask for, in the order in which they are echoed. */
  enum PlanOption {
    ANALYZE,
    VERBOSE,
    SETTINGS,
    BUFFERS,
    WAL
  }

  /** Any other type, by its text. */
  record Other(String mime) implements MediaType {}

  /** The type as a header names it, without charset. */
  String mime();

  /** The value of a Content-Type header: with {@code charset=utf-8} where PostgREST adds it. */
  default String contentType() {
    boolean bare = this == Plain.OCTET_STREAM || this instanceof Other;
    return bare ? mime() : mime() + "; charset=utf-8";
  }
}
