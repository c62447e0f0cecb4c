package dev.pgext.project.dev;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pgext.migrate.MigrationException;
import dev.pgext.migrate.script.SqlFault;

/** What is wrong with the project as it is now. */
record DevFault(MigrationException failure) {

  /** For the page's overlay. */
  String json() {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("text", String.valueOf(failure.getMessage()));
    SqlFault fault = failure.fault();
    if (fault != null) {
      node.put("file", fault.file())
          .put("line", fault.line())
          .put("column", fault.column())
          .put("message", fault.message())
          .put("excerpt", fault.excerpt())
          .put("detail", fault.detail())
          .put("hint", fault.hint());
    }
    return node.toString();
  }
}
