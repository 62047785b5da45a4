package io.ringloom.example.kv.store;

import static io.ringloom.example.kv.store.Keys.bytes;
import static io.ringloom.example.kv.store.Keys.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class ListTraceTest {
  private final ListValue list = new ListValue();
  private final Copy copy = new Copy();
  private final ListTrace trace =
      new ListTrace(0, 0) {
        @Override
        protected void left() {}
      };

  ListTraceTest() {
    list.follow(trace);
  }

  /** What a follower has written down, and how much it had to write for it. */
  private static final class Copy implements ListTrace.Parts {
    final TreeMap<Long, String> elements = new TreeMap<>();
    int written;

    @Override
    public void write(long from, byte[][] added) {
      for (int i = 0; i < added.length; i++) {
        elements.put(from + i, text(added[i]));
        written++;
      }
    }

    @Override
    public void erase(long from, long to) {
      elements.subMap(from, to).clear();
    }
  }

  @Test
  void a_copy_that_gets_only_what_has_changed_stays_equal() {
    Random random = new Random(11);
    for (int i = 0; i < 200_000; i++) {
      step(random);
      if (random.nextInt(1 + i % 17) == 0) {
        checkCopy();
      }
    }
  }

  @Test
  void pushes_and_pops_write_what_they_add() {
    fill(10_000);
    list.pushFirst(bytes("a"));
    list.pushLast(bytes("b"));
    list.pushLast(bytes("c"));
    list.popLast();
    list.popFirst();
    list.pushFirst(bytes("d"));
    checkCopy();
    assertThat(copy.written).isEqualTo(2);
  }

  @Test
  void single_replacements_write_those_alone() {
    fill(10_000);
    for (int index = 0; index < 10_000; index += 1_000) {
      list.set(index, bytes("x"));
    }
    checkCopy();
    assertThat(copy.written).isEqualTo(10);
  }

  @Test
  void an_insertion_writes_to_the_nearer_end() {
    fill(10_000);
    list.insert(10, bytes("x"));
    list.insert(9_991, bytes("y"));
    checkCopy();
    assertThat(copy.written).isLessThan(30);
  }

  @Test
  void a_removal_near_an_end_writes_to_that_end() {
    fill(10_000);
    list.remove(1, bytes("9990"));
    checkCopy();
    assertThat(copy.written).isEqualTo(9);
    list.remove(-1, bytes("10"));
    checkCopy();
    assertThat(copy.written).isEqualTo(19);
  }

  private void fill(int size) {
    for (int i = 0; i < size; i++) {
      list.pushLast(bytes("" + i));
    }
    checkCopy();
    copy.written = 0;
  }

  private void checkCopy() {
    trace.take(list, copy);
    List<String> texts = new ArrayList<>();
    for (byte[] element : list.range(0, list.size())) {
      texts.add(text(element));
    }
    assertThat(copy.elements.values()).containsExactlyElementsOf(texts);
    assertThat(trace.writtenTo() - trace.writtenFrom()).isEqualTo(list.size());
    if (!texts.isEmpty()) {
      assertThat(copy.elements.firstKey()).isEqualTo(trace.first());
      assertThat(copy.elements.lastKey()).isEqualTo(trace.first() + list.size() - 1);
    }
  }

  private void step(Random random) {
    byte[] element = bytes("" + random.nextInt(6));
    int size = list.size();
    int kind = random.nextInt(size > 40 ? 12 : 8);
    switch (kind) {
      case 0, 1 -> list.pushFirst(element);
      case 2, 3 -> list.pushLast(element);
      case 4 -> list.popFirst();
      case 5 -> list.popLast();
      case 6 -> list.insert(random.nextInt(size + 1), element);
      case 7, 8 -> {
        if (size > 0) {
          list.set(random.nextInt(size), element);
        }
      }
      case 9, 10 -> list.remove(random.nextInt(7) - 3, element);
      default -> list.trim(random.nextInt(size), size - random.nextInt(size / 2));
    }
  }
}
