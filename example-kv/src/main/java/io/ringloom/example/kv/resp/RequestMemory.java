package io.ringloom.example.kv.resp;

/** Grants memory for what a client sends. */
public interface RequestMemory {

  /**
   * Asks for memory.
   *
   * @param bytes how much
   * @return whether it is granted
   */
  boolean take(long bytes);

  /**
   * Gives back what was granted.
   *
   * @param bytes how much
   */
  void giveBack(long bytes);
}
