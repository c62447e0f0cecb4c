package dev.pgext.project.dev;

import dev.pgext.http.Frontend;
import dev.pgext.http.WebFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/** A frontend whose pages have one script more, which keeps them up to date. Thread-safe. */
public final class LivePages implements Frontend {
  /** Where the script hears of what happens. */
  public static final String EVENTS = "/pgext-dev/events";

  private static final String SCRIPT = "/pgext-dev/dev.js";
  private static final byte[] TAG =
      ("<script src=\"" + SCRIPT + "\"></script>\n").getBytes(StandardCharsets.US_ASCII);

  private final Frontend pages;

  public LivePages(Frontend pages) {
    this.pages = pages;
  }

  @Override
  public Optional<WebFile> find(String path) {
    return path.equals(SCRIPT)
        ? Optional.of(WebFile.of("dev.js", script()))
        : pages.find(path).map(LivePages::live);
  }

  private static WebFile live(WebFile file) {
    return file.mediaType().startsWith("text/html")
        ? WebFile.of("page.html", withScript(file.content()))
        : file;
  }

  /**
   * In front of the end of the body; bytes of any encoding that has ASCII in it stay as they are.
   */
  private static byte[] withScript(byte[] page) {
    String text = new String(page, StandardCharsets.ISO_8859_1);
    int end = text.toLowerCase(Locale.ROOT).lastIndexOf("</body>");
    int at = end < 0 ? page.length : end;
    byte[] live = new byte[page.length + TAG.length];
    System.arraycopy(page, 0, live, 0, at);
    System.arraycopy(TAG, 0, live, at, TAG.length);
    System.arraycopy(page, at, live, at + TAG.length, page.length - at);
    return live;
  }

  private static byte[] script() {
    try (InputStream script = LivePages.class.getResourceAsStream("dev.js")) {
      if (script == null) {
        throw new IllegalStateException("The jar lacks dev.js");
      }
      return script.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
