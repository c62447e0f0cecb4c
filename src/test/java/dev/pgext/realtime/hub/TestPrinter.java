package dev.pgext.realtime.hub;

import dev.pgext.realtime.cdc.TableShape;
import dev.pgext.realtime.cdc.Tuple;
import dev.pgext.realtime.row.ExoticJson;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.StringJoiner;

/** Writes a row as words. */
record TestPrinter(TableShape shape) implements RowPrinter {
  @Override
  public boolean asks() {
    return false;
  }

  @Override
  public ExoticJson prepare(List<Tuple> rows, String role) {
    return ExoticJson.NONE;
  }

  @Override
  public byte[] print(Tuple row, ExoticJson prepared) {
    StringJoiner values = new StringJoiner(" ");
    for (int column = 0; column < shape.columns().size(); column++) {
      values.add(shape.columns().get(column).name() + "=" + row.text(column));
    }
    return values.toString().getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public List<String> unchanged(Tuple row) {
    return List.of();
  }
}
