package dev.pgext.realtime.row;

/**
 * A value that only PostgreSQL can print.
 *
 * @param schema the table's: it leads the search path, as in a REST request
 * @param json SQL that makes JSON of it, it being in the column {@code text}
 * @param text as the output function printed it
 */
record ExoticValue(String schema, String json, String text) {}
