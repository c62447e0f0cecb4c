package dev.pgext.launcher;

import java.io.File;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Finds installed Javas where installers and version managers of each system put them. */
final class JavaHomes {

  private JavaHomes() {}

  /**
   * The Java that PGEXT_JAVA_HOME names, if it is new enough; else the newest that is found and is
   * new enough.
   */
  static Optional<JavaHome> newest(int needed) {
    Optional<JavaHome> wished = named("PGEXT_JAVA_HOME").filter(java -> enough(java, needed));
    if (wished.isPresent()) {
      return wished;
    }
    List<JavaHome> found = new ArrayList<>();
    named("JAVA_HOME").ifPresent(found::add);
    for (Folder folder : folders(new File(System.getProperty("user.home", "")))) {
      found.addAll(folder.javas());
    }
    return found.stream()
        .filter(java -> enough(java, needed))
        .max(Comparator.comparing(JavaHome::version));
  }

  private static boolean enough(JavaHome java, int needed) {
    return java.version().feature() >= needed;
  }

  private static Optional<JavaHome> named(String variable) {
    String home = System.getenv(variable);
    return home == null || home.isEmpty() ? Optional.empty() : JavaHome.in(new File(home));
  }

  private static List<Folder> folders(File user) {
    String inBundle = "Contents/Home";
    List<Folder> folders = new ArrayList<>();
    for (String path :
        Arrays.asList("/usr/lib/jvm", "/usr/java", "/opt/java", "/opt", "/usr/lib64/jvm")) {
      folders.add(new Folder(new File(path), ""));
    }
    for (String path :
        Arrays.asList(
            ".sdkman/candidates/java",
            ".jdks",
            ".local/share/mise/installs/java",
            ".asdf/installs/java",
            "scoop/apps")) {
      folders.add(new Folder(new File(user, path), ""));
    }
    folders.add(new Folder(new File("/Library/Java/JavaVirtualMachines"), inBundle));
    folders.add(new Folder(new File(user, "Library/Java/JavaVirtualMachines"), inBundle));
    String homebrew = "libexec/openjdk.jdk/" + inBundle;
    folders.add(new Folder(new File("/opt/homebrew/opt"), homebrew));
    folders.add(new Folder(new File("/usr/local/opt"), homebrew));
    folders.addAll(windows(System.getenv("ProgramFiles")));
    return folders;
  }

  private static List<Folder> windows(String programFiles) {
    if (programFiles == null) {
      return Collections.emptyList();
    }
    List<Folder> folders = new ArrayList<>();
    for (String vendor :
        Arrays.asList(
            "Java", "Eclipse Adoptium", "Microsoft", "Amazon Corretto", "Zulu", "BellSoft")) {
      folders.add(new Folder(new File(programFiles, vendor), ""));
    }
    return folders;
  }

  /** A directory of which the children, or something in each of them, are Java homes. */
  private static final class Folder {
    private final File directory;
    private final String inChild;

    Folder(File directory, String inChild) {
      this.directory = directory;
      this.inChild = inChild;
    }

    List<JavaHome> javas() {
      File[] children = directory.listFiles(File::isDirectory);
      if (children == null) {
        return Collections.emptyList();
      }
      List<JavaHome> javas = new ArrayList<>();
      for (File child : children) {
        JavaHome.in(inChild.isEmpty() ? child : new File(child, inChild)).ifPresent(javas::add);
      }
      return javas;
    }
  }
}
