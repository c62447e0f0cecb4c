package dev.pgext.realtime.hub;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class RowArraysTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void anEmptyArrayIsOnePart() throws IOException {
    assertThat(joined("[]").size()).isZero();
  }

  @Test
  void partsTogetherAreTheRowsWhateverTheyContain() throws IOException {
    StringBuilder rows = new StringBuilder("[");
    for (int n = 0; n < 5000; n++) {
      rows.append(n == 0 ? "" : ", \n ").append("{\"n\":").append(n);
      rows.append(",\"a\":[1,{\"b\":\"]}\\\",[{\"}],\"t\":\"\\\\\",\"z\":null}");
    }
    String all = rows.append(']').toString();
    assertThat(joined(all)).isEqualTo(JSON.readTree(all));
    RowArrays parts = new RowArrays(all.getBytes(StandardCharsets.UTF_8));
    assertThat(parts.next().length).isLessThan(70_000);
  }

  private static JsonNode joined(String rows) throws IOException {
    ArrayNode all = JSON.createArrayNode();
    RowArrays parts = new RowArrays(rows.getBytes(StandardCharsets.UTF_8));
    while (parts.hasNext()) {
      JSON.readTree(parts.next()).forEach(all::add);
    }
    return all;
  }
}
