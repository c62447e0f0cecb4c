package dev.pgext.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;

/** Why a file cannot be read, for its user. */
final class FileFault {

  private FileFault() {}

  static String describe(String file, IOException cause) {
    return switch (cause) {
      case NoSuchFileException missing -> file + ": does not exist (No such file or directory)";
      case AccessDeniedException denied -> file + ": permission denied (Permission denied)";
      case CharacterCodingException binary -> file + ": is not UTF-8 text";
      default -> file + ": " + cause.getMessage();
    };
  }
}
