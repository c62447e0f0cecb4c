package dev.pgext.auth;

import java.security.Key;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A key and what it may verify. The algorithms follow from the key's type, never from a token: a
 * public key cannot pass as an HMAC secret.
 *
 * @param keyId its {@code kid}
 * @param algorithms empty for a key that verifies nothing, such as one for encryption
 */
record VerificationKey(@Nullable String keyId, Set<SignatureAlgorithm> algorithms, Key key) {
  VerificationKey {
    algorithms = Set.copyOf(algorithms);
  }

  /** A token that names a key wants exactly that one; a token that names none takes any. */
  boolean suits(CompactToken token) {
    return algorithms.contains(token.algorithm())
        && (token.keyId() == null || token.keyId().equals(keyId));
  }

  boolean verifies(CompactToken token) {
    return token.algorithm().verify(key, token.signed(), token.signature());
  }
}
