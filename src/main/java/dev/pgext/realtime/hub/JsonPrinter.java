package dev.pgext.realtime.hub;

import dev.pgext.realtime.cdc.Tuple;
import dev.pgext.realtime.row.ExoticJson;
import dev.pgext.realtime.row.ExoticValues;
import dev.pgext.realtime.row.JsonBuffer;
import dev.pgext.realtime.row.RowJson;
import java.util.List;

/** Prints rows as REST does. */
record JsonPrinter(RowJson json, ExoticValues exotic) implements RowPrinter {
  private static final int USUAL_SIZE = 256;

  @Override
  public boolean asks() {
    return json.exotic();
  }

  @Override
  public ExoticJson prepare(List<Tuple> rows, String role) {
    return exotic.ask(rows.stream().map(row -> new ExoticValues.Row(json, row)).toList(), role);
  }

  @Override
  public byte[] print(Tuple row, ExoticJson prepared) {
    JsonBuffer buffer = new JsonBuffer(USUAL_SIZE);
    json.write(row, prepared, buffer);
    return buffer.toBytes();
  }

  @Override
  public List<String> unchanged(Tuple row) {
    return json.unchanged(row);
  }
}
