package dev.pgext.migrate.file;

import dev.pgext.migrate.file.MigrationFile.Kind;
import dev.pgext.migrate.script.ScriptException;
import dev.pgext.migrate.script.Source;
import dev.pgext.migrate.script.SqlFault;
import dev.pgext.pg.FileFault;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Supplier;

/** Reads one file of a project. */
final class MigrationReader {
  private final ProjectFolder folder;
  private final DbmateFormat dbmate;
  private final Placeholders placeholders;

  MigrationReader(ProjectFolder folder, Surroundings surroundings) {
    this.folder = folder;
    this.dbmate = new DbmateFormat(surroundings.environment());
    this.placeholders =
        new Placeholders(
            surroundings.placeholders(),
            properties(folder.directory().resolve("flyway.conf")),
            surroundings.environment());
  }

  MigrationFile schema() {
    Source source = source(folder.schema(), StandardCharsets.UTF_8);
    return new MigrationFile(
        Kind.SCHEMA,
        null,
        "schema",
        SchemaFile.NAME,
        Checksum.of(source.text()),
        Section.whole(source, Section.Wish.TRANSACTION),
        null);
  }

  /** Flyway's undo script of a version. */
  Section undo(Path file) {
    Map<String, String> settings = settings(file);
    return Section.whole(filled(read(file, settings), file, settings), wish(settings));
  }

  MigrationFile migration(Path file, FileName name) {
    Map<String, String> settings = settings(file);
    Source raw = read(file, settings);
    Source source = name.flyway() ? filled(raw, file, settings) : raw;
    DbmateFormat.Sections sections =
        DbmateFormat.recognizes(source.text())
            ? faulty(source, () -> dbmate.cut(source))
            : new DbmateFormat.Sections(Section.whole(source, wish(settings)), null);
    return new MigrationFile(
        kind(name.prefix()),
        name.version().isEmpty() ? null : Version.parse(name.version()),
        name.description(),
        folder.migrations().relativize(file).toString().replace('\\', '/'),
        checksum(name, raw, sections),
        sections.up(),
        sections.down());
  }

  /** Flyway sums up what is in the file, or of a repeatable one what is run. */
  private static int checksum(FileName name, Source raw, DbmateFormat.Sections sections) {
    if (name.prefix() == 'R') {
      return Checksum.of(sections.up().source().text());
    }
    boolean reversible = !name.flyway() && DbmateFormat.recognizes(raw.text());
    return Checksum.of(reversible ? DbmateFormat.upText(raw.text()) : raw.text());
  }

  private static Kind kind(char prefix) {
    return switch (prefix) {
      case 'B' -> Kind.BASELINE;
      case 'R' -> Kind.REPEATABLE;
      default -> Kind.VERSIONED;
    };
  }

  private Source filled(Source raw, Path file, Map<String, String> settings) {
    return settings.getOrDefault("placeholderReplacement", "true").equals("false")
        ? raw
        : new Source(
            raw.name(),
            faulty(raw, () -> placeholders.fill(raw.text(), file.getFileName().toString())));
  }

  private static Section.Wish wish(Map<String, String> settings) {
    return settings.getOrDefault("executeInTransaction", "true").equals("false")
        ? Section.Wish.NO_TRANSACTION
        : Section.Wish.TRANSACTION;
  }

  private static <T> T faulty(Source source, Supplier<T> reading) {
    try {
      return reading.get();
    } catch (ScriptException fault) {
      throw new MigrationFileException(List.of(SqlFault.of(source, fault).render()));
    }
  }

  private Source read(Path file, Map<String, String> settings) {
    return source(file, Charset.forName(settings.getOrDefault("encoding", "UTF-8")));
  }

  private Source source(Path file, Charset charset) {
    String name = folder.named(file);
    try {
      return new Source(name, Files.readString(file, charset));
    } catch (CharacterCodingException e) {
      throw new MigrationFileException(List.of(name + ": this is not " + charset.name()));
    } catch (IOException e) {
      throw new MigrationFileException(List.of(name + ": cannot be read: " + FileFault.text(e)));
    }
  }

  /** Flyway's settings of one script, in a file of its name with {@code .conf} behind it. */
  private static Map<String, String> settings(Path script) {
    return properties(script.resolveSibling(script.getFileName() + ".conf"));
  }

  private static Map<String, String> properties(Path file) {
    Map<String, String> settings = new HashMap<>();
    if (Files.isRegularFile(file)) {
      Properties properties = new Properties();
      try (var text = Files.newBufferedReader(file)) {
        properties.load(text);
      } catch (IOException e) {
        throw new MigrationFileException(List.of(file + ": cannot be read: " + FileFault.text(e)));
      }
      properties.forEach((key, value) -> settings.put(key.toString(), value.toString().strip()));
    }
    return settings;
  }
}
