package dev.pgext.error;

/** One HTTP header field: name as written, value as text. */
public record Header(String name, String value) {}
