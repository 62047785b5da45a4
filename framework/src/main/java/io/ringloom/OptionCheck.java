package io.ringloom;

import java.time.Duration;

/** Checks of options, whose messages name the option, its value and what is allowed. */
final class OptionCheck {

  private OptionCheck() {}

  static void notNegative(String option, Duration value) {
    if (value.isNegative()) {
      throw invalid(option, value, "zero or more");
    }
  }

  static void positive(String option, Duration value) {
    if (value.isNegative() || value.isZero()) {
      throw invalid(option, value, "more than zero");
    }
  }

  static void atLeast(String option, long value, long least) {
    if (value < least) {
      throw invalid(option, value, "at least " + least);
    }
  }

  static void between(String option, long value, long least, long most) {
    if (value < least || value > most) {
      throw invalid(option, value, "from " + least + " to " + most);
    }
  }

  static IllegalArgumentException invalid(String option, Object value, String allowed) {
    return new IllegalArgumentException(option + " is " + value + ", but must be " + allowed + ".");
  }
}
