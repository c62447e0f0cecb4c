package dev.pgext.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pgext.migrate.MigrationPlan;
import dev.pgext.project.functions.FunctionsPlan;
import dev.pgext.project.release.DeploymentPlan;
import dev.pgext.project.release.FrontendFolder;
import dev.pgext.project.release.Manifest;
import dev.pgext.project.release.Release;
import dev.pgext.project.release.RollbackPlan;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Plans and lists of releases, for scripts. */
final class ReleaseJson {
  private static final ObjectMapper JSON = new ObjectMapper();

  private ReleaseJson() {}

  /** A plan, and the number of the release that was made of it; null where none was. */
  static String of(DeploymentPlan plan, @Nullable Long made) {
    ObjectNode root = JSON.createObjectNode();
    root.put("release", made);
    root.put("former", plan.former() == null ? null : Long.valueOf(plan.former().id()));
    root.put("oneTransaction", plan.migrations().together());
    ArrayNode migrations = root.putArray("migrations");
    plan.migrations().steps().stream().map(MigrationPlan.Step::path).forEach(migrations::add);
    root.set("functions", functions(plan.functions()));
    root.set("frontend", files(plan.frontend()));
    ArrayNode skipped = root.putArray("skipped");
    for (FrontendFolder.Skipped one : plan.files().frontend().skipped()) {
      skipped.addObject().put("path", one.path()).put("reason", one.reason());
    }
    return text(root);
  }

  static String of(RollbackPlan plan, boolean done) {
    ObjectNode root = JSON.createObjectNode();
    root.put("from", plan.from().id());
    root.put("to", plan.to().id());
    root.put("done", done);
    root.set("migrationsKept", texts(plan.kept()));
    root.set("migrationsMissing", texts(plan.missing()));
    root.set("functions", functions(plan.functions()));
    root.set("frontend", files(plan.frontend()));
    return text(root);
  }

  private static ObjectNode functions(FunctionsPlan functions) {
    ObjectNode node = JSON.createObjectNode();
    node.set("due", texts(functions.due().stream().map(due -> due.file().path()).toList()));
    node.set("gone", texts(functions.gone().stream().map(FunctionsPlan.Gone::path).toList()));
    return node;
  }

  static String of(List<Release> releases, long current) {
    ArrayNode root = JSON.createArrayNode();
    for (Release release : releases) {
      ObjectNode node = root.addObject();
      node.put("id", release.id());
      node.put("current", release.id() == current);
      node.put("former", release.former());
      node.put("at", release.at().toString());
      node.put("by", release.by());
      node.put("origin", release.origin());
      node.set("changes", texts(release.changes()));
      node.set("migrations", texts(release.migrations()));
      node.put("files", release.frontend().files().size());
    }
    return text(root);
  }

  private static ObjectNode files(Manifest.Changes files) {
    ObjectNode node = JSON.createObjectNode();
    node.set("added", texts(files.added()));
    node.set("changed", texts(files.changed()));
    node.set("removed", texts(files.removed()));
    return node;
  }

  private static ArrayNode texts(List<String> texts) {
    ArrayNode node = JSON.createArrayNode();
    texts.forEach(node::add);
    return node;
  }

  private static String text(JsonNode node) {
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(node);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
