package dev.pgext.launcher;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.Properties;

/** An installed Java: where it is and which version its {@code release} file says it has. */
final class JavaHome {

  private final File home;
  private final JavaVersion version;

  private JavaHome(File home, JavaVersion version) {
    this.home = home;
    this.version = version;
  }

  /** The Java in this directory, if there is one. */
  static Optional<JavaHome> in(File home) {
    if (!executable(home).isFile()) {
      return Optional.empty();
    }
    try (InputStream content = new FileInputStream(new File(home, "release"))) {
      Properties release = new Properties();
      release.load(content);
      String version = release.getProperty("JAVA_VERSION", "").replace("\"", "");
      return version.isEmpty()
          ? Optional.<JavaHome>empty()
          : Optional.of(new JavaHome(home, JavaVersion.parse(version)));
    } catch (IOException | IllegalArgumentException notReadable) {
      return Optional.empty();
    }
  }

  JavaVersion version() {
    return version;
  }

  /** The {@code java} program. */
  File executable() {
    return executable(home);
  }

  private static File executable(File home) {
    return new File(home, File.separatorChar == '\\' ? "bin\\java.exe" : "bin/java");
  }
}
