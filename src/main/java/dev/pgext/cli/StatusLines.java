package dev.pgext.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pgext.migrate.MigrationStatus;
import dev.pgext.migrate.MigrationStatus.Entry;
import java.io.PrintStream;
import java.util.Locale;

/** A status for people and for scripts. */
final class StatusLines {
  private StatusLines() {}

  static void print(MigrationStatus status, PrintStream out) {
    status
        .takenOver()
        .forEach(table -> out.println("Kept by " + table + "; the next run takes that over."));
    if (status.entries().isEmpty()) {
      out.println("There are no migrations: neither schema.sql nor anything in migrations/.");
    }
    int width = status.entries().stream().mapToInt(entry -> entry.path().length()).max().orElse(0);
    for (Entry entry : status.entries()) {
      out.println(("  %-" + Math.max(1, width) + "s  %s").formatted(entry.path(), words(entry)));
    }
    out.println(status.summary());
  }

  private static String words(Entry entry) {
    String words = entry.state().words();
    if (entry.done() != null) {
      return "%s: %d of %d statements".formatted(words, entry.done(), entry.statements());
    }
    return entry.appliedAt() == null
        ? words
        : words + " " + entry.appliedAt().truncatedTo(java.time.temporal.ChronoUnit.SECONDS);
  }

  static String json(MigrationStatus status) {
    ObjectMapper mapper = new ObjectMapper();
    ObjectNode root = mapper.createObjectNode();
    root.put("upToDate", status.upToDate());
    root.put("running", status.running());
    ArrayNode takenOver = root.putArray("takenOver");
    status.takenOver().forEach(takenOver::add);
    ArrayNode migrations = root.putArray("migrations");
    for (Entry entry : status.entries()) {
      ObjectNode node = migrations.addObject();
      node.put("version", entry.version());
      node.put("description", entry.description());
      node.put("path", entry.path());
      node.put("state", entry.state().name().toLowerCase(Locale.ROOT));
      node.put("appliedAt", entry.appliedAt() == null ? null : entry.appliedAt().toString());
      node.put("origin", entry.origin());
      node.put("done", entry.done());
      node.put("statements", entry.statements());
    }
    try {
      return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(root);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
