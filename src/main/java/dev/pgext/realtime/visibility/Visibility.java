package dev.pgext.realtime.visibility;

import dev.pgext.realtime.cdc.TableShape;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who may see what. Thread-safe; may ask the database, so never called by the reader's thread. */
public interface Visibility {

  /**
   * What a viewer may see of a table, as its policies and grants were when the shape's generation
   * was described. Kept until then.
   *
   * @throws dev.pgext.error.ApiException where the database cannot be asked, or a policy cannot be
   *     evaluated outside of it
   */
  default Access access(TableShape table, Viewer viewer) {
    return access(table, viewer, null);
  }

  /**
   * The same, without a question about the viewer where the database says of the table what it said
   * when the earlier one was made.
   *
   * @param earlier this viewer's; null where there is none, or where roles, memberships, functions
   *     or settings may have changed since
   */
  Access access(TableShape table, Viewer viewer, @Nullable Access earlier);

  /**
   * Answers in the order of the questions. An image that lacks what a rule reads is hidden.
   *
   * @throws dev.pgext.error.ApiException where the database cannot be asked; what one viewer's
   *     policies raise is a {@link Decision.Failed} for that viewer alone
   */
  List<Decision> decide(List<Question> questions);

  /** Forgets what is known of a table's policies and grants. */
  void forget(int tableOid);

  /** Forgets everything: roles, memberships or functions changed. */
  void forgetAll();
}
