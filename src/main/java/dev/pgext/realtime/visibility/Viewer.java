package dev.pgext.realtime.visibility;

/**
 * As whom rows are seen. Equal viewers are one group, for which everything is decided once.
 *
 * @param claims the JSON that {@code request.jwt.claims} holds for this viewer's REST requests
 */
public record Viewer(String role, String claims) {}
