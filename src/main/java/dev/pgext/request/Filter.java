package dev.pgext.request;

/** {@code field=not.operator.value}. */
public record Filter(Field field, boolean negated, Operation operation) {}
