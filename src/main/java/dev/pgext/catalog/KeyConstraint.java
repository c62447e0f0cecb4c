package dev.pgext.catalog;

import dev.pgext.pg.QualifiedName;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/**
 * A primary key, unique key or foreign key.
 *
 * @param own false where a partition has it from its partitioned table
 * @param key its columns in the key's order
 * @param target what a foreign key references; of oid 0 for other keys
 * @param targetKey what {@code key} references, column by column; empty for other keys
 */
record KeyConstraint(
    Kind kind, String name, boolean own, Table table, Key key, Table target, Key targetKey) {

  /** {@code pg_constraint.contype}. */
  enum Kind {
    PRIMARY,
    UNIQUE,
    FOREIGN
  }

  /** A table by oid, of whatever schema. */
  record Table(int oid, QualifiedName name) {}

  /** Columns by number and by name. */
  record Key(List<Integer> numbers, List<String> names) {}

  static KeyConstraint read(Row row) throws SQLException {
    return new KeyConstraint(
        kind(row.text("kind")),
        row.text("name"),
        row.flag("own"),
        new Table(
            row.oid("relation"), new QualifiedName(row.text("schema"), row.text("relation_name"))),
        new Key(row.oids("numbers"), row.texts("names")),
        target(row),
        new Key(row.oids("target_numbers"), row.texts("target_names")));
  }

  private static Table target(Row row) throws SQLException {
    String name = row.optionalText("target_name");
    return name == null
        ? new Table(0, new QualifiedName("", ""))
        : new Table(row.oid("target"), new QualifiedName(row.text("target_schema"), name));
  }

  private static Kind kind(String text) {
    return switch (text) {
      case "p" -> Kind.PRIMARY;
      case "u" -> Kind.UNIQUE;
      default -> Kind.FOREIGN;
    };
  }

  boolean foreign() {
    return kind == Kind.FOREIGN;
  }

  /** Whether another key of the same table has the same columns, in whatever order. */
  boolean sameColumns(KeyConstraint other) {
    return new HashSet<>(key.numbers()).equals(new HashSet<>(other.key.numbers()));
  }

  /** The foreign key's columns with the ones they reference. */
  List<Relationship.ColumnPair> pairs() {
    List<Relationship.ColumnPair> pairs = new ArrayList<>();
    for (int i = 0; i < key.names().size(); i++) {
      pairs.add(new Relationship.ColumnPair(key.names().get(i), targetKey.names().get(i)));
    }
    return pairs;
  }
}
