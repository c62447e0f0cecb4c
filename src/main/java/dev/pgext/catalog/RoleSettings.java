package dev.pgext.catalog;

import java.util.List;
import java.util.Map;

/**
 * What {@code ALTER ROLE … SET} says for the roles that requests may switch to; a transaction that
 * switches by {@code set_config('role', …)} does not get them by itself.
 *
 * @see <a
 *     href="https://docs.postgrest.org/en/stable/references/transactions.html#impersonated-role-settings">PostgREST:
 *     impersonated role settings</a>
 */
public record RoleSettings(Map<String, Role> roles) {
  private static final Role NONE = new Role(List.of(), "");

  public RoleSettings {
    roles = Map.copyOf(roles);
  }

  /** The settings of a role; empty ones where it has none. */
  public Role of(String role) {
    return roles.getOrDefault(role, NONE);
  }

  /**
   * One role's settings.
   *
   * @param settings without isolation level, and without those the login role may not set
   * @param isolationLevel as SQL writes it ({@code repeatable read}); empty for the default
   */
  public record Role(List<Routine.Setting> settings, String isolationLevel) {
    public Role {
      settings = List.copyOf(settings);
    }
  }
}
