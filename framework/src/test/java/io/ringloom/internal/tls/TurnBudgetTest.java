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

  @Test
  void whatIsUsedUpComesBackWithTheNextTurnOnly() {
    budget.use(budget.left(1) + 1);

    assertThat(budget.left(1)).isNegative();
    assertThat(budget.left(2)).isEqualTo(TurnBudget.BYTES);
  }
}
