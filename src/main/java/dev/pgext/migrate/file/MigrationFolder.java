package dev.pgext.migrate.file;

import dev.pgext.migrate.file.MigrationFile.Kind;
import dev.pgext.pg.FileFault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** Reads all migrations of a project. Confined to one reading. */
public final class MigrationFolder {
  private static final Comparator<MigrationFile> ORDER =
      Comparator.comparing(MigrationFile::kind)
          .thenComparing(MigrationFile::version, Comparator.nullsFirst(Comparator.naturalOrder()))
          .thenComparing(MigrationFile::description);

  private final ProjectFolder folder;
  private final MigrationReader reader;
  private final List<String> faults = new ArrayList<>();

  private MigrationFolder(ProjectFolder folder, Surroundings surroundings) {
    this.folder = folder;
    this.reader = new MigrationReader(folder, surroundings);
  }

  /**
   * The migrations in the order in which they run.
   *
   * @throws MigrationFileException with every fault found
   */
  public static List<MigrationFile> read(ProjectFolder folder, Surroundings surroundings) {
    try {
      return new MigrationFolder(folder, surroundings).read();
    } catch (IOException | UncheckedIOException e) {
      throw new MigrationFileException(List.of("cannot read the migrations: " + FileFault.text(e)));
    }
  }

  private List<MigrationFile> read() throws IOException {
    List<MigrationFile> found = new ArrayList<>();
    Map<Version, Section> undo = new HashMap<>();
    if (Files.isRegularFile(folder.schema())) {
      attempt(() -> found.add(reader.schema()));
    }
    for (Path file : scripts()) {
      FileName name = FileName.parse(file.getFileName().toString()).orElse(null);
      if (name == null) {
        refuse(file);
      } else if (name.prefix() == 'U') {
        attempt(() -> undo.put(Version.parse(name.version()), reader.undo(file)));
      } else {
        attempt(() -> found.add(reader.migration(file, name)));
      }
    }
    found.sort(ORDER);
    List<MigrationFile> complete = found.stream().map(file -> withUndo(file, undo)).toList();
    refuseDoubles(complete);
    if (!faults.isEmpty()) {
      throw new MigrationFileException(faults);
    }
    return complete;
  }

  private void attempt(Runnable reading) {
    try {
      reading.run();
    } catch (MigrationFileException fault) {
      faults.add(String.valueOf(fault.getMessage()));
    }
  }

  private List<Path> scripts() throws IOException {
    if (!Files.isDirectory(folder.migrations())) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(folder.migrations(), FileVisitOption.FOLLOW_LINKS)) {
      return files
          .filter(file -> file.getFileName().toString().endsWith(".sql"))
          .filter(Files::isRegularFile)
          .sorted()
          .toList();
    }
  }

  private void refuse(Path file) {
    if (!Callback.isName(file.getFileName().toString())) {
      faults.add(
          folder.named(file)
              + ": a migration's name begins with its version, as 20261120164500_add_tasks.sql,"
              + " V1__add_tasks.sql or, to run again whenever it changes, R__add_tasks.sql");
    }
  }

  private static MigrationFile withUndo(MigrationFile file, Map<Version, Section> undo) {
    Section section = file.kind() == Kind.VERSIONED ? undo.get(file.version()) : null;
    return section == null ? file : file.withDown(section);
  }

  private void refuseDoubles(List<MigrationFile> sorted) {
    for (int i = 1; i < sorted.size(); i++) {
      MigrationFile former = sorted.get(i - 1);
      MigrationFile file = sorted.get(i);
      if (Objects.equals(former.identity(), file.identity())) {
        faults.add(
            "%s and %s have the same %s: rename one"
                .formatted(
                    former.path(),
                    file.path(),
                    file.kind() == Kind.REPEATABLE ? "description" : "version"));
      }
    }
  }
}
