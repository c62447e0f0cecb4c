package dev.pgext.launcher;

import java.io.File;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The options that {@code ./pgext} and the Docker image give to the JVM, too. */
final class JvmOptions {

  private static final int FIRST_WITH_AOT_CACHE = 25;

  private JvmOptions() {}

  /** The options for this version; those of PGEXT_JAVA_OPTS come last, so that they win. */
  static List<String> of(JavaVersion version, File jar) {
    List<String> options = new ArrayList<>();
    options.addAll(
        Arrays.asList("-XX:+UseSerialGC", "-Xms96m", "-XX:NewSize=52m", "-XX:-UsePerfData"));
    File cache = new File(jar.getPath().replaceFirst("\\.jar$", ".aot"));
    if (version.feature() >= FIRST_WITH_AOT_CACHE && cache.lastModified() > jar.lastModified()) {
      options.addAll(
          Arrays.asList("-XX:AOTCache=" + cache.getPath(), "-Xlog:aot=off", "-Xlog:cds=off"));
    }
    String own = System.getenv("PGEXT_JAVA_OPTS");
    if (own != null && !own.trim().isEmpty()) {
      options.addAll(Arrays.asList(own.trim().split("\\s+")));
    }
    return options;
  }
}
