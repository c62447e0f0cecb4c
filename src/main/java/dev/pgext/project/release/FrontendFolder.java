package dev.pgext.project.release;

import dev.pgext.pg.FileFault;
import dev.pgext.project.release.ReleaseException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What a folder has for browsers, and what of it is not deployed.
 *
 * @param files by their paths' order
 */
public record FrontendFolder(List<FrontendFile> files, List<Skipped> skipped) {
  private static final String WELL_KNOWN = ".well-known";
  private static final String PACKAGES = "node_modules";

  public FrontendFolder {
    files = List.copyOf(files);
    skipped = List.copyOf(skipped);
  }

  /** A file or folder that stays here. */
  public record Skipped(String path, String reason) {}

  /**
   * Reads a folder; one that is not there has no files.
   *
   * @throws ReleaseException where it is too large, or a file cannot be read
   */
  public static FrontendFolder read(Path folder, FrontendLimits limits) {
    if (!Files.isDirectory(folder)) {
      return new FrontendFolder(List.of(), List.of());
    }
    try {
      Walk walk = new Walk(folder.toRealPath(), limits, new ArrayList<>(), new ArrayList<>());
      walk.into(folder.toRealPath(), "");
      return new FrontendFolder(walk.files(), walk.skipped());
    } catch (IOException e) {
      throw new ReleaseException(Reason.FILES, folder + ": cannot be read: " + FileFault.text(e));
    }
  }

  /** From each path to its file's hash. */
  public Manifest manifest() {
    TreeMap<String, String> hashes = new TreeMap<>();
    files.forEach(file -> hashes.put(file.path(), file.hash()));
    return new Manifest(hashes);
  }

  private record Walk(
      Path root, FrontendLimits limits, List<FrontendFile> files, List<Skipped> skipped) {

    void into(Path folder, String path) throws IOException {
      List<Path> entries;
      try (Stream<Path> listed = Files.list(folder)) {
        entries = listed.sorted().toList();
      }
      for (Path entry : entries) {
        entry(entry, path + "/" + entry.getFileName());
      }
    }

    private void entry(Path entry, String path) throws IOException {
      String reason = obstacle(entry, String.valueOf(entry.getFileName()));
      if (!reason.isEmpty()) {
        skipped.add(new Skipped(path, reason));
      } else if (Files.isDirectory(entry)) {
        into(entry, path);
      } else {
        add(entry, path);
      }
    }

    /** Why it is not deployed; empty where it is. */
    private String obstacle(Path entry, String name) throws IOException {
      if (name.startsWith(".") && !name.equals(WELL_KNOWN)) {
        return "hidden";
      }
      if (name.equals(PACKAGES)) {
        return "packages that a build needs, not browsers";
      }
      if (name.chars().anyMatch(c -> c < ' ' || c == '\\' || c == ':')) {
        return "a name that no browser can ask for";
      }
      if (Files.isSymbolicLink(entry)) {
        return ofLink(entry);
      }
      return Files.isDirectory(entry) || Files.isRegularFile(entry) ? "" : "not a file";
    }

    private String ofLink(Path link) throws IOException {
      if (!Files.exists(link)) {
        return "a link to nothing";
      }
      if (!link.toRealPath().startsWith(root)) {
        return "a link that leads out of the folder";
      }
      return Files.isRegularFile(link) ? "" : "a link to a folder";
    }

    private void add(Path source, String path) throws IOException {
      if (Files.size(source) > limits.fileBytes()) {
        throw tooMuch(
            "%s has %s; a file may have %s"
                .formatted(source, size(Files.size(source)), size(limits.fileBytes())));
      }
      if (files.size() == limits.files()) {
        throw tooMuch("%s has more than %d files".formatted(root, limits.files()));
      }
      files.add(FrontendFile.read(path, source));
      long total = files.stream().mapToLong(FrontendFile::size).sum();
      if (total > limits.totalBytes()) {
        throw tooMuch("%s has more than %s".formatted(root, size(limits.totalBytes())));
      }
    }

    private static String size(long bytes) {
      return bytes < 1 << 20 ? bytes + " bytes" : (bytes >> 20) + " MB";
    }

    private static ReleaseException tooMuch(String fact) {
      return new ReleaseException(
          Reason.FILES,
          fact
              + ".\n  hint: frontend/ is for what browsers load; keep large files in an object store");
    }
  }
}
