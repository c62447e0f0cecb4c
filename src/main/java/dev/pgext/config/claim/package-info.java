/**
 * The text of {@code jwt-role-claim-key} → a small syntax tree → the claim it selects.
 *
 * <p>Pure: no I/O, no state; any thread.
 */
@NullMarked
package dev.pgext.config.claim;

import org.jspecify.annotations.NullMarked;
