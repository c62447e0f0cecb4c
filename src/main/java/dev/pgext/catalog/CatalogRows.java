package dev.pgext.catalog;

import java.util.List;

/** What the catalog queries gave, all from one snapshot of the database. */
record CatalogRows(
    int serverVersion,
    List<PgType> types,
    List<RelationRow> relations,
    List<ColumnRow> columns,
    List<KeyConstraint> constraints,
    List<ViewRow> views,
    List<RoutineRow> routines,
    List<RowFunction> rowFunctions,
    List<RepresentationRow> representations,
    List<HandlerRow> mediaHandlers,
    List<OperatorRow> operators,
    List<CastRow> casts) {}
