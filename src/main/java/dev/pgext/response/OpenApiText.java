package dev.pgext.response;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * A comment in two parts: its first line, and what follows after blank lines.
 *
 * @param rest empty where there is one line only
 */
record OpenApiText(String firstLine, String rest) {

  static OpenApiText of(String comment) {
    int end = comment.indexOf('\n');
    return end < 0
        ? new OpenApiText(comment, "")
        : new OpenApiText(
            comment.substring(0, end), comment.substring(end).replaceFirst("^\n+", ""));
  }

  /** Sets a member unless there is nothing to set. */
  static void put(ObjectNode node, String member, @Nullable String text) {
    if (text != null) {
      node.put(member, text);
    }
  }
}
