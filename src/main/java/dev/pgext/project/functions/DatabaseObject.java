package dev.pgext.project.functions;

/**
 * Something that a file made, known by what a dump keeps.
 *
 * @param name without its schema
 * @param identity as {@code pg_identify_object} has it: {@code api.complete(integer)}
 */
public record DatabaseObject(Kind kind, String name, String identity) {

  /** What is kept account of. */
  public enum Kind {
    ROUTINE("function"),
    TRIGGER("trigger"),
    VIEW("view"),
    MATERIALIZED_VIEW("materialized view");

    private final String word;

    Kind(String word) {
      this.word = word;
    }
  }

  String drop() {
    return switch (kind) {
      case ROUTINE -> "DROP ROUTINE IF EXISTS " + identity;
      case TRIGGER -> "DROP TRIGGER IF EXISTS " + identity;
      case VIEW -> "DROP VIEW IF EXISTS " + identity;
      case MATERIALIZED_VIEW -> "DROP MATERIALIZED VIEW IF EXISTS " + identity;
    };
  }

  /** For people: {@code function api.complete(integer)}. */
  @Override
  public String toString() {
    return kind.word + " " + identity.replace("pg_catalog.", "");
  }
}
