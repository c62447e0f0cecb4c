package dev.pgext.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.pgext.auth.TokenSigner;
import dev.pgext.config.Config;
import dev.pgext.config.ConfigException;
import dev.pgext.error.ApiError;
import dev.pgext.error.ApiException;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Prints a token that the project's server accepts. */
@Command(
    name = "token",
    versionProvider = Version.class,
    exitCodeOnInvalidInput = ExitStatus.UNUSABLE,
    description = "Prints a JWT, signed with the project's jwt-secret.",
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {"0:done", "1:an option or the jwt-secret is not usable"},
    footer = {
      "",
      "For example:",
      "  pgext token --role app_user --sub 42 --expires 8h",
      "  TOKEN=$(pgext token --role app_user --sub 42)",
      "  curl http://localhost:3000/tasks -H \"Authorization: Bearer $TOKEN\""
    })
final class TokenCommand implements Callable<Integer> {
  private static final JsonMapper JSON = new JsonMapper();

  @SuppressWarnings("UnusedVariable") // picocli reads it
  @Mixin
  private HelpOptions help = new HelpOptions();

  @Mixin private SettingsOptions settings = new SettingsOptions();

  @Option(
      names = "--role",
      paramLabel = "ROLE",
      description = "The database role that requests with it run as.")
  private @Nullable String role;

  @Option(names = "--sub", paramLabel = "ID", description = "Whom it stands for.")
  private @Nullable String subject;

  @Option(
      names = "--claim",
      paramLabel = "NAME=VALUE",
      description = "Another claim; the value is JSON, or text where it is none.")
  private Map<String, String> claims = new LinkedHashMap<>();

  @Option(
      names = "--expires",
      paramLabel = "TIME",
      defaultValue = "1h",
      description = "How long it holds: 90s, 30m, 8h, 7d, or never (default: ${DEFAULT-VALUE}).")
  private String expires = "1h";

  @Override
  public Integer call() throws IOException {
    try {
      Config config = settings.config();
      ObjectNode wished = claims();
      setRole(config, wished);
      TokenSigner signer = new TokenSigner(config.jwt(), InstantSource.system());
      System.out.println(signer.sign(JSON.writeValueAsBytes(wished)));
      return ExitStatus.DONE;
    } catch (ConfigException | IllegalArgumentException e) {
      return Faults.report(String.valueOf(e.getMessage()), ExitStatus.UNUSABLE);
    } catch (ApiException e) {
      return Faults.report(text(e.error()), ExitStatus.UNUSABLE);
    }
  }

  private ObjectNode claims() {
    ObjectNode wished = JsonNodeFactory.instance.objectNode();
    claims.forEach((name, value) -> wished.set(name, json(value)));
    if (subject != null) {
      wished.put("sub", subject);
    }
    if (expires.equals("never")) {
      wished.putNull("exp");
    } else if (!wished.has("exp")) {
      Duration lifetime = Lifetime.parse(expires);
      wished.put("exp", InstantSource.system().instant().plus(lifetime).getEpochSecond());
    }
    return wished;
  }

  /** Where the server looks for it, as far as that is a claim of its own. */
  private void setRole(Config config, ObjectNode wished) {
    if (role == null) {
      return;
    }
    String key = config.jwt().roleClaimKey().text();
    if (!key.equals("$.role") && !key.equals(".role")) {
      throw new IllegalArgumentException(
          "jwt-role-claim-key is " + key + ": give the claim that it names with --claim");
    }
    wished.put("role", role);
  }

  private static JsonNode json(String value) {
    try {
      JsonNode parsed = JSON.readTree(value);
      return parsed.isMissingNode() ? TextNode.valueOf(value) : parsed;
    } catch (JsonProcessingException text) {
      return TextNode.valueOf(value);
    }
  }

  private static String text(ApiError error) {
    JsonNode details = error.details();
    return Stream.of(
            error.message() + (details == null ? "" : ": " + details.asText()),
            error.hint() == null ? null : "  hint: " + error.hint())
        .filter(Objects::nonNull)
        .collect(Collectors.joining("\n"));
  }
}
