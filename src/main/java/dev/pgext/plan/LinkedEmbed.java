package dev.pgext.plan;

import dev.pgext.catalog.Relationship;

/**
 * An embed with its relationship.
 *
 * @param alias of its join
 */
record LinkedEmbed(
    RequestedEmbed requested, Relationship relationship, String alias, LinkedNode node) {

  /** The name under which the client knows it. */
  String name() {
    return requested.name();
  }

  /** Whether its columns become arrays in the outer row. */
  boolean spreadsMany() {
    return requested.spread() && !relationship.toOne();
  }
}
