package dev.pgext.project.functions;

import dev.pgext.migrate.MigrationException;
import dev.pgext.migrate.MigrationException.Reason;
import dev.pgext.migrate.Session;
import dev.pgext.pg.FileFault;
import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All files of functions that a database is to have, in the order of their paths. */
public record FunctionSet(List<FunctionFile> files) {
  private static final String FOLDER = "functions";

  public FunctionSet {
    files = files.stream().sorted(Comparator.comparing(FunctionFile::path)).toList();
  }

  /**
   * Reads {@code functions/**}{@code /*.sql} of a project; hidden files and folders are left out.
   *
   * @throws MigrationException where a file cannot be read
   */
  public static FunctionSet read(Path project) {
    Path folder = project.resolve(FOLDER);
    if (!Files.isDirectory(folder)) {
      return new FunctionSet(List.of());
    }
    try (Stream<Path> paths = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
      return new FunctionSet(
          paths
              .filter(path -> counts(folder.relativize(path)) && Files.isRegularFile(path))
              .map(path -> file(project, path))
              .toList());
    } catch (IOException | java.io.UncheckedIOException e) {
      throw new MigrationException(Reason.FILES, folder + ": cannot be read: " + FileFault.text(e));
    }
  }

  /** Whether a path below functions/ is one of its files. */
  public static boolean counts(Path below) {
    return below.toString().endsWith(".sql")
        && Stream.iterate(below, Path::getParent)
            .takeWhile(path -> path != null)
            .noneMatch(path -> String.valueOf(path.getFileName()).startsWith("."));
  }

  private static FunctionFile file(Path project, Path path) {
    String name = project.relativize(path).toString().replace('\\', '/');
    try {
      return new FunctionFile(name, Files.readString(path));
    } catch (IOException e) {
      throw new MigrationException(
          Reason.FILES, name + ": cannot be read, as UTF-8: " + e.getMessage());
    }
  }

  /** What a database has now. Writes nothing. */
  public static FunctionSet deployed(Session session) throws SQLException {
    return stored(session, new Ledger(session).hashes());
  }

  /**
   * What a database had once: for going back.
   *
   * @param hashes by path
   * @throws MigrationException where the database does not know such a content
   */
  public static FunctionSet stored(Session session, Map<String, String> hashes)
      throws SQLException {
    Map<String, String> texts = new Ledger(session).texts();
    return new FunctionSet(
        hashes.entrySet().stream()
            .map(file -> new FunctionFile(file.getKey(), text(texts, file)))
            .toList());
  }

  private static String text(Map<String, String> texts, Map.Entry<String, String> file) {
    return Optional.ofNullable(texts.get(file.getValue()))
        .orElseThrow(
            () ->
                new MigrationException(
                    Reason.STATE,
                    "%s: the database does not have its text of that time (%s)"
                        .formatted(file.getKey(), file.getValue())));
  }

  /** The contents' hashes by path. */
  public Map<String, String> hashes() {
    return files.stream()
        .collect(
            Collectors.toMap(
                FunctionFile::path, FunctionFile::hash, (one, same) -> one, TreeMap::new));
  }
}
