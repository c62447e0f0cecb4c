package dev.pgext.realtime.hub;

import dev.pgext.pg.QualifiedName;

/** A table and the name by which it was subscribed to; either may be another's meanwhile. */
record NamedTable(int oid, QualifiedName name) {}
