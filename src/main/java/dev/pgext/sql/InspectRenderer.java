package dev.pgext.sql;

import dev.pgext.config.OpenApiMode;

/**
 * Writes the SELECT that says what the OpenAPI description needs of the database at the time of the
 * request: the schema's comment and, where the description follows privileges, the relations and
 * routines that the role may use.
 *
 * <p>The body is a JSON object: {@code description}, and either both of {@code relations} (names)
 * and {@code routines} (name, description, volatile, parameters) or neither. Types are written
 * under the request's search path. See <a
 * href="https://docs.postgrest.org/en/stable/references/api/openapi.html">PostgREST: OpenAPI</a>.
 */
final class InspectRenderer {
  private static final String BEFORE =
      """
      SELECT NULL::bigint AS total, 0::bigint AS page,
        (SELECT json_build_object(""";

  private static final String SCHEMA = ") FROM pg_catalog.pg_namespace n WHERE n.nspname = ";

  private static final String AFTER =
      """
      )::text AS body,
        NULL::text AS headers, NULL::text AS status, NULL::bigint AS inserted,
        NULL::text[] AS location""";

  private static final String DESCRIPTION = "'description', obj_description(n.oid, 'pg_namespace')";

  private static final String RELATIONS =
      """
      'relations', (
        SELECT coalesce(json_agg(c.relname), '[]')
        FROM pg_catalog.pg_class c
        WHERE c.relnamespace = n.oid AND c.relkind IN ('r', 'p', 'f', 'v', 'm')
          AND NOT c.relispartition
          AND (pg_has_role(c.relowner, 'USAGE')
            OR has_table_privilege(
              c.oid, 'SELECT, INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER')
            OR has_any_column_privilege(c.oid, 'SELECT, INSERT, UPDATE, REFERENCES')))""";

  /** The routines that the catalog has, too: what can be called by names or with one body. */
  private static final String ROUTINES =
      """
      'routines', (
        SELECT coalesce(json_agg(json_build_object(
          'name', p.proname,
          'description', obj_description(p.oid, 'pg_proc'),
          'volatile', p.provolatile = 'v',
          'parameters', (
            SELECT coalesce(json_agg(json_build_object(
              'name', coalesce(i.name, ''),
              'type', i.type::regtype::text,
              'required', i.rank <= p.pronargs - p.pronargdefaults,
              'variadic', coalesce(i.mode = 'v', false)) ORDER BY i.rank), '[]')
            FROM (
              SELECT a.name, a.type, a.mode, row_number() OVER (ORDER BY a.position) AS rank
              FROM unnest(
                  p.proargnames, coalesce(p.proallargtypes, p.proargtypes::oid[]), p.proargmodes)
                WITH ORDINALITY AS a (name, type, mode, position)
              WHERE coalesce(a.mode, 'i') IN ('i', 'b', 'v')) AS i))), '[]')
        FROM pg_catalog.pg_proc p
        WHERE p.pronamespace = n.oid AND p.prokind = 'f'
          AND p.prorettype <> 'pg_catalog.trigger'::regtype
          AND has_function_privilege(p.oid, 'EXECUTE')
          AND (p.proargnames IS NOT NULL OR p.pronargs = 0
            OR p.pronargs = 1 AND p.proargtypes[0] IN (
              'bytea'::regtype, 'json'::regtype, 'jsonb'::regtype, 'text'::regtype,
              'xml'::regtype)))""";

  private InspectRenderer() {}

  static SqlFragment select(String schema, OpenApiMode mode) {
    SqlBuilder out = new SqlBuilder().sql(BEFORE).sql(DESCRIPTION);
    if (mode == OpenApiMode.FOLLOW_PRIVILEGES) {
      out.sql(",\n").sql(RELATIONS).sql(",\n").sql(ROUTINES);
    }
    return out.sql(SCHEMA).text(schema).sql(AFTER).build();
  }
}
