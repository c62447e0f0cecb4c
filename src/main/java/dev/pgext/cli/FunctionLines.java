package dev.pgext.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pgext.migrate.ExclusiveTransaction.End;
import dev.pgext.project.functions.DatabaseObject;
import dev.pgext.project.functions.FunctionsPlan.Due;
import dev.pgext.project.functions.FunctionsPlan.Gone;
import dev.pgext.project.functions.FunctionsReport;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A deployment of functions, for people and for scripts. */
final class FunctionLines {
  private FunctionLines() {}

  static void print(FunctionsReport report, End end, PrintStream out) {
    for (Due due : report.plan().due()) {
      String path = due.file().path();
      out.printf(
          "  %-7s %s%s%n",
          due.change().word(), path, objects(report.made().getOrDefault(path, List.of())));
    }
    report.dropped().forEach(object -> out.printf("  %-7s %s%n", "dropped", object));
    for (Gone gone : report.left()) {
      out.printf(
          "  %-7s %s%s still there; --prune drops it%n",
          "gone", gone.path(), objects(gone.objects()));
    }
    out.println(end(report, end));
  }

  private static String objects(List<DatabaseObject> objects) {
    return objects.isEmpty()
        ? ""
        : ": " + objects.stream().map(DatabaseObject::toString).collect(Collectors.joining(", "));
  }

  private static String end(FunctionsReport report, End end) {
    int files = report.plan().due().size();
    if (files == 0 && report.dropped().isEmpty()) {
      return "Nothing to do.";
    }
    String count = files + (files == 1 ? " file" : " files");
    return end == End.COMMIT
        ? count + " deployed."
        : count + " would be deployed; nothing was changed.";
  }

  static String json(FunctionsReport report, End end) {
    ObjectMapper mapper = new ObjectMapper();
    ObjectNode root = mapper.createObjectNode();
    root.put("dryRun", end == End.ROLLBACK);
    root.put("unchanged", report.plan().unchanged());
    ArrayNode deployed = root.putArray("deployed");
    for (Due due : report.plan().due()) {
      String path = due.file().path();
      ObjectNode node = deployed.addObject();
      node.put("path", path);
      node.put("change", due.change().name().toLowerCase(Locale.ROOT));
      node.put("hash", due.file().hash());
      add(node.putArray("objects"), report.made().getOrDefault(path, List.of()));
    }
    add(root.putArray("dropped"), report.dropped());
    ArrayNode left = root.putArray("left");
    for (Gone gone : report.left()) {
      add(left.addObject().put("path", gone.path()).putArray("objects"), gone.objects());
    }
    try {
      return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(root);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void add(ArrayNode array, List<DatabaseObject> objects) {
    objects.forEach(object -> array.add(object.toString()));
  }
}
