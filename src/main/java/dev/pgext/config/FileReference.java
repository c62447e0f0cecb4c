package dev.pgext.config;

import java.io.IOException;
import java.nio.file.Files;

/** Values of the form {@code @file}, which stand for the file's content. */
final class FileReference {

  private static final String STANDARD_INPUT = "/dev/stdin";

  private final ConfigSources sources;

  FileReference(ConfigSources sources) {
    this.sources = sources;
  }

  static boolean isReference(String value) {
    return value.startsWith("@");
  }

  /** The content of the file that the value names. */
  byte[] content(String value) {
    String name = value.substring(1);
    try {
      return name.equals(STANDARD_INPUT)
          ? sources.standardInput().content()
          : Files.readAllBytes(sources.directory().resolve(name));
    } catch (IOException unreadable) {
      throw new InvalidSettingException(FileFault.describe(name, unreadable));
    }
  }
}
