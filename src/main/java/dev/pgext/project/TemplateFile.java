package dev.pgext.project;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.stream.Stream;

/**
 * A file of the project that {@code pgext init} writes.
 *
 * @param path in the project's folder
 * @param resource where the jar has it
 */
record TemplateFile(String path, String resource) {
  private static final String TEMPLATE = "/dev/pgext/project/template/";
  private static final String FRONTEND = "/frontend-template/";

  /** All of them, in the order in which a reader meets them. */
  static final List<TemplateFile> ALL =
      Stream.concat(
              Stream.of(
                  of("README.md"),
                  of("schema.sql"),
                  of("functions/claims.sql"),
                  of("functions/complete_task.sql"),
                  of("functions/login.sql"),
                  of("functions/sign_up.sql"),
                  new TemplateFile("migrations/.gitkeep", TEMPLATE + "gitkeep"),
                  of("seed.sql"),
                  of("postgrest.conf"),
                  new TemplateFile(".env", TEMPLATE + "env"),
                  new TemplateFile(".gitignore", TEMPLATE + "gitignore"),
                  of("docker-compose.yml"),
                  new TemplateFile(".github/workflows/deploy.yml", TEMPLATE + "deploy.yml")),
              Stream.of("index.html", "app.css", "app.js", "icon.svg")
                  .map(name -> new TemplateFile("frontend/" + name, FRONTEND + name)))
          .toList();

  private static TemplateFile of(String path) {
    return new TemplateFile(path, TEMPLATE + path);
  }

  /** Whether nobody else may read it. */
  boolean secret() {
    return path.equals(".env");
  }

  byte[] content() throws IOException {
    try (InputStream content = TemplateFile.class.getResourceAsStream(resource)) {
      if (content == null) {
        throw new IllegalStateException("The jar lacks " + resource);
      }
      return content.readAllBytes();
    }
  }
}
