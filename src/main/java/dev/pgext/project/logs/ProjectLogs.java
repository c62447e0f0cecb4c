package dev.pgext.project.logs;

import dev.pgext.observe.LogFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Where a project's logs are: {@code .pgext/logs}, beside what else pgext keeps there. */
public record ProjectLogs(Path project) {
  private static final String OWN = ".pgext";
  private static final String POSTGRES = "server.log";
  private static final int DEPTH = 3;

  /** The logs of a folder that is a project; empty where it is not one. */
  public static Optional<ProjectLogs> of(Path folder) {
    boolean project =
        Files.isDirectory(folder.resolve(OWN)) || Files.isRegularFile(folder.resolve("schema.sql"));
    return project ? Optional.of(new ProjectLogs(folder)) : Optional.empty();
  }

  /** The file of one kind of process, such as {@code server}. */
  public LogFile file(String name) {
    return new LogFile(folder().resolve(name + ".log"), LogFile.Bounds.STANDARD);
  }

  private Path folder() {
    return project.resolve(OWN).resolve("logs");
  }

  /** Our own files, the older parts of each first. */
  List<Path> files() throws IOException {
    return found(folder(), 1, name -> name.matches("\\w+\\.log(\\.\\d+)?")).stream()
        .sorted(
            Comparator.comparing(ProjectLogs::base)
                .thenComparing(ProjectLogs::age, Comparator.reverseOrder()))
        .toList();
  }

  /** The logs of embedded servers. */
  List<Path> postgresFiles() throws IOException {
    Path own = project.resolve(OWN);
    return found(own, DEPTH, POSTGRES::equals).stream()
        .filter(path -> !path.startsWith(folder()))
        .toList();
  }

  private static List<Path> found(Path folder, int depth, Predicate<String> name)
      throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> paths =
        Files.find(
            folder,
            depth,
            (path, facts) -> facts.isRegularFile() && name.test(path.getFileName().toString()))) {
      return paths.sorted().toList();
    }
  }

  private static String base(Path file) {
    return file.getFileName().toString().replaceFirst("\\.\\d+$", "");
  }

  private static int age(Path file) {
    String name = file.getFileName().toString();
    String last = name.substring(name.lastIndexOf('.') + 1);
    return last.equals("log") ? 0 : Integer.parseInt(last);
  }
}
