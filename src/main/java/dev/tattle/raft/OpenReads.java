package dev.tattle.raft;

import dev.tattle.core.Environment;
import dev.tattle.core.Message;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Holds the unanswered reads of this node's clients. Reads that come while a question is on its way
 * to the leader share the next question.
 */
final class OpenReads {
  // Below 2^53, because others read it as JSON; random, because an earlier incarnation asked too.
  private static final long FIRST_TICKET_BOUND = 1L << 52;

  private static final long UNKNOWN = -1;

  private record Read(Message request, long arrivedNanos) {}

  private static final class Question {
    private final List<Read> reads;
    private final long sentNanos;
    private long index = UNKNOWN;

    Question(List<Read> reads, long sentNanos) {
      this.reads = reads;
      this.sentNanos = sentNanos;
    }
  }

  private final Environment environment;
  private final RaftSettings settings;
  private final List<Read> gathered = new ArrayList<>();
  private final Map<Long, Question> asked = new LinkedHashMap<>();
  private long nextTicket;
  private int size;

  OpenReads(Environment environment, RaftSettings settings) {
    this.environment = environment;
    this.settings = settings;
    nextTicket = environment.random().nextLong(FIRST_TICKET_BOUND);
  }

  boolean isEmpty() {
    return size == 0;
  }

  boolean isFull() {
    return size >= settings.openRequests();
  }

  void add(Message request) {
    gathered.add(new Read(request, environment.nowNanos()));
    size++;
  }

  /** True if this node should ask the leader now. */
  boolean isToBeAsked() {
    return !gathered.isEmpty() && asked.size() < settings.messagesInFlight();
  }

  /** Makes a question of all gathered reads, and returns its ticket. */
  long ask() {
    long ticket = nextTicket++;
    asked.put(ticket, new Question(new ArrayList<>(gathered), environment.nowNanos()));
    gathered.clear();
    return ticket;
  }

  void readable(long ticket, long index) {
    Question question = asked.get(ticket);
    if (question != null) {
      question.index = index;
    }
  }

  /** Takes out the reads that may be answered once this index is applied. */
  List<Message> takeReadable(long applied) {
    List<Message> readable = new ArrayList<>();
    Iterator<Question> questions = asked.values().iterator();
    while (questions.hasNext()) {
      Question question = questions.next();
      if (question.index != UNKNOWN && question.index <= applied) {
        question.reads.forEach(read -> readable.add(read.request));
        questions.remove();
      }
    }
    size -= readable.size();
    return readable;
  }

  /** Gathers the reads again whose question is older than this and has no answer. */
  void askAgain(long beforeNanos) {
    List<Read> again = new ArrayList<>();
    Iterator<Question> questions = asked.values().iterator();
    while (questions.hasNext()) {
      Question question = questions.next();
      if (question.index == UNKNOWN && question.sentNanos <= beforeNanos) {
        again.addAll(question.reads);
        questions.remove();
      }
    }
    gathered.addAll(0, again);
  }

  /** Takes out the reads that have waited too long. */
  List<Message> takeOverdue() {
    long beforeNanos = environment.nowNanos() - settings.patience().toNanos();
    List<Message> overdue = new ArrayList<>();
    takeOverdue(gathered, beforeNanos, overdue);
    for (Question question : asked.values()) {
      takeOverdue(question.reads, beforeNanos, overdue);
    }
    asked.values().removeIf(question -> question.reads.isEmpty());
    size -= overdue.size();
    return overdue;
  }

  private static void takeOverdue(List<Read> reads, long beforeNanos, List<Message> overdue) {
    Iterator<Read> all = reads.iterator();
    while (all.hasNext()) {
      Read read = all.next();
      if (read.arrivedNanos <= beforeNanos) {
        overdue.add(read.request);
        all.remove();
      }
    }
  }

  /** Takes out all reads. */
  List<Message> takeAll() {
    List<Message> all = new ArrayList<>();
    gathered.forEach(read -> all.add(read.request));
    for (Question question : asked.values()) {
      question.reads.forEach(read -> all.add(read.request));
    }
    gathered.clear();
    asked.clear();
    size = 0;
    return all;
  }

  boolean checkInvariants() {
    assert asked.size() <= settings.messagesInFlight() : "too many questions";
    return true;
  }
}
