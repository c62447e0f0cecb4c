package dev.pgext.launcher;

import java.util.Optional;

/**
 * What {@code java -jar pgext.jar} starts, compiled for Java 8 so that every {@code java} can: it
 * runs pgext in this JVM if that is new enough, else in a newer one that it finds.
 */
public final class Main {

  private static final int NEEDED = 21;
  private static final String APPLICATION = "dev.pgext.cli.Pgext";

  private Main() {}

  /** Runs pgext with these arguments, here or in a child. */
  public static void main(String[] arguments) throws Throwable {
    JavaVersion here = JavaVersion.parse(System.getProperty("java.version"));
    if (here.feature() >= NEEDED) {
      ParentWatch.startIfChild();
      runHere(arguments);
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

  private static void runHere(String[] arguments) throws Throwable {
    try {
      Class.forName(APPLICATION).getMethod("main", String[].class).invoke(null, (Object) arguments);
    } catch (java.lang.reflect.InvocationTargetException thrown) {
      throw thrown.getCause();
    }
  }
}
