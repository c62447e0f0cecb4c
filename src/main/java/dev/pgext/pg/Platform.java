package dev.pgext.pg;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** An operating system and processor for which PostgreSQL archives are published. */
enum Platform {
  LINUX_AMD64("linux-amd64", "postgres-linux-x86_64.txz"),
  LINUX_ARM64("linux-arm64v8", "postgres-linux-arm_64.txz"),
  LINUX_MUSL_AMD64("linux-amd64-alpine", "postgres-linux-x86_64-alpine_linux.txz"),
  MACOS_AMD64("darwin-amd64", "postgres-darwin-x86_64.txz"),
  MACOS_ARM64("darwin-arm64v8", "postgres-darwin-arm_64.txz"),
  WINDOWS_AMD64("windows-amd64", "postgres-windows-x86_64.txz");

  private final String id;
  private final String archiveEntry;

  Platform(String id, String archiveEntry) {
    this.id = id;
    this.archiveEntry = archiveEntry;
  }

  /** The platform's name in the archive's Maven coordinates. */
  String id() {
    return id;
  }

  /** The name of the tar inside the archive's jar. */
  String archiveEntry() {
    return archiveEntry;
  }

  /** The platform this JVM runs on. */
  static Platform current() {
    String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    String processor = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
    boolean arm = processor.equals("aarch64") || processor.equals("arm64");
    boolean amd = processor.equals("amd64") || processor.equals("x86_64");
    if (system.contains("linux") && amd) {
      return Files.exists(Path.of("/lib/ld-musl-x86_64.so.1")) && !hasGlibc()
          ? LINUX_MUSL_AMD64
          : LINUX_AMD64;
    }
    if (system.contains("linux") && arm) {
      return LINUX_ARM64;
    }
    if (system.contains("mac") && (arm || amd)) {
      return arm ? MACOS_ARM64 : MACOS_AMD64;
    }
    if (system.contains("windows") && (arm || amd)) {
      return WINDOWS_AMD64;
    }
    throw new EmbeddedPostgresException(
        "There is no embedded PostgreSQL for %s on %s; give the URI of a running server instead"
            .formatted(system, processor));
  }

  private static boolean hasGlibc() {
    return Files.exists(Path.of("/lib64/ld-linux-x86-64.so.2"));
  }

  boolean windows() {
    return this == WINDOWS_AMD64;
  }

  boolean linux() {
    return this == LINUX_AMD64 || this == LINUX_ARM64 || this == LINUX_MUSL_AMD64;
  }
}
