package dev.pgext.admin;

import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Where the pages come from.
 *
 * @param live whether clients can connect to the API
 * @param ready whether the schema cache is loaded and the database answers
 * @param metrics Prometheus' text format
 * @param config the configuration in force, without secrets
 * @param schemaCache the schema cache as JSON in UTF-8; empty before the first
 */
public record AdminSources(
    BooleanSupplier live,
    BooleanSupplier ready,
    Supplier<String> metrics,
    Supplier<String> config,
    Supplier<byte[]> schemaCache) {}
