package dev.pgext.catalog;

import dev.pgext.pg.QualifiedName;

/**
 * The type of a column or parameter. {@code nominal} and {@code base} are SQL text as {@code
 * format_type} writes it, so they may stand in a statement as they are.
 *
 * @param oid the declared type, a domain perhaps
 * @param baseOid the type under all domains
 * @param nominal the declared type with its modifiers, such as {@code character varying(20)} or
 *     {@code test.color}
 * @param base the type under all domains as OpenAPI and PostgREST show it: without modifiers if it
 *     is PostgreSQL's own, else {@code nominal}
 * @param baseName schema and name of the base type in {@code pg_type}, for casts that must not
 *     apply modifiers
 */
public record DataType(int oid, int baseOid, String nominal, String base, QualifiedName baseName) {}
