package dev.pgext.realtime.visibility;

import dev.pgext.realtime.cdc.TableShape;
import dev.pgext.realtime.cdc.Tuple;
import dev.pgext.realtime.row.RowRule;

/** Does this image of a row meet a rule that only PostgreSQL can decide, as seen by this viewer? */
public record Question(TableShape table, Tuple image, Viewer viewer, RowRule.Sql rule) {}
