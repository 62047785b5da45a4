package io.ringloom.internal.tls;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TurnBudgetTest {

  private final TurnBudget budget = new TurnBudget();

  @Test
  void whatIsUsedInATurnIsMissingInThatTurn() {
    assertThat(budget.left(1)).isEqualTo(TurnBudget.BYTES);

    budget.use(1000);

    assertThat(budget.left(1)).isEqualTo(TurnBudget.BYTES - 1000);
  }

  @Test
  void eachTurnHasAllOfIt() {
    for (int turn = 1; turn < 1000; turn++) {
      assertThat(budget.left(turn)).isEqualTo(TurnBudget.BYTES);
      budget.use(1000);
    }
  }

  /** As with a clock of a test, which stands still. */
  @Test
  void itCanBeRenewedWithinWhatLooksLikeOneTurn() {
    budget.use(budget.left(1));

    budget.renew();

    assertThat(budget.left(1)).isEqualTo(TurnBudget.BYTES);
  }
}
