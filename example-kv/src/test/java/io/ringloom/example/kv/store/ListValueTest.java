package io.ringloom.example.kv.store;

import static io.ringloom.example.kv.store.Keys.bytes;
import static io.ringloom.example.kv.store.Keys.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class ListValueTest {
  @Test
  void does_what_an_array_list_does() {
    Random random = new Random(4);
    ListValue list = new ListValue();
    List<String> model = new ArrayList<>();
    for (int i = 0; i < 50_000; i++) {
      String element = "x".repeat(random.nextInt(4)) + random.nextInt(5);
      step(random, list, model, element);
      if (i % 50 == 0) {
        assertThat(texts(list)).isEqualTo(model);
      }
    }
    assertThat(texts(list.copy())).isEqualTo(model);
  }

  @Test
  void takes_as_much_when_empty_as_when_new() {
    Random random = new Random(5);
    ListValue list = new ListValue();
    List<String> model = new ArrayList<>();
    for (int i = 0; i < 5_000; i++) {
      step(random, list, model, "x".repeat(random.nextInt(100)));
    }
    for (int i = 0; i < 1_000; i++) {
      list.pushLast(bytes("more"));
    }
    assertThat(list.approximateBytes()).isGreaterThan(1_000 * Sizes.ofBytes(4));

    while (list.size() > 0) {
      list.popFirst();
    }

    assertThat(list.approximateBytes()).isEqualTo(new ListValue().approximateBytes());
  }

  private static void step(Random random, ListValue list, List<String> model, String element) {
    int size = model.size();
    switch (random.nextInt(size > 200 ? 10 : 8)) {
      case 0, 1 -> {
        list.pushFirst(bytes(element));
        model.add(0, element);
      }
      case 2, 3 -> {
        list.pushLast(bytes(element));
        model.add(element);
      }
      case 4 -> {
        byte[] popped = list.popFirst();
        assertThat(popped == null ? "" : text(popped)).isEqualTo(size == 0 ? "" : model.remove(0));
      }
      case 5 -> {
        byte[] popped = list.popLast();
        assertThat(popped == null ? "" : text(popped))
            .isEqualTo(size == 0 ? "" : model.remove(size - 1));
      }
      case 6 -> {
        int index = random.nextInt(size + 1);
        list.insert(index, bytes(element));
        model.add(index, element);
      }
      case 7 -> {
        if (size > 0) {
          int index = random.nextInt(size);
          list.set(index, bytes(element));
          model.set(index, element);
        }
      }
      case 8 -> {
        int count = random.nextInt(7) - 3;
        assertThat(list.remove(count, bytes(element))).isEqualTo(remove(model, count, element));
      }
      default -> {
        int from = random.nextInt(size / 4);
        int to = size - random.nextInt(size / 4);
        list.trim(from, to);
        model.subList(to, size).clear();
        model.subList(0, from).clear();
      }
    }
  }

  private static int remove(List<String> model, int count, String element) {
    if (count < 0) {
      Collections.reverse(model);
    }
    int gone = 0;
    while ((count == 0 || gone < Math.abs(count)) && model.remove(element)) {
      gone++;
    }
    if (count < 0) {
      Collections.reverse(model);
    }
    return gone;
  }

  private static List<String> texts(ListValue list) {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < list.size(); i++) {
      texts.add(text(list.get(i)));
    }
    return texts;
  }
}
