package dev.pgext.project;

import dev.pgext.pg.SecretFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Base64;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A project as {@code pgext init} makes it: the to-do application, to be changed into another. */
public final class NewProject {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_-]{0,62}");
  private static final int SECRET_BYTES = 48;
  private static final int PASSWORD_BYTES = 18;

  private final String name;
  private final Map<String, String> values;

  /**
   * Prepares it; nothing is written yet.
   *
   * @param name of the folder and of the database
   * @param random of its secrets: a secure one
   * @throws IllegalArgumentException for people, where the name does not do
   */
  public NewProject(String name, RandomGenerator random) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "\"%s\" cannot be a project's name: it has small letters, digits, - and _, begins with a letter and is not longer than 63"
              .formatted(name));
    }
    this.name = name;
    this.values =
        Map.of(
            "{{name}}", name,
            "{{secret}}", secret(random, SECRET_BYTES),
            "{{password}}", secret(random, PASSWORD_BYTES));
  }

  private static String secret(RandomGenerator random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  public String name() {
    return name;
  }

  /**
   * Writes its files.
   *
   * @param folder that does not exist yet, or is empty
   * @throws FileAlreadyExistsException where it is neither; nothing was written
   * @throws IOException where they cannot all be written; none is left
   */
  public void write(Path folder) throws IOException {
    requireEmpty(folder);
    writeAll(folder);
  }

  /**
   * Writes its files beside others, as into a repository that was cloned for it.
   *
   * @throws FileAlreadyExistsException where one of them is there; nothing was written
   * @throws IOException where they cannot all be written; none is left
   */
  public void writeInto(Path folder) throws IOException {
    for (TemplateFile file : TemplateFile.ALL) {
      Path target = folder.resolve(file.path());
      if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
        throw new FileAlreadyExistsException(target.toString());
      }
    }
    writeAll(folder);
  }

  private void writeAll(Path folder) throws IOException {
    Path kept = existing(folder);
    try {
      for (TemplateFile file : TemplateFile.ALL) {
        write(folder.resolve(file.path()), file);
      }
    } catch (IOException e) {
      for (TemplateFile file : TemplateFile.ALL) {
        remove(folder.resolve(file.path()), kept);
      }
      throw e;
    }
  }

  /** The folder, or the nearest above it, that is there. */
  private static Path existing(Path folder) {
    Path found = folder.toAbsolutePath();
    while (!Files.exists(found) && found.getParent() != null) {
      found = found.getParent();
    }
    return found;
  }

  /** With the folders below that one which have nothing in them then. */
  private static void remove(Path file, Path kept) throws IOException {
    if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      Files.delete(file);
    }
    Path folder = file.toAbsolutePath().getParent();
    while (folder != null && !folder.equals(kept)) {
      if (isEmpty(folder)) {
        Files.delete(folder);
      }
      folder = folder.getParent();
    }
  }

  private static boolean isEmpty(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return false;
    }
    try (Stream<Path> inside = Files.list(folder)) {
      return inside.findAny().isEmpty();
    }
  }

  private static void requireEmpty(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    if (!isEmpty(folder)) {
      throw new FileAlreadyExistsException(folder.toString());
    }
  }

  private void write(Path target, TemplateFile file) throws IOException {
    Files.createDirectories(target.getParent());
    byte[] content = filled(file.content());
    if (file.secret()) {
      SecretFile.create(target, content);
    } else {
      Files.write(target, content, StandardOpenOption.CREATE_NEW);
    }
  }

  private byte[] filled(byte[] content) {
    String text = new String(content, StandardCharsets.UTF_8);
    for (Map.Entry<String, String> value : values.entrySet()) {
      text = text.replace(value.getKey(), value.getValue());
    }
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
