package dev.pgext.config.claim;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RoleClaimKeyTest {

  private static final String CLAIMS =
      """
      {"role": "author",
       "aud": ["web", "app"],
       "realm": {"roles": ["other", "app_author", "author"], "n": 2},
       "https://example.com/roles": [{"value": "author", "active": true, "rank": 2},
                                     {"value": "editor", "active": false, "rank": 10}],
       "it's": "quote", "back\\\\slash": "b", "nothing": null}
      """;

  @ParameterizedTest
  @CsvSource(
      delimiter = '→',
      quoteCharacter = '`',
      value = {
        "$.role → \"author\"",
        "$['role'] → \"author\"",
        "$[\"role\"] → \"author\"",
        "$ . role → none",
        "$ .role → \"author\"",
        "$.aud[0] → \"web\"",
        "$.aud[-1] → \"app\"",
        "$.aud[2] → none",
        "$.role[0] → none",
        "$.aud.role → none",
        "$.nothing → null",
        "$['https://example.com/roles'][1].value → \"editor\"",
        "$['https://example.com/roles'][?@.rank > 2].value → \"editor\"",
        "$['https://example.com/roles'][?@.active == true]['value'] → \"author\"",
        "$['https://example.com/roles'][?@.active].value → \"author\"",
        "$['https://example.com/roles'][?!@.missing].value → \"author\"",
        "$['https://example.com/roles'][?@.rank >= 2.0 && @.active == false].value → \"editor\"",
        "$['https://example.com/roles'][?@.rank < 1 || (@.value == 'editor')].value → \"editor\"",
        "$.realm.roles[?(@ == 'author')] → \"author\"",
        "$.realm.roles[?(@ == \"author\")] → \"author\"",
        "$.realm.roles[?@ != 'other'] → \"app_author\"",
        "$.realm.roles[?@ == $.role] → \"author\"",
        "$.realm.roles[?search(@, '^app_')] → \"app_author\"",
        "$.realm.roles[?match(@, 'auth.*')] → \"author\"",
        "$.realm.roles[?search(@, '(')] → none",
        "$.realm.roles[1:] → \"app_author\"",
        "$.realm.roles[::-1] → \"author\"",
        "$.realm.roles[-2:-1] → \"app_author\"",
        "$.realm.roles[5:1:-2] → \"author\"",
        "$.realm.roles[::0] → none",
        "$.realm.roles[0,1] → \"other\"",
        "$..value → \"author\"",
        "$..roles[2] → \"author\"",
        "$.* → \"author\"",
        "$..['n'] → 2",
        "$[\"it's\"] → \"quote\"",
        "$['it\\'s'] → \"quote\"",
        "$['back\\\\slash'] → \"b\"",
        "$['\\u0072ole'] → \"author\"",
        ".role → \"author\"",
        ".\"role\" → \"author\"",
        ".aud[1] → \"app\"",
        ".aud[7] → none",
        ".\"https://example.com/roles\"[0].value → \"author\"",
        ".realm.roles[?(@ == \"author\")] → \"author\"",
        ".realm.roles[?(@ != \"other\")] → \"app_author\"",
        ".realm.roles[?(@ ^== \"app\")] → \"app_author\"",
        ".realm.roles[?(@ ==^ \"er\")] → \"other\"",
        ".realm.roles[?(@ *== \"_au\")] → \"app_author\"",
        ".realm[?(@ == \"x\")] → none",
        ".missing.deeper → none",
      })
  void selectsTheFirstValueOfAPath(String path, String expected) {
    assertThat(
            RoleClaimKey.parse(path)
                .flatMap(key -> key.evaluate(claims()))
                .map(JsonNode::toString)
                .orElse("none"))
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '→',
      quoteCharacter = '`',
      value = {
        "$.role → $.role",
        "$ .a [ 'b' ] [0] → $.a['b'][0]",
        "$[\"x\"] → $['x']",
        "$..a..[*].* → $..a..[*].*",
        "$.a[1:2] → $.a[1:2:1]",
        "$.a[::-1] → $.a[::-1]",
        "$[?(@==\"r\")] → $[?(@ == 'r')]",
        "$[?@.a.b!=$.c[0]&&!@.d||(@.e<1.5)] → $[?@.a.b != $.c[0] && !@.d || (@.e < 1.5)]",
        "$[?search( @ , 'x' )] → $[?search(@, 'x')]",
        "$['it\\'s'] → $['it\\'s']",
        ".role → .\"role\"",
        ".\"a-b\"[0].c → .\"a-b\"[0].\"c\"",
        ".a[?(@   ==^\"x\")] → .\"a\"[?(@ ==^ \"x\")]",
      })
  void printsInNormalForm(String path, String normal) {
    RoleClaimKey key = RoleClaimKey.parse(path).orElseThrow();
    assertThat(key.text()).isEqualTo(normal);
    assertThat(RoleClaimKey.parse(key.text())).contains(key);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "role.other",
        ".role##",
        ".my_role;;domain",
        ".#$$%&$%/",
        "1234",
        ".role[?(@ =)]",
        "",
        ".",
        "$.",
        "$.role.",
        "$[",
        "$[0",
        "$['a",
        "$[01]",
        "$[-0]",
        "$[?]",
        "$[?1]",
        "$[?@ == ]",
        "$.1a",
        "$.a b",
        ".a[99999999999]",
        ".a[?(@ == \"x\")].b",
        ".a[?(@ > \"x\")]",
        "$['\\x']",
        "$['\\ud800']",
        "$[99999999999]"
      })
  void refusesWhatIsNeither(String path) {
    assertThat(RoleClaimKey.parse(path)).isEmpty();
  }

  private static JsonNode claims() {
    try {
      return new JsonMapper().readTree(CLAIMS);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
