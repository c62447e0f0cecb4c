package dev.pgext.launcher;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The options that {@code ./pgext} and the Docker image give to the JVM, too. */
final class JvmOptions {
  private static final String OPTIONS = "jvm.options";

  private static final int FIRST_WITH_AOT_CACHE = 25;

  private JvmOptions() {}

  /** The options for this version; those of PGEXT_JAVA_OPTS come last, so that they win. */
  static List<String> of(JavaVersion version, File jar) throws IOException {
    List<String> options = common();
    File cache = new File(jar.getPath().replaceFirst("\\.jar$", ".aot"));
    if (version.feature() >= FIRST_WITH_AOT_CACHE && madeOf(jar, cache)) {
      options.addAll(
          Arrays.asList("-XX:AOTCache=" + cache.getPath(), "-Xlog:aot=off", "-Xlog:cds=off"));
    }
    String own = System.getenv("PGEXT_JAVA_OPTS");
    if (own != null && !own.trim().isEmpty()) {
      options.addAll(Arrays.asList(own.trim().split("\\s+")));
    }
    return options;
  }

  /**
   * The JVM takes the cache of another jar without a word; {@code ./pgext} gives it its jar's time.
   */
  private static boolean madeOf(File jar, File cache) {
    return cache.isFile() && cache.lastModified() == jar.lastModified();
  }

  /** An argument file of java's as well, so one a line, and comments. */
  private static List<String> common() throws IOException {
    List<String> options = new ArrayList<>();
    try (InputStream resource = JvmOptions.class.getResourceAsStream(OPTIONS);
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(resource, StandardCharsets.UTF_8))) {
      String line = lines.readLine();
      while (line != null) {
        if (!line.isEmpty() && !line.startsWith("#")) {
          options.add(line);
        }
        line = lines.readLine();
      }
    }
    return options;
  }
}
