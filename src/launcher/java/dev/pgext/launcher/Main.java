package dev.pgext.launcher;

import dev.pgext.cli.Pgext;
import java.util.Optional;

/**
 * What {@code java -jar pgext.jar} starts, compiled for Java 8 so that every {@code java} can: it
 * runs pgext in this JVM if that is new enough, else in a newer one that it finds.
 */
public final class Main {

  private static final int NEEDED = 21;
  private static final String LOCALES = "java.locale.providers";

  private Main() {}

  /** Runs pgext with these arguments, here or in a child. */
  public static void main(String[] arguments) throws Exception {
    JavaVersion here = JavaVersion.parse(System.getProperty("java.version"));
    if (here.feature() >= NEEDED) {
      ParentWatch.startIfChild();
      leaveLocalesOut();
      Pgext.main(arguments);
      return;
    }
    Optional<JavaHome> newer = JavaHomes.newest(NEEDED);
    if (!newer.isPresent()) {
      System.err.println(
          "pgext needs Java "
              + NEEDED
              + " or newer: this is "
              + here
              + ", and none was found in PGEXT_JAVA_HOME, JAVA_HOME or the usual folders"
              + " (https://adoptium.net has one).");
      System.exit(1);
    }
    System.exit(Child.run(newer.get(), arguments));
  }

  /**
   * Only the language of all languages, which the JDK has without its locale data: libraries ask
   * for the names of a thousand others, a tenth of a start, and nothing here speaks any.
   */
  private static void leaveLocalesOut() {
    if (System.getProperty(LOCALES) == null) {
      System.setProperty(LOCALES, "SPI");
    }
  }
}
