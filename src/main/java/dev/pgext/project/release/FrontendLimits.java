package dev.pgext.project.release;

/**
 * How large a frontend may be, so that a wrong folder is noticed before it is in the database.
 *
 * @param fileBytes of one file
 * @param totalBytes of all files together
 */
public record FrontendLimits(long fileBytes, long totalBytes, int files) {
  public static final FrontendLimits STANDARD = new FrontendLimits(25L << 20, 250L << 20, 10_000);
}
