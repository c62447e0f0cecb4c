package dev.pgext.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pgext.request.Payload.Form;
import dev.pgext.request.Payload.Raw;
import dev.pgext.request.Payload.UncheckedJson;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PayloadParserTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"b\": 1, \"a\": [1.50, {}]}",
        " [{\"a\":\"\\u0061\", \"b\":null}, {\"b\":1e400,\"a\":2}]\n",
        "[{\"a\":1,\"b\":2,\"a\":3},{\"b\":1,\"a\":1,\"b\":1}]",
        "{\"a\":\"\\ud83d\\uDE00 \\\\ud83d\",\"b\":\"\\\\\\u00e9\"}"
      })
  void handsOnJsonByteForByteWithItsKeys(String body) {
    ApiRequest request = Requests.post("/t", body);
    assertThat(text(request)).isEqualTo(body);
    assertThat(request.columns()).containsExactly("a", "b");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "\"text\"", "null", "true", "[]", " [ ] "})
  void takesWhatHasNoRowAsNoRows(String body) {
    ApiRequest request = Requests.post("/t", body);
    assertThat(text(request)).isEqualTo("[]");
    assertThat(request.columns()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "[1,]",
        "{\"a\":1}}",
        "}{ x = 2",
        "{'a':1}",
        "[{\"a\":1} {\"a\":1}]",
        "{\"a\":01}",
        "NaN",
        "\"a\nb\"",
        "\ufeff{}",
        "{} {}",
        "// c\n{}",
        "[{\"a\":1},{\"b\":1}",
        "{\"a\":\"\\ud83d\"}",
        "{\"a\":[\"\\uDE00\"]}",
        "{\"a\":\"\\ud83d\\u0041\"}",
        "{\"a\":\"\\ud83d\\\\ude00\"}",
        "{\"\\udc00\":1}"
      })
  void refusesWhatIsNoJson(String body) {
    assertThatThrownBy(() -> Requests.post("/t", body)).hasMessage("Empty or invalid json");
  }

  @Test
  void refusesJsonThatIsNotUtf8() {
    byte[] body = {'{', '"', (byte) 0xED, (byte) 0xA0, (byte) 0x80, '"', ':', '1', '}'};
    RawRequest request = Requests.request("POST", "/t", "");
    assertThatThrownBy(
            () -> Requests.parse(new RawRequest("POST", "/t", "", request.headers(), body)))
        .hasMessage("Empty or invalid json");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[{\"a\":1},{\"b\":1}]",
        "[{\"a\":1},{\"a\":1,\"b\":1}]",
        "[{\"a\":1,\"b\":1},{\"a\":1,\"a\":1}]",
        "[{},{\"a\":1}]",
        "[1]",
        "[[]]",
        "[{\"a\":1},null]"
      })
  void refusesRowsWithOtherKeysThanTheFirst(String body) {
    assertThatThrownBy(() -> Requests.post("/t", body)).hasMessage("All object keys must match");
  }

  @Test
  void survivesDeepNestingAndLongTexts() {
    assertThatThrownBy(() -> Requests.post("/t", "[".repeat(1_000_000)))
        .hasMessage("Empty or invalid json");
    String body = "{\"" + "k".repeat(100_000) + "\":" + "1".repeat(100_000) + "}";
    assertThat(text(Requests.post("/t", body))).isEqualTo(body);
    String nested = "{\"a\":" + "[".repeat(5000) + "]".repeat(5000) + "}";
    assertThat(text(Requests.post("/t", nested))).isEqualTo(nested);
  }

  @Test
  void doesNotLookAtJsonWhenColumnsAreGiven() {
    ApiRequest request = Requests.post("/t?columns=b,a", "no json");
    assertThat(request.payload()).isInstanceOf(UncheckedJson.class);
    assertThat(request.columns()).containsExactly("a", "b");
    assertThatThrownBy(() -> Requests.parse(Requests.request("PUT", "/t?columns=a", "no json")))
        .hasMessage("Empty or invalid json");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "a,b~1,hi~2,NULL | [{'a':'1','b':'hi'},{'a':'2','b':null}]",
        "a,b~1,2~ | [{'a':'1','b':'2'}]",
        "a~~1~~ | [{'a':'1'}]",
        "a~ | []",
        "a~\"x \"\"y\"\",~z\" | [{'a':'x \\'y\\',\\nz'}]",
        "a,b~1,2,3 | [{'a':'1','b':'2'}]",
        "a~\"cut off | [{'a':'cut of'}]",
        "\"a b\"~é | [{'a b':'é'}]",
      })
  void turnsCsvIntoRows(String csv, String json) {
    String expected = json.replace('\'', '"');
    for (String end : new String[] {"\n", "\r\n"}) {
      ApiRequest request = Requests.post("/t", csv.replace("~", end), "Content-Type", "text/csv");
      assertThat(text(request).replace("\\r\\n", "\\n")).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      nullValues = "-",
      value = {
        "- | parse error (not enough input) at \"\"",
        "a,b | parse error (not enough input) at \"\"",
        "a,b~1,2~3 | All lines must have same number of fields",
        "a\"b~1 | parse error (Failed reading: satisfy) at \"\\\"b\\n1\"",
        "a~1\"é~ | parse error (Failed reading: satisfy) at \"\\\"\\195\\169\\n\"",
        "a~\" | parse error (Failed reading: trailing double quote) at \"\"",
        "a~\"x\"\" | parse error (Failed reading: insufficient input) at \"\"",
      })
  void tellsWhatIsNoCsv(@Nullable String csv, String message) {
    String body = csv == null ? "" : csv.replace('~', '\n');
    assertThatThrownBy(() -> Requests.post("/t", body, "Content-Type", "text/csv; charset=x"))
        .hasMessage(message);
  }

  @Test
  void turnsAFormIntoARowOrIntoArguments() {
    String body = "b=x+y&a=%C3%A9;b=%22";
    String type = "application/x-www-form-urlencoded";
    ApiRequest row = Requests.post("/t", body, "Content-Type", type);
    assertThat(text(row)).isEqualTo("{\"b\":\"\\\"\",\"a\":\"é\"}");
    ApiRequest call = Requests.post("/rpc/f", body, "Content-Type", type);
    assertThat(((Form) payload(call)).fields())
        .extracting(Object::toString)
        .containsExactly("b=x y", "a=é", "b=\"");
    assertThat(call.columns()).containsExactly("a", "b");
  }

  @Test
  void callsFunctionsWithoutArgumentsByAnEmptyBody() {
    ApiRequest call = Requests.post("/rpc/f", "");
    assertThat(text(call)).isEmpty();
    assertThat(call.columns()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/plain", "text/xml", "application/octet-stream"})
  void handsOnRawBodiesToFunctionsOnly(String type) {
    ApiRequest call = Requests.post("/rpc/f", "a\0b", "Content-Type", type);
    assertThat(((Raw) payload(call)).bytes()).isEqualTo(new byte[] {'a', 0, 'b'});
    assertThatThrownBy(() -> Requests.post("/t", "x", "Content-Type", type))
        .hasMessage("Content-Type not acceptable: " + type);
  }

  @Test
  void ignoresBodiesOfMethodsThatHaveNone() {
    for (String method : new String[] {"GET", "HEAD", "DELETE", "OPTIONS"}) {
      RawRequest request = Requests.request(method, "/t", "}{", "Content-Type", "x/y");
      assertThat(Requests.parse(request).payload()).isNull();
    }
  }

  private static Payload payload(ApiRequest request) {
    Payload payload = request.payload();
    assertThat(payload).isNotNull();
    return payload;
  }

  private static String text(ApiRequest request) {
    return new String(payload(request).bytes(), StandardCharsets.UTF_8);
  }
}
